/** Cookies of RDP requests: `balance rdp-cookie`, `persist rdp-cookie`. The log names the server. */
import { type Area, compareArea, type Side } from "./compare.ts";
import { until } from "../support/deadline.ts";
import { okResponse } from "../support/origin.ts";

const names = ["a", "b", "c"];

function rdpArea(lines: string): Area {
  return {
    config: `
listen fe
    mode tcp
    bind 127.0.0.1:\${P:fe}
    log 127.0.0.1:\${P:log} local0
    log-format "%s %tsc"
    timeout client 2s
    timeout connect 2s
    timeout server 2s
    tcp-request inspect-delay 50ms
    tcp-request content accept if RDP_COOKIE
    ${lines}
${names.map((name) => `    server ${name} 127.0.0.1:\${P:${name}}\n`).join("")}`,
    origins: Object.fromEntries(names.map((name) => [name, okResponse(name)])),
  };
}

/** An RDP connection request with that line. */
function rdp(line: string): string {
  const size = String.fromCharCode(11 + line.length);
  return `\x03\0\0${size}${String.fromCharCode(6 + line.length)}\xe0\0\0\0\0\0${line}`;
}

/** Where connections that begin with those bytes went. */
async function servers(side: Side, requests: readonly string[]): Promise<string[]> {
  const found = [];
  for (const bytes of requests) {
    const from = side.syslog.lines.length;
    using client = await side.connect("fe");
    client.send(bytes);
    client.shutdown();
    const isTraffic = (each: string): boolean => !each.includes("Server fe/");
    const line = await until(
      () => side.syslog.lines.slice(from).find(isTraffic),
      "the line of the connection",
    );
    found.push(line.replace(/^.*?\]: /s, "").trim());
  }
  return found;
}

const users = ["anna", "bert", "carla", "dora", "emil", "", "anna"];
const cookies = [
  ...users.map((user) => rdp(`Cookie: mstshash=${user}\r\n`)),
  rdp("cookie: MSTSHASH=anna\r\n"),
  rdp("Cookie: other=anna\r\n"),
  rdp("Cookie: mstshash=anna"),
  "no rdp at all, by no means",
];

for (const line of [
  "balance rdp-cookie",
  "balance rdp-cookie(mstshash)",
  "balance rdp-cookie(other)",
]) {
  compareArea(line, rdpArea(line), { cookies: (side) => servers(side, cookies) });
}

/** 127.0.0.1 in little-endian. */
const LOOPBACK = "16777343";

/** The token that leads to 127.0.0.1 and that port: the address and the port in little-endian. */
function token(port: number): string {
  return `${LOOPBACK}.${((port & 255) << 8) | (port >> 8)}.0000`;
}

for (const [persist, name] of [
  ["persist rdp-cookie", "msts"],
  ["persist rdp-cookie(tok)", "tok"],
] as const) {
  compareArea(persist, rdpArea(`${persist}\n    balance roundrobin`), {
    tokens: async (side) => {
      const port = side.origin("b").port;
      const values = [
        token(port),
        token(port),
        token(port).replace(".0000", ""),
        token(port).replace(".0000", ".1"),
        token(port).replace(".0000", "x"),
        `${token(port)}.5`,
        `0${token(port)}`,
        `+${token(port)}`,
        token(1),
        token(port).replace(LOOPBACK, "16777344"),
        "",
        ".",
        "x",
        LOOPBACK,
        `${LOOPBACK}.`,
      ];
      const requests = values.map((value) => rdp(`Cookie: ${name}=${value}\r\n`));
      return await servers(side, [...requests, ...cookies.slice(0, 2)]);
    },
  });
  compareArea(`${persist}, a server that is down`, rdpArea(`${persist}\n    balance first`), {
    "while it is down, and after": async (side) => {
      const request = rdp(`Cookie: ${name}=${token(side.origin("b").port)}\r\n`);
      await side.proxy.cli("disable server fe/b");
      const without = await servers(side, [request, request]);
      await side.proxy.cli("enable server fe/b");
      return [without, await servers(side, [request])];
    },
  });
}
