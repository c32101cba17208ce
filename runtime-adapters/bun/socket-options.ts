/** Options of connected sockets, set on their descriptors. Numbers are those of Linux. */
import type { SocketOption } from "../../src/runtime/transport.ts";
import * as libc from "./libc.ts";

const IPPROTO_IP = 0;
const IP_TOS = 1;
const IP_TTL = 2;
const IPPROTO_IPV6 = 41;
const IPV6_UNICAST_HOPS = 16;
const IPV6_TCLASS = 67;
const SOL_SOCKET = 1;
const SO_SNDBUF = 7;
const SO_RCVBUF = 8;
const SO_KEEPALIVE = 9;
const SO_LINGER = 13;
const SO_MARK = 36;
const IPPROTO_TCP = 6;
const TCP_KEEPIDLE = 4;
const TCP_KEEPINTVL = 5;
const TCP_KEEPCNT = 6;
const TCP_REPAIR = 19;
const TCP_USER_TIMEOUT = 18;
const TCP_MAXSEG = 2;
const TCP_DEFER_ACCEPT = 9;
const TCP_QUICKACK = 12;
const TCP_FASTOPEN = 23;
const TCP_NOTSENT_LOWAT = 25;
const IP_TRANSPARENT = 19;
const IPV6_TRANSPARENT = 75;
const SO_BINDTODEVICE = 25;

/** Level and name; an IPv6 socket that carries IPv4 takes both of its family's and IPv4's. */
const NAMES: Readonly<
  Record<Exclude<SocketOption, "resetAtClose">, readonly (readonly [number, number])[]>
> = {
  tos: [
    [IPPROTO_IP, IP_TOS],
    [IPPROTO_IPV6, IPV6_TCLASS],
  ],
  mark: [[SOL_SOCKET, SO_MARK]],
  keepAlive: [[SOL_SOCKET, SO_KEEPALIVE]],
  keepAliveCount: [[IPPROTO_TCP, TCP_KEEPCNT]],
  keepAliveIdleSec: [[IPPROTO_TCP, TCP_KEEPIDLE]],
  keepAliveIntervalSec: [[IPPROTO_TCP, TCP_KEEPINTVL]],
  userTimeoutMs: [[IPPROTO_TCP, TCP_USER_TIMEOUT]],
  transparent: [
    [IPPROTO_IP, IP_TRANSPARENT],
    [IPPROTO_IPV6, IPV6_TRANSPARENT],
  ],
  receiveBytes: [[SOL_SOCKET, SO_RCVBUF]],
  sendBytes: [[SOL_SOCKET, SO_SNDBUF]],
  unsentBytes: [[IPPROTO_TCP, TCP_NOTSENT_LOWAT]],
  maxSegmentBytes: [[IPPROTO_TCP, TCP_MAXSEG]],
  deferAcceptSec: [[IPPROTO_TCP, TCP_DEFER_ACCEPT]],
  fastOpenQueue: [[IPPROTO_TCP, TCP_FASTOPEN]],
};

/** True when the system took the option, of either family. */
export function setSocketOption(fd: number, option: SocketOption, value: number): boolean {
  if (option === "resetAtClose") {
    // struct linger: whether it is on, and for how many seconds.
    return libc.setOption(fd, SOL_SOCKET, SO_LINGER, value, 0) >= 0;
  }
  let taken = false;
  for (const [level, name] of NAMES[option]) {
    if (libc.setOption(fd, level, name, value | 0) >= 0) taken = true;
  }
  return taken;
}

/** Of a socket that is to connect: the ACK that ends the handshake waits for what is sent first. */
export function holdLastAck(fd: number): void {
  libc.setOption(fd, IPPROTO_TCP, TCP_QUICKACK, 0);
}

/** Confines the socket to a network interface; 0 or minus the errno. */
export function bindToInterface(fd: number, name: string): number {
  return libc.setTextOption(fd, SOL_SOCKET, SO_BINDTODEVICE, name);
}

/** Makes the reset that is to come leave no packet, or one that dies after `ttl` hops. */
export function silence(fd: number, ttl: number | null): void {
  if (ttl === null && libc.setOption(fd, IPPROTO_TCP, TCP_REPAIR, 1) >= 0) return;
  libc.setOption(fd, IPPROTO_IP, IP_TTL, ttl ?? 1);
  libc.setOption(fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS, ttl ?? 1);
}
