/** What Linux tells of a TCP connection: getsockopt TCP_INFO, struct tcp_info of linux/tcp.h. */
import type { TcpInfo } from "../../src/runtime/transport.ts";
import * as libc from "./libc.ts";

const IPPROTO_TCP = 6;
const TCP_INFO = 11;
const TCP_ESTABLISHED = 1;
const TCP_SYN_SENT = 2;
/** Up to and including tcpi_reordering: there since Linux 2.4. */
const SIZE_BYTES = 92;

/** Offsets of fields in the struct: a byte each, then 32-bit words. */
const STATE = 0;
const RETRANSMITS = 2;
const UNACKED = 24;
const SACKED = 28;
const LOST = 32;
const FACKETS = 40;
const RTT = 68;
const RTT_VAR = 72;
const REORDERING = 88;

const struct = new DataView(new ArrayBuffer(SIZE_BYTES));
const bytes = new Uint8Array(struct.buffer);

/** Null when the descriptor is no connected TCP socket. */
export function tcpInfoOf(fd: number): TcpInfo | null {
  if (fd < 0 || libc.readOption(fd, IPPROTO_TCP, TCP_INFO, bytes) < SIZE_BYTES) return null;
  const state = bytes[STATE]!;
  if (state < TCP_ESTABLISHED || state === TCP_SYN_SENT) return null;
  const word = (at: number): number => struct.getUint32(at, true);
  return {
    rttUs: word(RTT),
    rttVarUs: word(RTT_VAR),
    unacked: word(UNACKED),
    sacked: word(SACKED),
    lost: word(LOST),
    fackets: word(FACKETS),
    retransmits: bytes[RETRANSMITS]!,
    reordering: word(REORDERING),
  };
}
