/** Which end of a connection says goodbye first, and so has to keep its port for a minute. */
import { statesAfterEnd } from "../support/socket-states.ts";
import { type Case, compareArea } from "./compare.ts";
import { get, oneToOne } from "./configs.ts";
import { okResponse } from "../support/origin.ts";
import type { ServedConnection } from "../support/raw-server.ts";

/** The proxy ends its connection to the server: what of that is left on its side. */
const oneRequest: Case = async (side) => {
  await side.sendAll("fe", get("/", "Connection: close\r\n"));
  const { port, clientPorts } = side.server("web");
  return [clientPorts.length, await statesAfterEnd(clientPorts[0]!, port)];
};

/** The proxy ends its connection to the client: what the client keeps of that. */
const oneClient: Case = async (side) => {
  using client = await side.connect("fe");
  const own = client.localPort;
  client.send(get("/", "Connection: close\r\n"));
  const answer = await client.readAll();
  client.shutdown();
  return [answer, await statesAfterEnd(own, side.proxy.port("fe"))];
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
