/**
 * set-tos, set-mark and their newer names, as `ss` tells what the kernel has for the sockets (a mark
 * needs privileges, which both programs have or lack alike); silent-drop.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { findInstalled } from "../support/programs.ts";
import { type Area, type Case, compareArea, type Side } from "./compare.ts";
import { get } from "./configs.ts";

const defaults = `
defaults
    mode http
    log 127.0.0.1:\${P:log} local0
    log-format "%ft %b/%s %tsc %ST %HP."
    timeout connect 2s
    timeout client 5s
    timeout server 5s
`;

const area: Area = {
  config: `${defaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request set-tos 0x28 if { path_beg /tos }
    http-request set-mark 7 if { path_beg /mark }
    http-response set-tos 16 if { res.hdr(X-Tos) -m found }
    default_backend be
frontend connection
    bind 127.0.0.1:\${P:connection}
    tcp-request connection set-tos 0x40
    tcp-request session set-mark 0x0b
    default_backend be
backend be
    server s 127.0.0.1:\${P:web}
`,
  origins: {
    web: ({ request }) =>
      `HTTP/1.1 200 OK\r\nContent-Length: 0\r\n${request.target === "/late" ? "X-Tos: 1\r\n" : ""}\r\n`,
  },
};

/** The mark and TOS of the proxy's socket whose own or far port is `port`. */
function optionsOf(side: "sport" | "dport", port: number, clientPort: number | null): string[] {
  const other = clientPort === null ? "" : ` and dport = :${clientPort}`;
  const filter = `( ${side} = :${port}${other} )`;
  const { stdout } = spawnSync("ss", ["-HtneO", "--tos", "state", "established", filter], {
    encoding: "utf8",
  });
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => (line.match(/fwmark:\S+|tos:\S+/g) ?? []).join(" "));
}

/** Of 3.2: options by expressions, and of the connection to the server. */
const serverOptions: Area = {
  since: "3.2",
  config: `${defaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request set-fc-tos int(20),add(20)
    http-request set-fc-mark 0x10
    http-request set-bc-tos 72 if { path /server }
    http-request set-bc-mark int(9) if { path /server }
    default_backend be
backend be
    http-reuse always
    server s 127.0.0.1:\${P:web} pool-low-conn 10
`,
  origins: { web: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" },
};

/** A stream that asks for options of its server's connection has them. */
async function askedOptions(side: Side): Promise<void> {
  using client = await side.connect("fe");
  await client.exchange(get("/server"));
  const seen = optionsOf("dport", side.origin("web").port, null);
  assert.ok(
    seen.some((each) => /^(fwmark:0x9 )?tos:0x48$/.test(each)),
    `no socket with the options: ${JSON.stringify(seen)}`,
  );
}

function clientSocket(port: string, target: string): Case {
  return async (side: Side) => {
    using client = await side.connect(port);
    await client.exchange(get(target));
    return optionsOf("sport", side.proxy.port(port), client.localPort);
  };
}

if (findInstalled("ss") !== undefined) {
  compareArea("socket options", area, {
    "none without a rule": clientSocket("fe", "/"),
    "set-tos": clientSocket("fe", "/tos"),
    "set-mark": clientSocket("fe", "/mark"),
    "set-tos of a response": clientSocket("fe", "/late"),
    "by connection and session rules": clientSocket("connection", "/"),
  });
  compareArea("socket options of 3.2", serverOptions, {
    // First: HAProxy would take an idle connection that another case left.
    "set-bc-tos, set-bc-mark": (side) => askedOptions(side),
    "set-fc-tos, set-fc-mark": async (side) => {
      const seen = await clientSocket("fe", "/")(side);
      assert.match(JSON.stringify(seen), /^\["(fwmark:0x10 )?tos:0x28"\]$/);
      return seen;
    },
  });
  // HAProxy lets an idle connection without the options serve a stream that asks for them; here
  // the options hold for what they were asked for. Only Sluice is asked.
  compareArea(
    "socket options and idle connections",
    { ...serverOptions, since: "99.0" },
    {
      "another connection is made": async (side) => {
        await side.ask("fe", get("/"));
        await askedOptions(side);
      },
      "and serves those alone that ask for the same": async (side) => {
        const before = side.origin("web").connectionCount;
        for (const target of ["/server", "/", "/server"]) await side.ask("fe", get(target));
        assert.equal(side.origin("web").connectionCount, before);
        assert.equal(optionsOf("dport", side.origin("web").port, null).length, 2);
      },
    },
  );
}

const DROPS: Readonly<Record<string, string>> = {
  "tcp-request connection": "frontend",
  "tcp-request session": "frontend",
  "tcp-request content": "frontend",
  "http-request": "frontend",
  "http-response": "frontend",
  "tcp-response content": "backend",
};
const port = (set: string): string => `drop_${set.replaceAll(/\W/g, "_")}`;

compareArea(
  "silent-drop",
  {
    config: `${defaults}${Object.entries(DROPS)
      .map(
        ([set, where]) => `
frontend ${port(set)}
    bind 127.0.0.1:\${P:${port(set)}}
    ${where === "frontend" ? `${set} silent-drop` : ""}
    default_backend to_${port(set)}
backend to_${port(set)}
    ${where === "backend" ? `${set} silent-drop` : ""}
    server s 127.0.0.1:\${P:web}`,
      )
      .join("\n")}
`,
    origins: { web: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" },
  },
  Object.fromEntries(
    Object.keys(DROPS).map((set): [string, Case] => [
      set,
      async (side) => {
        using client = await side.connect(port(set));
        const isLogged = set !== "tcp-request connection" && set !== "tcp-request session";
        // What reached a socket that is gone already would be answered by the kernel.
        if (isLogged) client.send(get("/dropped"));
        const line = isLogged ? await side.syslog.waitFor(`]: ${port(set)} `) : "]: ";
        // Told or not, which depends on the privileges: with them nothing comes.
        const told = await client.readAll(300).catch((error: Error) => error.message);
        return [told, line.slice(line.indexOf("]: ")).replace(/ \S+\.\n?$/, "")];
      },
    ]),
  ),
);
