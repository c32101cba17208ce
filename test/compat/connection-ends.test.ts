/** Which end of a connection says goodbye first, and so has to keep its port for a minute. */
import { spawnSync } from "node:child_process";
import { until } from "../support/deadline.ts";
import { type Case, compareArea } from "./compare.ts";
import { get, oneToOne } from "./configs.ts";
import { okResponse } from "../support/origin.ts";
import type { ServedConnection } from "../support/raw-server.ts";

/** States of the connections that match, as their maker has them, once all have ended. */
async function ended(matching: string): Promise<string[]> {
  const filter = ["-Htan", "exclude", "listening", `( ${matching} )`];
  return await until(() => {
    const { stdout } = spawnSync("ss", filter, { encoding: "utf8" });
    const states = stdout.split("\n").flatMap((line) => line.split(/\s+/)[0] || []);
    return states.every((state) => state === "TIME-WAIT") ? states : undefined;
  }, "the end of all connections");
}

/** The proxy ends its connection to the server: what of that is left on its side. */
const oneRequest: Case = async (side) => {
  await side.sendAll("fe", get("/", "Connection: close\r\n"));
  const { port, clientPorts } = side.server("web");
  // Its own port too: an old connection of somebody else may have had the server's.
  const [own] = clientPorts;
  return [clientPorts.length, await ended(`sport = :${own} and dport = :${port}`)];
};

/** The proxy ends its connection to the client: what the client keeps of that. */
const oneClient: Case = async (side) => {
  using client = await side.connect("fe");
  const own = client.socket.localPort;
  client.send(get("/", "Connection: close\r\n"));
  const answer = await client.readAll();
  client.shutdown();
  return [answer, await ended(`sport = :${own} and dport = :${side.proxy.port("fe")}`)];
};

/** Answers, and leaves it to the proxy to end the connection. */
const web = ({ socket, send }: ServedConnection): void => {
  socket.once("data", () => send(okResponse("ok")));
};

// With option http-keep-alive an idle connection may stay, as HAProxy guesses the need.
for (const mode of ["http-server-close", "httpclose"]) {
  compareArea(
    `ends with option ${mode}`,
    { config: oneToOne(`option ${mode}`), servers: { web } },
    { oneRequest, oneClient },
  );
}
