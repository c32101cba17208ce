/** Fetches of the client connection: addresses, listener, PROXY (manual 7.3.3). */
import type { IpAddress } from "../../core/ip.ts";
import { simpleFetch } from "../rows.ts";
import type { FetchRow, SampleValue } from "../types.ts";
import { Where } from "../types.ts";
import type { Txn } from "../txn.ts";

const MANUAL = "7.3.3";

function client(
  name: string,
  type: FetchRow["type"],
  summary: string,
  evaluate: (txn: Txn) => SampleValue | undefined,
): FetchRow {
  return simpleFetch(name, type, Where.client, MANUAL, summary, evaluate);
}

/** Loopback addresses are always the host's own; others are when the connection arrived there. */
function isLocal(ip: IpAddress | null): boolean | undefined {
  if (ip === null) return undefined;
  if (ip.family === 4) return ip.v4 >>> 24 === 127;
  return ip.word0 === 0 && ip.word1 === 0 && ip.word2 === 0 && ip.word3 === 1;
}

function sourceIsLocal({ session: { source, destination } }: Txn): boolean | undefined {
  if (source !== null && destination !== null && source.equals(destination)) return true;
  return isLocal(source);
}

export const clientFetches: readonly FetchRow[] = [
  client("src", "addr", "Address of the client.", ({ session }) => session.source ?? undefined),
  client("src_port", "int", "Port of the client.", ({ session }) =>
    session.source === null ? undefined : session.sourcePort,
  ),
  client("src_is_local", "bool", "True if the client's address is this host's.", sourceIsLocal),
  client(
    "dst",
    "addr",
    "Address the client connected to.",
    ({ session }) => session.destination ?? undefined,
  ),
  client("dst_port", "int", "Port the client connected to.", ({ session }) =>
    session.destination === null ? undefined : session.destinationPort,
  ),
  client(
    "dst_is_local",
    "bool",
    "True if the address connected to is this host's.",
    ({ session }) => isLocal(session.destination),
  ),
  client("so_id", "int", "Number of the listener.", ({ session }) => session.listenerId),
  client("so_name", "str", "Name of the listener.", ({ session }) => session.listenerName),
  client(
    "fc_rcvd_proxy",
    "bool",
    "True if the connection began with a PROXY header.",
    ({ session }) => session.receivedProxy,
  ),
  client("fc_http_major", "int", "Major version of HTTP on the client's side.", () => 1),
  client("fc_err", "int", "Number of the error of the client connection, 0 for none.", () => 0),
];
