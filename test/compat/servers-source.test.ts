/**
 * Where connections to servers come from: `source` of servers and backends, ranges of ports,
 * `usesrc`, interfaces. The server answers with the address that it sees. Addresses of loopback
 * belong to the machine; presenting others needs the privileges of root, without which this skips.
 */
import { until } from "../support/deadline.ts";
import type { ServeConnection } from "../support/raw-server.ts";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get } from "./configs.ts";
import { ruleDefaults } from "./rule-table.ts";

const isRoot = process.getuid?.() === 0;
/** Both programs may use the same ports, as they connect to different servers. */
const low = 20_000 + (process.pid % 1000) * 4;

const serve: ServeConnection = async ({ socket, send }) => {
  const { remoteAddress, remotePort } = socket;
  let text = "";
  for await (const piece of socket) {
    text += (piece as Buffer).toString("latin1");
    if (!text.endsWith("\r\n\r\n")) continue;
    const isHeld = text.includes("/held/held");
    text = "";
    const port = remotePort! >= low && remotePort! < low + 4 ? remotePort! - low : "any";
    const body = `${remoteAddress}:${port}`;
    if (!isHeld) send(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  }
};

const backends: Readonly<Record<string, string>> = {
  address: "server s SERVER source 127.0.0.5",
  any: "server s SERVER source 0.0.0.0",
  star: "server s SERVER source *",
  foreign: "server s SERVER source 192.0.2.7",
  range: `server s SERVER source 127.0.0.5:${low}-${low + 1}`,
  held: `timeout server 1s\n    server s SERVER source 127.0.0.6:${low}-${low + 1}`,
  backend: "source 127.0.0.7\n    server s SERVER",
  own: "server s SERVER source 127.0.0.5\n    source 127.0.0.7",
  default: "default-server source 127.0.0.8\n    server s SERVER",
  device: "server s SERVER source 127.0.0.5 interface lo",
  nodevice: "server s SERVER source 127.0.0.5 interface nope0",
};

const presenting: Readonly<Record<string, string>> = {
  clientip: "server s SERVER source 127.0.0.5 usesrc clientip",
  client: "server s SERVER source 127.0.0.5 usesrc client",
  fixed: "server s SERVER source 127.0.0.5 usesrc 127.0.0.44",
  header: "server s SERVER source 127.0.0.5 usesrc hdr_ip(x-from)",
  first: "source 0.0.0.0 usesrc hdr_ip(x-from,1)\n    server s SERVER",
  none: "server s SERVER source 127.0.0.5 usesrc hdr_ip(x-from,0)",
  set: "http-request set-src hdr(x-from)\n    server s SERVER source 127.0.0.5 usesrc clientip",
};

function configOf(all: Readonly<Record<string, string>>): string {
  const sections = Object.entries(all).map(
    ([name, lines]) => `backend ${name}\n    ${lines.replaceAll("SERVER", "127.0.0.1:${P:web}")}\n`,
  );
  return `${ruleDefaults.replace("%hr %hs", "%rc %U")}
    http-reuse never
    retries 2
frontend fe
    bind 127.0.0.1:\${P:fe}
    use_backend %[path,field(2,/)]
${sections.join("")}`;
}

/** The answer's status and body, and the line that was logged. */
async function ask(side: Side, path: string, fields = ""): Promise<string[]> {
  const from = side.syslog.lines.length;
  const answer = await side.ask("fe", get(path, `Connection: close\r\n${fields}`), {
    localAddress: "127.0.0.99",
  });
  const name = path.split("/")[1]!;
  const lineOf = (): string | undefined =>
    side.syslog.lines.slice(from).find((line) => line.includes(` ${name}/`));
  const line = await until(lineOf, "the line of the request");
  return [answer.startLine, answer.body, line.replace(/^.*?\]: /s, "").trim()];
}

compareArea(
  "source",
  { config: configOf(backends), servers: { web: serve } },
  {
    ...Object.fromEntries(
      ["address", "any", "star", "foreign", "backend", "own", "default", "device", "nodevice"].map(
        (name): [string, Case] => [name, (side) => ask(side, `/${name}`)],
      ),
    ),
    "a range takes turns": async (side) =>
      [await ask(side, "/range"), await ask(side, "/range")].map(([, body]) => body),
    "a range used up": async (side) => {
      const [one, two] = [await side.connect("fe"), await side.connect("fe")];
      for (const client of [one, two]) client.send(get("/held/held"));
      await until(() => side.server("web").received.split("/held/held").length > 2, "both");
      const refused = await ask(side, "/held");
      one.close();
      two.close();
      const again = await until(async () => {
        const [status] = await ask(side, "/held");
        return status?.includes(" 200 ") ? status : undefined;
      }, "a port that was given back");
      return [refused, again];
    },
  },
);

if (isRoot) {
  const from = "X-From: 127.0.0.41, 127.0.0.42\r\n";
  compareArea(
    "usesrc",
    { config: configOf(presenting), servers: { web: serve } },
    {
      "the client's address": (side) => ask(side, "/clientip"),
      "the client's port is its own": (side) => ask(side, "/client"),
      "a fixed address": (side) => ask(side, "/fixed"),
      "a header": (side) => ask(side, "/header", from),
      "a header's first value": (side) => ask(side, "/first", from),
      "no header": (side) => ask(side, "/first"),
      "occurrence 0": (side) => ask(side, "/none", from),
      "an address that a rule set": (side) => ask(side, "/set", "X-From: 127.0.0.43\r\n"),
    },
  );
}
