/**
 * A scripted HTTP origin: records every request as it came and answers by a script. Requests of
 * one connection are served one after the other, as a server without pipelining does.
 */
import { until } from "./deadline.ts";
import {
  type HttpMessage,
  type HttpRequest,
  readHead,
  readRequestBody,
  valueOf,
} from "./http-reading.ts";
import {
  type RawServer,
  type RawServerOptions,
  type ServedConnection,
  startRawServer,
} from "./raw-server.ts";

/** A recorded request; `connection` is the number of the connection it came on. */
interface SeenRequest extends HttpRequest {
  readonly connection: number;
}

/** What a script may do with one request. */
interface OriginExchange extends ServedConnection {
  readonly request: SeenRequest;
  /** 1 for the first request of all connections. */
  readonly ordinal: number;
}

/** Raw bytes, or a function that sends them (one that sends nothing hangs). */
export type OriginScript =
  | string
  | ((exchange: OriginExchange) => string | void | Promise<string | void>);

export interface OriginOptions extends RawServerOptions {
  /** Runs when the head is in and the body is not read yet. Default: 100 Continue where expected. */
  readonly onHead?: (head: HttpMessage, connection: ServedConnection) => Promise<void> | void;
}

export interface Origin extends RawServer {
  readonly requests: readonly SeenRequest[];
  /** The script of the requests that come from now on. */
  script: OriginScript;
  /** Waits until `count` requests were received in all. */
  waitForRequests(count: number): Promise<void>;
}

/** A 200 with a Content-Length, `body` and further fields. */
export function okResponse(body = "", fields = ""): string {
  return `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n${fields}\r\n${body}`;
}

export async function startOrigin(
  script: OriginScript = okResponse("ok"),
  options: OriginOptions = {},
): Promise<Origin> {
  const requests: SeenRequest[] = [];
  const onHead = options.onHead ?? continueWhereExpected;
  const behaviour = { script };

  const serve = async (connection: ServedConnection): Promise<void> => {
    for (;;) {
      const head = await nextHead(connection);
      if (head === undefined) return;
      await onHead(head, connection);
      const body = await readRequestBody(head, connection.inbox, 30_000);
      const request: SeenRequest = { ...body, connection: connection.number };
      requests.push(request);
      const exchange = { ...connection, request, ordinal: requests.length };
      const { script: current } = behaviour;
      const answer = typeof current === "string" ? current : await current(exchange);
      if (typeof answer === "string") connection.send(answer);
    }
  };

  const server = await startRawServer(serve, options);
  return {
    port: server.port,
    clientPorts: server.clientPorts,
    get connectionCount() {
      return server.connectionCount;
    },
    get openCount() {
      return server.openCount;
    },
    get received() {
      return server.received;
    },
    stop: () => server.stop(),
    [Symbol.asyncDispose]: () => server.stop(),
    requests,
    get script() {
      return behaviour.script;
    },
    set script(next: OriginScript) {
      behaviour.script = next;
    },
    async waitForRequests(count) {
      await until(() => requests.length >= count, `request ${count} at the origin`);
    },
  };
}

/** The head of the next request; undefined, and the connection closed, when the peer is done. */
async function nextHead(connection: ServedConnection): Promise<HttpMessage | undefined> {
  try {
    return await readHead(connection.inbox, 600_000);
  } catch {
    connection.end();
    return undefined;
  }
}

function continueWhereExpected(head: HttpMessage, connection: ServedConnection): void {
  if (valueOf(head, "expect") === "100-continue") connection.send("HTTP/1.1 100 Continue\r\n\r\n");
}
