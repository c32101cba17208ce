/** Addresses of the configuration as sockets listen on them and as statistics tell them. */
import type { AddressModel } from "../../config/model.ts";
import type { Address } from "../../runtime/transport.ts";

/** The address as `show stat` tells it, with the port that the socket got. */
export function shownAddress(address: AddressModel, port: number): string {
  if (address.kind === "unix" || address.kind === "abstract") return "unix";
  const where = addressOf(address);
  const host = where.kind === "ip" ? where.host : "0.0.0.0";
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** `*` and an empty host mean every address of the family. */
export function addressOf(address: AddressModel): Address {
  if (address.kind !== "ip") return address;
  const any = address.host === "" || address.host === "*";
  return {
    kind: "ip",
    host: any ? (address.family === 6 ? "::" : "0.0.0.0") : address.host,
    port: address.port,
  };
}
