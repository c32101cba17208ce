/**
 * `persist rdp-cookie` (manual 4.2): terminal servers give their clients a routing token, a cookie
 * `ADDRESS.PORT.…` of two decimal numbers whose bytes are the server's address and port in network
 * order, read as little-endian ones (MS-RDPBCGR 3.2.5.3.1).
 */
import { RDP_REQUEST_BYTES, rdpCookie } from "../../sample/protocols/rdp-cookie.ts";
import type { Server } from "../../server/server.ts";
import type { Stream } from "../stream.ts";
import { isPersistent } from "./persistence.ts";

/** Numbers as strtoul reads them. */
const TOKEN = /^[ \t]*\+?(\d+)\.[ \t]*\+?(\d+)\./;

/** The server that the token of that name leads to; null without one that may serve. */
export function serverOfToken(stream: Stream, name: string): Server | null {
  const { bytes, start, end } = stream.requestBuffer;
  if (bytes === null) return null;
  const text = bytes.latin1Slice(start, Math.min(end, start + RDP_REQUEST_BYTES));
  const found = rdpCookie(text, name);
  const [whole, address, port] = typeof found === "string" ? [] : (TOKEN.exec(found.value) ?? []);
  if (whole === undefined) return null;
  const v4 = swap32(Number(address));
  const hostPort = swap16(Number(port));
  for (const server of stream.backend!.farm.servers) {
    const own = server.address;
    if (own === null || own.family !== 4 || own.v4 !== v4 || server.port !== hostPort) continue;
    if (isPersistent(stream, server)) return server;
  }
  return null;
}

function swap16(value: number): number {
  return ((value & 0xff) << 8) | ((value >> 8) & 0xff);
}

function swap32(value: number): number {
  return ((swap16(value) << 16) | swap16(value >>> 16)) >>> 0;
}
