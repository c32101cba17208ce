/**
 * Fetches of the state of a stream between its connections (manual 7.3.2 to 7.3.4, 7.3.6): what was
 * transferred, the limits that hold, retries, statuses, who gave up. Before there is a stream (a
 * request that was none) there is no sample.
 */
import type { Line } from "../../config/words/word.ts";
import type { ExchangeFacts, TimeLimits } from "../connection-facts.ts";
import { argText, simpleFetch } from "../rows.ts";
import type { Txn } from "../txn.ts";
import type { FetchRow, SampleType, SampleValue } from "../types.ts";
import { Where } from "../types.ts";
import { hasStream } from "./timers.ts";

const INTERNAL = "7.3.2";
const L4 = "7.3.3";
const L5 = "7.3.4";
const L7 = "7.3.6";

type Read = (txn: Txn, exchange: ExchangeFacts) => SampleValue | undefined;

/** `read` of a stream that there is. */
function ofStream(
  name: string,
  type: SampleType,
  where: number,
  manual: string,
  summary: string,
  read: Read,
): FetchRow {
  return simpleFetch(name, type, where, manual, summary, (txn) => {
    const { exchange } = txn;
    return exchange === undefined || !hasStream(txn) ? undefined : read(txn, exchange);
  });
}

/** A limit as it holds now (`cur_`), and as the configuration says it. */
function limit(
  current: string,
  configured: string,
  side: keyof TimeLimits,
  where: number,
): FetchRow[] {
  const what = `The ${side.slice(0, -2)} timeout in ms, 0 for none`;
  return [
    ofStream(
      current,
      "int",
      where,
      L4,
      `${what}, as it holds now.`,
      (_txn, { limits }) => limits[side],
    ),
    simpleFetch(configured, "int", where, L4, `${what}, as configured.`, (txn) =>
      side === "clientMs" || hasStream(txn) ? txn.exchange?.configuredLimits[side] : undefined,
    ),
  ];
}

/** Where a rule stands, as file:line. */
function placeText(line: Line | null | undefined): string | undefined {
  const word = line?.words[0];
  return word === undefined ? undefined : `${word.file}:${word.line}`;
}

const UNITS_PER_SECOND: Readonly<Record<string, number>> = { "": 1, s: 1, ms: 1000, us: 1_000_000 };

function date(
  name: string,
  where: number,
  manual: string,
  summary: string,
  readMs: (txn: Txn) => number,
): FetchRow {
  return {
    name,
    type: "int",
    where,
    manual,
    summary,
    args: [{ name: "unit", type: "str", optional: true }],
    syntax: `${name}([<unit>]) : integer`,
    compile: (args, scope, at) => {
      const unit = argText(args, 0);
      const perSecond = Object.hasOwn(UNITS_PER_SECOND, unit) ? UNITS_PER_SECOND[unit] : undefined;
      if (perSecond === undefined) {
        scope.diagnostics.error(
          args[0]?.at ?? at,
          `fetch method '${name}': expects 's', 'ms' or 'us', got '${unit}'`,
        );
        return undefined;
      }
      return { type: "int", eval: (txn) => Math.floor((readMs(txn) * perSecond) / 1000) };
    },
  };
}

/** What one side's mux knows of the stream: its number, whether the peer gave up. */
function ofSide(
  prefix: "fs" | "bs",
  where: number,
  peer: string,
  aborted: (exchange: ExchangeFacts) => boolean,
  served: (exchange: ExchangeFacts) => number | undefined,
): FetchRow[] {
  return [
    ofStream(
      `${prefix}.aborted`,
      "bool",
      where,
      L5,
      `True if the ${peer} gave up.`,
      (_txn, exchange) => aborted(exchange),
    ),
    ofStream(
      `${prefix}.id`,
      "int",
      where,
      L5,
      `Number of the stream on the ${peer}'s connection.`,
      (_txn, exchange) => served(exchange),
    ),
    ofStream(
      `${prefix}.rst_code`,
      "int",
      where,
      L5,
      `Code by which the ${peer} reset the stream; HTTP/1 has none.`,
      () => undefined,
    ),
  ];
}

export const streamFetches: readonly FetchRow[] = [
  date(
    "accept_date",
    Where.client,
    L4,
    "When the connection was accepted, since the epoch.",
    ({ session }) => session.acceptWallMs,
  ),
  date(
    "request_date",
    Where.stream,
    L7,
    "When the request's first byte came, since the epoch.",
    ({ log }) => log.times.requestWallMs,
  ),
  ofStream(
    "bytes_in",
    "int",
    Where.stream,
    L4,
    "Bytes received from the client.",
    ({ log }) => log.bytesIn,
  ),
  ofStream(
    "bytes_out",
    "int",
    Where.assignment,
    L4,
    "Bytes sent to the client.",
    ({ log }) => log.bytesOut,
  ),
  ...limit("cur_client_timeout", "fe_client_timeout", "clientMs", Where.client),
  ...limit("cur_server_timeout", "be_server_timeout", "serverMs", Where.backend),
  ...limit("cur_tunnel_timeout", "be_tunnel_timeout", "tunnelMs", Where.backend),
  simpleFetch(
    "fe_defbe",
    "str",
    Where.client,
    L4,
    "Name of the frontend's default backend.",
    (txn) => txn.exchange?.defaultBackendName,
  ),
  ofStream(
    "bc_be_queue",
    "int",
    Where.connected,
    L4,
    "Streams that went before this one in the backend's queue.",
    ({ log }) => log.backendQueuePosition,
  ),
  ofStream(
    "bc_srv_queue",
    "int",
    Where.connected,
    L4,
    "Streams that went before this one in the server's queue.",
    ({ log }) => log.serverQueuePosition,
  ),
  ofStream(
    "txn.conn_retries",
    "int",
    Where.connected,
    L4,
    "Retries of the connection to the server.",
    ({ log }) => log.retries,
  ),
  ofStream(
    "txn.redispatched",
    "bool",
    Where.connected,
    L4,
    "True if a retry went to another server.",
    ({ log }) => log.redispatched,
  ),
  ofStream(
    "txn.status",
    "int",
    Where.connected,
    L7,
    "Status of the response, as logged.",
    ({ log, response, session }) => (session.http ? (response?.status ?? log.status) : undefined),
  ),
  ofStream(
    "server_status",
    "int",
    Where.connected,
    L7,
    "Status as the server sent it.",
    ({ session }, { serverStatus }) => (session.http ? Math.max(0, serverStatus) : undefined),
  ),
  ofStream(
    "txn.id32",
    "int",
    Where.client,
    INTERNAL,
    "Number of the stream, 32 bits.",
    (_txn, { number }) => number,
  ),
  ofStream(
    "txn.sess_term_state",
    "str",
    Where.client,
    INTERNAL,
    "How the stream ended: the first two letters of %tsc.",
    ({ log }) => log.termination.slice(0, 2),
  ),
  ofStream(
    "prio_class",
    "int",
    Where.client,
    INTERNAL,
    "Priority class of the stream in the queue.",
    (_txn, { priorityClass }) => priorityClass,
  ),
  ofStream(
    "prio_offset",
    "int",
    Where.client,
    INTERNAL,
    "Priority offset of the stream in the queue, ms.",
    (_txn, { priorityOffsetMs }) => priorityOffsetMs,
  ),
  ofStream(
    "last_entity",
    "str",
    Where.client,
    INTERNAL,
    "Place of the last final rule.",
    ({ lastRule }) => placeText(lastRule),
  ),
  ofStream(
    "waiting_entity",
    "str",
    Where.client,
    INTERNAL,
    "Place of the rule that waited when the stream was given up.",
    (_txn, { waitingRule }) => placeText(waitingRule),
  ),
  ofStream(
    "res.comp",
    "bool",
    Where.connected,
    L7,
    "True if the response is compressed.",
    (_txn, { compression }) => compression !== undefined,
  ),
  ofStream(
    "res.comp_algo",
    "str",
    Where.connected,
    L7,
    "How the response is compressed: the name of the algorithm.",
    (_txn, { compression }) => compression,
  ),
  // HAProxy's own trace of its layers, which these are not: the manual has "-" for that.
  simpleFetch(
    "term_events",
    "str",
    Where.client,
    INTERNAL,
    "Termination events of each layer: none are recorded.",
    () => "-",
  ),
  ...ofSide(
    "fs",
    Where.session,
    "client",
    (exchange) => exchange.clientAborted,
    (exchange) => exchange.servedBefore,
  ),
  ...ofSide(
    "bs",
    Where.connected,
    "server",
    (exchange) => exchange.serverAborted,
    ({ server }) => server?.served,
  ),
];
