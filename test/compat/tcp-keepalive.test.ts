/** option tcpka, clitcpka, srvtcpka and what follows them, as `ss` tells the kernel's timers. */
import { spawnSync } from "node:child_process";
import { findInstalled } from "../support/programs.ts";
import { type Case, compareArea } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

/** Lines of a frontend and of its backend. */
const pairs: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
  off: [["clitcpka-idle 50", "clitcpka-cnt 3"], ["srvtcpka-idle 50"]],
  both: [
    ["option tcpka", "clitcpka-idle 90s"],
    ["option tcpka", "srvtcpka-idle 2m"],
  ],
  client: [["option clitcpka", "clitcpka-idle 400", "clitcpka-intvl 7", "clitcpka-cnt 3"], []],
  server: [[], ["option srvtcpka", "srvtcpka-idle 3000s"]],
  system: [["option clitcpka", "clitcpka-idle 0"], []],
};
const names = Object.keys(pairs);

const config = `${httpDefaults}
${names
  .map(
    (name) => `
frontend ${name}
    bind 127.0.0.1:\${P:${name}}
    ${pairs[name]![0].join("\n    ")}
    default_backend b-${name}
backend b-${name}
    ${pairs[name]![1].join("\n    ")}
    server s 127.0.0.1:\${P:web}`,
  )
  .join("\n")}
`;

/** Timers of the sockets that the filter finds, to the minute. */
function timers(filter: string): string[] {
  const { stdout } = spawnSync("ss", ["-HtnOo", "state", "established", filter], {
    encoding: "utf8",
  });
  const lines = stdout.split("\n").filter((line) => line !== "");
  return lines.map((line) => /timer:\((keepalive,\d+min)/.exec(line)?.[1] ?? "none");
}

function script(name: string): Case {
  return async (side) => {
    using client = await side.connect(name);
    const seen = side.origin("web").requests.length;
    await client.exchange(get("/"));
    const own = `( sport = :${side.proxy.port(name)} and dport = :${client.localPort} )`;
    const { connection } = side.origin("web").requests[seen]!;
    const far = timers(`( dport = :${side.origin("web").port} )`).toSorted();
    return [connection, timers(own), far];
  };
}

if (findInstalled("ss") !== undefined) {
  compareArea(
    "TCP keepalive",
    { config, origins: { web: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" } },
    Object.fromEntries(names.map((name) => [name, script(name)])),
  );
}
