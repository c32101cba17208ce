/** option httpclose, http-server-close, http-keep-alive and forwardfor in each of its forms. */
import { type Area, type Case, compareArea, viewOf } from "./compare.ts";
import { get, oneToOne } from "./configs.ts";
import { okResponse } from "../support/origin.ts";

const origins = { web: okResponse("ok") };
const area = (frontendLines: string, backendLines = ""): Area => ({
  config: oneToOne(frontendLines, backendLines),
  origins,
});

/** Two requests on one client connection, and on which server connections they went. */
const twoRequests: Case = async (side) => {
  using client = await side.connect("fe");
  const origin = side.origin("web");
  const opened = origin.connectionCount;
  const first = viewOf(await client.exchange(get("/1")));
  const second = viewOf(await client.exchange(get("/2")));
  return [first, second, side.seen("web"), origin.connectionCount - opened];
};

const oneClose: Case = async (side) => [await side.sendAll("fe", get("/")), side.seen("web")];

compareArea("option http-keep-alive", area("option http-keep-alive"), { twoRequests });
compareArea("option http-server-close", area("option http-server-close"), { twoRequests });
compareArea("option http-server-close in the backend", area("", "option http-server-close"), {
  twoRequests,
});
compareArea("option httpclose", area("option httpclose"), { oneClose });
compareArea("option httpclose in the backend", area("", "option httpclose"), { twoRequests });
compareArea("http-reuse never", area("", "http-reuse never"), { twoRequests });
compareArea("http-reuse always", area("", "http-reuse always"), { twoRequests });

const forwarded: Case = async (side) => {
  await side.ask("fe", get("/plain"));
  await side.ask("fe", get("/given", "X-Forwarded-For: 10.1.1.1\r\nX-Client: 10.2.2.2\r\n"));
  await side.ask("fe", get("/other"), { localAddress: "127.0.0.9" });
  return side.seen("web");
};

compareArea("option forwardfor", area("option forwardfor"), { forwarded });
compareArea("option forwardfor except", area("option forwardfor except 127.0.0.1"), { forwarded });
compareArea("option forwardfor except a network", area("option forwardfor except 127.0.0.8/30"), {
  forwarded,
});
compareArea("option forwardfor header", area("option forwardfor header X-Client"), { forwarded });
compareArea("option forwardfor if-none", area("option forwardfor if-none"), { forwarded });
compareArea("option forwardfor in the backend", area("", "option forwardfor header X-Be"), {
  forwarded,
});
compareArea(
  "option forwardfor in both",
  area("option forwardfor header X-Fe", "option forwardfor except 127.0.0.9"),
  { forwarded },
);
