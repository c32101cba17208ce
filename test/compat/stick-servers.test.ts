/** What a table says of a server: its number, its name or its address; and stick rules over TCP. */
import { type Case, compareArea, type Side } from "./compare.ts";
import { httpDefaults } from "./configs.ts";
import { compareSeries, entriesOf, stickConfig, stickOrigins } from "./stick-series.ts";

const stored = (target: string): string => `set table be key ${target}`;

for (const [title, options] of [
  ["the name", ""],
  ["srvkey name", "srvkey name store gpc0"],
  ["the store list names both", "store server_key,gpt0,server_id"],
] as const) {
  compareSeries(
    `the server by ${title}`,
    stickConfig(`stick-table type string size 10 ${options}\n    stick on url_param(k)`),
    [
      "/?k=1",
      "/?k=2",
      `${stored("1")} data.server_id 2`,
      "/?k=1",
      `${stored("3")} data.server_id 2`,
      "/?k=3",
      `${stored("4")} data.server_id 0`,
      "/?k=4",
      "/?k=4",
      `${stored("5")} data.server_key b`,
      `${stored("6")} data.server_key`,
      `${stored("7")} data.server_key 2`,
      `${stored("8")} data.server_id -7`,
      "/?k=8",
      "show table be data.server_key eq b",
      "show table be data.server_key gt 0",
    ],
  );
}

// Addresses move, the table follows them. `moved` takes a and b to addresses that are free.
const move = (name: string, host: string): string => `set server be/${name} addr ${host}`;

/** Which of two servers answered, and what the table holds, while servers change their addresses. */
const moving: Case = async (side: Side) => {
  const seen: unknown[] = [];
  const ask = async (key: string): Promise<void> => {
    const text = `GET /?k=${key} HTTP/1.1\r\nHost: a\r\n\r\n`;
    seen.push((await side.ask("fe", text)).body, await entriesOf(side, "be"));
  };
  await ask("1");
  await ask("2");
  await side.proxy.cli(move("a", "127.0.0.23"));
  await ask("1");
  await side.proxy.cli(move("b", "127.0.0.21"));
  await ask("1");
  await side.proxy.cli(move("a", "127.0.0.22"));
  await ask("1");
  await ask("2");
  return seen;
};

const movingConfig = (options: string): string => `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    default_backend be
frontend origin
    bind 127.0.0.21:\${P:o}
    bind 127.0.0.22:\${P:o}
    bind 127.0.0.23:\${P:o}
    http-request return status 200 content-type text/plain lf-string "%[dst]"
backend be
    stick-table type string size 10 ${options}
    stick on url_param(k)
    server a 127.0.0.21:\${P:o}
    server b 127.0.0.22:\${P:o}
`;

for (const options of ["", "srvkey name", "srvkey addr"]) {
  compareArea(
    `servers that change their addresses, ${options || "no srvkey"}`,
    { config: movingConfig(options) },
    { moving },
  );
}

const overTcp = (lines: string): string => `
defaults
    mode tcp
    timeout connect 2s
    timeout client 5s
    timeout server 5s
frontend fe
    bind 127.0.0.1:\${P:fe}
    tcp-request inspect-delay 2s
    tcp-request content accept if { req.len gt 0 }
    default_backend be
backend be
    stick-table type string len 8 size 10
    ${lines}
    server a 127.0.0.1:\${P:a}
    server b 127.0.0.1:\${P:b}
`;

const tcpSeries: Case = async (side) => {
  const seen: unknown[] = [];
  for (const path of ["/1", "/2", "/2", "/1", "/3"]) {
    const { body } = await side.ask("fe", `GET ${path}?sid=x${path.slice(1)} HTTP/1.1\r\n\r\n`);
    seen.push(body, await entriesOf(side, "be"));
  }
  return seen;
};

for (const lines of [
  "stick on req.payload(4,2)",
  "stick match req.payload(4,2)\n    stick store-request req.payload(4,2) if { req.len gt 5 }",
  "tcp-response inspect-delay 2s\n    tcp-response content accept if { res.len gt 20 }\n    stick store-response res.payload(9,3)",
  "tcp-response inspect-delay 2s\n    tcp-response content reject if { res.len gt 20 } { res.payload(0,1) -m str X }\n    stick on req.payload(4,2)\n    stick store-response res.payload(9,3)",
]) {
  compareArea(
    `over TCP: ${lines}`,
    { config: overTcp(lines), origins: stickOrigins },
    { series: tcpSeries },
  );
}
