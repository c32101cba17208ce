/** HTTP/1 framing on both sides: what goes through, and in which form. */
import { compareArea, viewOf } from "./compare.ts";
import { get, oneToOne, post } from "./configs.ts";
import { okResponse, type OriginScript } from "../support/origin.ts";

/** Answers by the request's path, so that one origin serves the whole area. */
const byPath: OriginScript = ({ request, send, end, socket }) => {
  switch (request.target) {
    case "/chunked":
      return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n5\r\nhello\r\n6;ext=1\r\n world\r\n0\r\nX-Sum: 11\r\n\r\n";
    case "/close-delimited":
      send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nuntil the end");
      end();
      return undefined;
    case "/http10":
      send("HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nold");
      end();
      return undefined;
    case "/no-content":
      return "HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n";
    case "/not-modified":
      return 'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\nContent-Length: 10\r\n\r\n';
    case "/early":
      return `HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n${okResponse("late")}`;
    case "/odd-reason":
      return "HTTP/1.1 299 \r\nContent-Length: 0\r\n\r\n";
    case "/folded-names":
      return okResponse("x", "X-MiXeD-CaSe: Value \r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\n");
    case "/upgrade":
      send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
      socket.on("data", (bytes: Buffer) => socket.write(bytes));
      return new Promise(() => undefined);
    case "/short":
      send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfive5");
      end();
      return undefined;
    default:
      return okResponse(request.method === "HEAD" ? "" : `${request.method} ${request.target}`);
  }
};

const upgrade = get("/upgrade", "Connection: upgrade\r\nUpgrade: echo\r\n");

compareArea(
  "HTTP/1 messages",
  { config: oneToOne(), origins: { web: byPath } },
  {
    "a GET without a body": async (side) => [await side.ask("fe", get("/")), side.seen("web")],
    "names lower-cased, values trimmed, order kept": async (side) => [
      await side.ask("fe", get("/", "X-B:  two words \r\nX-a: 1\r\nX-B: three\r\nAccept:\r\n")),
      side.seen("web"),
    ],
    "response names and duplicate fields": async (side) => side.ask("fe", get("/folded-names")),
    "two requests on one connection": async (side) => {
      using client = await side.connect("fe");
      const first = viewOf(await client.exchange(get("/1")));
      const second = viewOf(await client.exchange(get("/2")));
      return [first, second, side.seen("web")];
    },
    "three requests pipelined": async (side) => {
      using client = await side.connect("fe");
      client.send(get("/1") + post("/2", "body") + get("/3"));
      return [
        viewOf(await client.readFinal()),
        viewOf(await client.readFinal()),
        viewOf(await client.readFinal()),
        side.seen("web"),
      ];
    },
    "a request body with Content-Length": async (side) => [
      await side.ask("fe", post("/", "0123456789")),
      side.seen("web"),
    ],
    "an empty request body": async (side) => [
      await side.ask("fe", post("/", "")),
      side.seen("web"),
    ],
    "a chunked request body with trailers": async (side) => {
      const body = "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nX-T: 1\r\n\r\n";
      const text = `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${body}`;
      return [await side.ask("fe", text), side.seen("web")];
    },
    "a body arriving byte by byte": async (side) => {
      using client = await side.connect("fe");
      for (const byte of post("/", "slowly")) client.send(byte);
      return [viewOf(await client.readFinal()), side.seen("web")];
    },
    "a chunked response with trailers": async (side) => side.ask("fe", get("/chunked")),
    "a chunked response to HTTP/1.0": async (side) => {
      using client = await side.connect("fe");
      const response = viewOf(await client.exchange(get("/chunked", "", "1.0")));
      await client.expectClose();
      return response;
    },
    "a close-delimited response": async (side) => side.sendAll("fe", get("/close-delimited")),
    "an HTTP/1.0 origin": async (side) => side.ask("fe", get("/http10")),
    "an HTTP/1.0 client": async (side) => side.sendAll("fe", get("/", "", "1.0")),
    "an HTTP/1.0 client with keep-alive": async (side) => {
      using client = await side.connect("fe");
      const text = get("/", "Connection: keep-alive\r\n", "1.0");
      return [viewOf(await client.exchange(text)), viewOf(await client.exchange(text))];
    },
    "HTTP/1.0 without a Host": async (side) => [
      await side.sendAll("fe", "GET / HTTP/1.0\r\n\r\n"),
      side.seen("web"),
    ],
    "Connection: close from the client": async (side) => [
      await side.sendAll("fe", get("/", "Connection: close\r\n")),
      side.seen("web"),
    ],
    "hop-by-hop fields named by Connection": async (side) => [
      await side.ask(
        "fe",
        get("/", "Connection: x-hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nTE: trailers\r\n"),
      ),
      side.seen("web"),
    ],
    "HEAD, then GET on the same connection": async (side) => {
      using client = await side.connect("fe");
      const head = viewOf(await client.exchange("HEAD /h HTTP/1.1\r\nHost: a\r\n\r\n"));
      return [head, viewOf(await client.exchange(get("/g")))];
    },
    "HEAD of a chunked response": async (side) => {
      using client = await side.connect("fe");
      client.send("HEAD /chunked-head HTTP/1.1\r\nHost: a\r\n\r\n");
      return viewOf(await client.readResponse({ toHead: true }));
    },
    "204 and 304 have no body": async (side) => {
      using client = await side.connect("fe");
      const none = viewOf(await client.exchange(get("/no-content")));
      return [none, viewOf(await client.exchange(get("/not-modified")))];
    },
    "an empty reason phrase": async (side) => side.ask("fe", get("/odd-reason")),
    "103 before the final response": async (side) => {
      using client = await side.connect("fe");
      client.send(get("/early"));
      return [viewOf(await client.readResponse()), viewOf(await client.readResponse())];
    },
    "Expect: 100-continue": async (side) => {
      using client = await side.connect("fe");
      client.send(
        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n",
      );
      const interim = viewOf(await client.readResponse());
      client.send("body");
      return [interim, viewOf(await client.readResponse()), side.seen("web")];
    },
    "an upgrade becomes a tunnel": async (side) => {
      using client = await side.connect("fe");
      const switched = viewOf(await client.exchange(upgrade));
      client.send("ping");
      return [switched, await client.inbox.take(4), side.seen("web")];
    },
    "an upgrade the origin does not take": async (side) => {
      using client = await side.connect("fe");
      const first = viewOf(
        await client.exchange(get("/", "Connection: upgrade\r\nUpgrade: echo\r\n")),
      );
      return [first, viewOf(await client.exchange(get("/next"))), side.seen("web")];
    },
    "a response cut short closes the connection": async (side) => side.sendAll("fe", get("/short")),
    "absolute-form target": async (side) => [
      await side.ask(
        "fe",
        "GET http://www.example.com/a?b HTTP/1.1\r\nHost: www.example.com\r\n\r\n",
      ),
      side.seen("web"),
    ],
    "asterisk-form target": async (side) => [
      await side.ask("fe", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"),
      side.seen("web"),
    ],
    "a leading empty line is passed over": async (side) => [
      await side.ask("fe", `\r\n${get("/")}`),
      side.seen("web"),
    ],
    "LF line ends": async (side) => [
      await side.ask("fe", "GET /lf HTTP/1.1\nHost: a\nX-A: b\n\n"),
      side.seen("web"),
    ],
  },
);
