/** Fetches of the client connection: addresses, listener, PROXY (manual 7.3.3). */
import type { IpAddress } from "../../core/ip.ts";
import { simpleFetch } from "../rows.ts";
import type { FetchRow, SampleValue } from "../types.ts";
import { Where } from "../types.ts";
import { addressesOf, type Txn } from "../txn.ts";

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

/** Whether an address is this host's, as far as the one connected to tells; undefined for none. */
export function isLocalAddress(
  ip: IpAddress | null,
  connectedTo: IpAddress | null,
): boolean | undefined {
  if (ip !== null && connectedTo !== null && ip !== connectedTo && ip.equals(connectedTo))
    return true;
  return isLocal(ip);
}

function sourceIsLocal(txn: Txn): boolean | undefined {
  const { source, destination } = addressesOf(txn);
  return isLocalAddress(source, destination);
}

/** A port that is 0 is none. */
function portOf(port: number): number | undefined {
  return port === 0 ? undefined : port;
}

export const clientFetches: readonly FetchRow[] = [
  client("src", "addr", "Address of the client.", (txn) => addressesOf(txn).source ?? undefined),
  client("src_port", "int", "Port of the client.", (txn) => {
    const { source, sourcePort } = addressesOf(txn);
    return source === null ? undefined : portOf(sourcePort);
  }),
  client("src_is_local", "bool", "True if the client's address is this host's.", sourceIsLocal),
  client(
    "dst",
    "addr",
    "Address the client connected to.",
    (txn) => addressesOf(txn).destination ?? undefined,
  ),
  client("dst_port", "int", "Port the client connected to.", (txn) => {
    const { destination, destinationPort } = addressesOf(txn);
    return destination === null ? undefined : portOf(destinationPort);
  }),
  client("dst_is_local", "bool", "True if the address connected to is this host's.", (txn) =>
    isLocal(addressesOf(txn).destination),
  ),
  client("so_id", "int", "Number of the listener.", ({ session }) => session.listenerId),
  client(
    "so_name",
    "str",
    "Name of the listener.",
    ({ session }) => session.listenerName || undefined,
  ),
  client(
    "fc_rcvd_proxy",
    "bool",
    "True if the connection began with a PROXY header.",
    ({ session }) => session.receivedProxy,
  ),
  client("fc_http_major", "int", "Major version of HTTP on the client's side.", () => 1),
];
