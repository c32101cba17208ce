/** Memory of sockets as `tune.rcvbuf` and `tune.sndbuf` ask for it, as `ss` tells it. */
import { spawnSync } from "node:child_process";
import { findInstalled } from "../support/programs.ts";
import { compareArea } from "./compare.ts";
import { get, oneToOne } from "./configs.ts";

const settings = `
global
    tune.rcvbuf.client 20000
    tune.sndbuf.client 30000
    tune.rcvbuf.server 40000
    tune.sndbuf.server 50000
`;

/** Receive and send memory of the established sockets that the filter finds. */
function memory(filter: string): string[] {
  const { stdout } = spawnSync("ss", ["-HtnOm", "state", "established", filter], {
    encoding: "utf8",
  });
  return [...stdout.matchAll(/skmem:\(r\d+,(rb\d+),t\d+,(tb\d+)/g)]
    .map(([, receive, send]) => `${receive} ${send}`)
    .toSorted();
}

if (findInstalled("ss") !== undefined) {
  compareArea(
    "memory of sockets",
    {
      config: settings + oneToOne(),
      origins: { web: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" },
    },
    {
      "both sides": async (side) => {
        using client = await side.connect("fe");
        await client.exchange(get("/"));
        return [
          memory(`( sport = :${side.proxy.port("fe")} and dport = :${client.localPort} )`),
          memory(`( dport = :${side.origin("web").port} )`),
        ];
      },
    },
  );
}
