/**
 * Where an outgoing connection comes from: its socket is bound to an address, and to a port of its
 * own where one is asked for, before it connects.
 */
import type { DialSpec, LocalPorts } from "../../src/runtime/transport.ts";
import { SocketFailure } from "../../src/runtime/transport.ts";
import { errnoError } from "../shared/errors.ts";
import * as libc from "./libc.ts";
import { ipAddress } from "./sockaddr.ts";

const IPPROTO_IP = 0;
/** Lets the kernel choose the source port at connect, per destination (ip(7)). */
const IP_BIND_ADDRESS_NO_PORT = 24;
const SOL_SOCKET = 1;
const SO_REUSEADDR = 2;
const EADDRINUSE = 98;
/** Ports of a range that are tried before the connection is given up. */
const MOST_ATTEMPTS = 10;

/** A port that its socket gives back once it is closed. */
export interface PortLease {
  readonly ports: LocalPorts;
  readonly port: number;
}

/** Binds a socket that is to connect; null when no port has to be given back. Throws a SocketFailure. */
export function bindSource(
  fd: number,
  host: string,
  { localPort, localPorts }: Pick<DialSpec, "localPort" | "localPorts">,
): PortLease | null {
  if (localPorts) return bindToOne(fd, host, localPorts);
  const result = bind(fd, host, localPort);
  if (result < 0) throw failure(result);
  return null;
}

function bindToOne(fd: number, host: string, ports: LocalPorts): PortLease {
  for (let attempts = Math.min(ports.size, MOST_ATTEMPTS); attempts > 0; attempts--) {
    const port = ports.take();
    if (port === 0) break;
    const result = bind(fd, host, port);
    if (result >= 0) return { ports, port };
    ports.giveBack(port);
    if (result !== -EADDRINUSE) throw failure(result);
  }
  throw new SocketFailure("EADDRINUSE", "no free ports");
}

function bind(fd: number, host: string, port: number): number {
  if (port === 0) libc.setOption(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
  // A port whose last connection lingers in TIME_WAIT may be had again.
  else libc.setOption(fd, SOL_SOCKET, SO_REUSEADDR, 1);
  return libc.bind(fd, ipAddress(host, port).bytes);
}

/** Minus an errno as the port's error. */
export function failure(result: number): SocketFailure {
  const { code, message } = errnoError(-result);
  return new SocketFailure(code, message);
}
