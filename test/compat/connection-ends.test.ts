/** Which end of a connection says goodbye first, and so has to keep its port for a minute. */
import { spawnSync } from "node:child_process";
import { until } from "../support/deadline.ts";
import { type Case, compareArea } from "./compare.ts";
import { get, oneToOne } from "./configs.ts";
import { okResponse } from "../support/origin.ts";

/** States of the connections to this port, as their maker has them, once all have ended. */
async function endedTo(port: number): Promise<string[]> {
  const filter = ["-Htan", "exclude", "listening", `( dport = :${port} )`];
  return await until(() => {
    const { stdout } = spawnSync("ss", filter, { encoding: "utf8" });
    const states = stdout.split("\n").flatMap((line) => line.split(/\s+/)[0] || []);
    return states.every((state) => state === "TIME-WAIT") ? states : undefined;
  }, "the end of all connections");
}

/** The proxy ends its connection to the server: what of that is left on its side. */
const oneRequest: Case = async (side) => {
  await side.sendAll("fe", get("/", "Connection: close\r\n"));
  const { port, connectionCount } = side.origin("web");
  return [connectionCount, await endedTo(port)];
};

/** The proxy ends its connection to the client: what the client keeps of that. */
const oneClient: Case = async (side) => {
  const answer = await side.sendAll("fe", get("/", "Connection: close\r\n"));
  return [answer, await endedTo(side.proxy.port("fe"))];
};

// With option http-keep-alive an idle connection may stay, as HAProxy guesses the need.
for (const mode of ["http-server-close", "httpclose"]) {
  const origins = { web: okResponse("ok") };
  compareArea(
    `ends with option ${mode}`,
    { config: oneToOne(`option ${mode}`), origins },
    {
      oneRequest,
      oneClient,
    },
  );
}
