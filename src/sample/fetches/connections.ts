/**
 * Fetches of the two connections of a stream (manual 7.3.3): addresses as they came, what PROXY told,
 * errors, counts of streams. Those of the server's connection are no sample while none was tried.
 */
import type { IpAddress } from "../../core/ip.ts";
import { ConnectionError, type ServerConnectionFacts } from "../connection-facts.ts";
import { simpleFetch } from "../rows.ts";
import type { AddressFacts, Txn } from "../txn.ts";
import type { FetchRow, SampleType, SampleValue } from "../types.ts";
import { Where } from "../types.ts";
import { isLocalAddress } from "./client.ts";
import { hasStream } from "./timers.ts";

const MANUAL = "7.3.3";

function client(
  name: string,
  type: SampleType,
  summary: string,
  evaluate: (txn: Txn) => SampleValue | undefined,
): FetchRow {
  return simpleFetch(name, type, Where.client, MANUAL, summary, evaluate);
}

/** `read` of the server's connection. */
function server(
  name: string,
  type: SampleType,
  summary: string,
  read: (connection: ServerConnectionFacts, txn: Txn) => SampleValue | undefined,
): FetchRow {
  return simpleFetch(name, type, Where.connected, MANUAL, summary, (txn) => {
    const connection = txn.exchange?.server ?? null;
    return connection === null ? undefined : read(connection, txn);
  });
}

function receivedBy({ exchange, session }: Txn): AddressFacts {
  return exchange?.client.received ?? session;
}

function portWith(address: IpAddress | null, port: number): number | undefined {
  return address === null || port === 0 ? undefined : port;
}

/** A connection that carries a stream has not failed: its error is none. */
const NO_ERROR = 0;
const NO_ERROR_TEXT = "Success";

/** HTTP/1 carries one stream at a time. */
const ONE_STREAM = 1;

const clientRows: readonly FetchRow[] = [
  client(
    "fc_src",
    "addr",
    "Address of the client as the connection came.",
    (txn) => receivedBy(txn).source ?? undefined,
  ),
  client("fc_src_port", "int", "Port of the client as the connection came.", (txn) => {
    const { source, sourcePort } = receivedBy(txn);
    return portWith(source, sourcePort);
  }),
  client("fc_src_is_local", "bool", "True if fc_src is an address of this host.", (txn) => {
    const { source, destination } = receivedBy(txn);
    return isLocalAddress(source, destination);
  }),
  client(
    "fc_dst",
    "addr",
    "Address connected to, as the connection came.",
    (txn) => receivedBy(txn).destination ?? undefined,
  ),
  client("fc_dst_port", "int", "Port connected to, as the connection came.", (txn) => {
    const { destination, destinationPort } = receivedBy(txn);
    return portWith(destination, destinationPort);
  }),
  client("fc_dst_is_local", "bool", "True if fc_dst is an address of this host.", (txn) => {
    const { destination } = receivedBy(txn);
    return isLocalAddress(destination, destination);
  }),
  client("fc_err", "int", "Error of the client's connection, 0 for none.", () => NO_ERROR),
  client("fc_err_name", "str", "Name of that error, empty for none.", () => ""),
  client("fc_err_str", "str", "What that error means.", () => NO_ERROR_TEXT),
  client("fc_nb_streams", "int", "Streams on the client's connection.", () => ONE_STREAM),
  client(
    "fc_glitches",
    "int",
    "Protocol glitches of the client; HTTP/1 counts none.",
    () => undefined,
  ),
  simpleFetch(
    "fc_settings_streams_limit",
    "int",
    Where.session,
    MANUAL,
    "Streams that the client's connection may have at once.",
    () => ONE_STREAM,
  ),
  simpleFetch(
    "dst_conn",
    "int",
    Where.client,
    MANUAL,
    "Connections of the same listener now.",
    ({ exchange }) => exchange?.client.listenerConnections(),
  ),
];

const serverRows: readonly FetchRow[] = [
  server(
    "bc_src",
    "addr",
    "Own address of the connection to the server.",
    ({ source }) => source?.address,
  ),
  server("bc_src_port", "int", "Own port of that connection.", ({ source }) => source?.port),
  server(
    "bc_dst",
    "addr",
    "Address of the server that was connected to.",
    ({ destination }) => destination?.address,
  ),
  server(
    "bc_dst_port",
    "int",
    "Port of the server that was connected to.",
    ({ destination }) => destination?.port,
  ),
  server("bc_err", "int", "Error of the server's connection, 0 for none.", ({ errorCode }) =>
    errorCode < 0 ? undefined : errorCode,
  ),
  server("bc_err_name", "str", "Name of that error, empty for none.", ({ errorCode }) =>
    errorCode === ConnectionError.reset ? "ERESET" : errorCode < 0 ? undefined : "",
  ),
  server("bc_err_str", "str", "What that error means.", ({ errorCode }) =>
    errorCode === ConnectionError.reset
      ? "ECONNRESET returned by OS"
      : errorCode < 0
        ? undefined
        : NO_ERROR_TEXT,
  ),
  server(
    "bc_http_major",
    "int",
    "Major version of HTTP on the server's side.",
    (_connection, { session }) => (session.http ? 1 : undefined),
  ),
  server("bc_nb_streams", "int", "Streams on the server's connection.", () => ONE_STREAM),
  server(
    "bc_settings_streams_limit",
    "int",
    "Streams that the server's connection may have at once.",
    () => ONE_STREAM,
  ),
  server(
    "bc_glitches",
    "int",
    "Protocol glitches of the server; HTTP/1 counts none.",
    () => undefined,
  ),
  simpleFetch(
    "bc_reused",
    "bool",
    Where.connected,
    MANUAL,
    "True if the connection had carried an exchange before.",
    (txn) => (hasStream(txn) ? (txn.exchange?.server?.reused ?? false) : undefined),
  ),
];

export const connectionFetches: readonly FetchRow[] = [...clientRows, ...serverRows];
