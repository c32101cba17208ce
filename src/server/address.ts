/** The address in a server's record: written by the control thread, when it is set or resolved. */
import { type IpAddress, parseIp } from "../core/ip.ts";
import type { ServerModel } from "../config/model.ts";
import type { Server } from "./server.ts";
import { ServerWord } from "./state.ts";

/** Writes an address (null: unknown) and a port into the record. Control thread only. */
export function writeAddress(server: Server, address: IpAddress | null, port: number): void {
  const { words } = server;
  const at = ServerWord.address;
  words[ServerWord.addressFamily] = address === null ? 0 : address.family;
  words[at] = address === null ? 0 : address.word0;
  words[at + 1] = address === null ? 0 : address.word1;
  words[at + 2] = address === null ? 0 : address.word2;
  words[at + 3] = address === null ? 0 : address.word3;
  words[ServerWord.port] = port;
  Atomics.add(words, ServerWord.addressGeneration, 1);
}

/** The host name of a server that is configured by name; null for an address, a path or a label. */
export function hostNameOf(model: ServerModel): string | null {
  const { address } = model;
  const isName = address.kind === "ip" && parseIp(address.host) === undefined;
  return isName && !isLabel(address.host) ? address.host : null;
}

/** The SRV label that a server is configured by (manual 5.3.1), null for none. */
export function serviceLabelOf(model: ServerModel): string | null {
  const { address } = model;
  return address.kind === "ip" && isLabel(address.host) ? address.host : null;
}

function isLabel(host: string): boolean {
  return host.startsWith("_");
}

/**
 * `set server … addr IP [port PORT]`. Returns what the CLI answers; `by` says who changes it
 * ("stats socket command"). Null keeps the port.
 */
export function changeAddress(
  server: Server,
  host: string,
  port: number | null,
  by: string,
): string {
  const address = parseIp(host);
  if (address === undefined) return `Invalid addr '${host}' by '${by}'`;
  const known = server.address;
  const sameAddress = known !== null && known.equals(address);
  const parts = [
    sameAddress
      ? "no need to change the addr"
      : `IP changed from '${known ?? "-"}' to '${address}'`,
  ];
  if (port !== null) {
    const samePort = port === server.port;
    parts.push(
      samePort ? "no need to change the port" : `port changed from '${server.port}' to '${port}'`,
    );
  }
  writeAddress(server, address, port ?? server.port);
  return `${parts.join(", ")} by '${by}'`;
}
