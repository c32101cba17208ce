/**
 * Addresses of the port as the kernel's sockaddr (ip(7), ipv6(7), unix(7)). Built once per address
 * object and kept as long as that object lives, since servers dial the same one again and again.
 */
import { isIPv4, isIPv6 } from "node:net";
import { SocketFailure } from "../../src/runtime/transport.ts";
import type { Address } from "../../src/runtime/transport.ts";
import { AF_INET, AF_INET6, AF_UNIX, parseAddress } from "./libc.ts";

/** sun_path is 108 bytes; a path needs one for its NUL. */
const MAX_UNIX_NAME = 107;

export interface SocketAddress {
  readonly family: number;
  readonly bytes: Uint8Array;
}

const built = new WeakMap<Address, SocketAddress>();

/** The sockaddr of `address`. Throws a SocketFailure for a host that is no IP literal or a too long path. */
export function socketAddress(address: Address): SocketAddress {
  let known = built.get(address);
  if (known === undefined) {
    known = build(address);
    built.set(address, known);
  }
  return known;
}

function build(address: Address): SocketAddress {
  switch (address.kind) {
    case "ip":
      return ipAddress(address.host, address.port);
    case "unix":
      return unixAddress(`${address.path}\0`);
    case "abstract":
      return unixAddress(`\0${address.name}`);
    case "fd":
      throw new SocketFailure("EOTHER", "a descriptor has no address");
  }
}

/** sockaddr_in or sockaddr_in6 of an IP literal. */
export function ipAddress(host: string, port: number): SocketAddress {
  const family = isIPv4(host) ? AF_INET : AF_INET6;
  if (family === AF_INET6 && !isIPv6(host)) {
    throw new SocketFailure("EOTHER", `'${host}' is not an IP address`);
  }
  const bytes = Buffer.alloc(family === AF_INET ? 16 : 28);
  bytes.writeUInt16LE(family, 0);
  bytes.writeUInt16BE(port, 2);
  parseAddress(family, host, bytes.subarray(family === AF_INET ? 4 : 8));
  return { family, bytes };
}

function unixAddress(name: string): SocketAddress {
  const path = Buffer.from(name, "utf8");
  if (path.length > MAX_UNIX_NAME + 1) throw new SocketFailure("EOTHER", "socket name is too long");
  const bytes = Buffer.alloc(2 + path.length);
  bytes.writeUInt16LE(AF_UNIX, 0);
  bytes.set(path, 2);
  return { family: AF_UNIX, bytes };
}
