/**
 * Names of header fields, prepared once so that a lookup compares a hash, then the length, then
 * the text. The hash is no proof: names that collide can be sent on purpose, so whoever finds
 * an equal hash compares the bytes as well.
 */
import type { ByteBuffer } from "../runtime/bytes.ts";

/** A header field's name, lower-case as it goes over the wire. */
export class HeaderName {
  /** The name in lower case. */
  readonly text: string;
  /** `hashName(text)`. */
  readonly hash: number;
  /** Length in bytes. */
  readonly length: number;
  /** The name in the case it is written in, with its colon and space. */
  readonly wire: string;

  /** `written` is the name in another case, for peers that want it so. */
  constructor(text: string, written: string = text.toLowerCase()) {
    this.text = text.toLowerCase();
    this.hash = hashName(this.text);
    this.length = text.length;
    this.wire = `${written}: `;
  }

  /** True if the bytes from `start` on, as many as the name is long, are this name. */
  equalsBytes(buffer: ByteBuffer, start: number): boolean {
    for (let i = 0; i < this.length; i++) {
      if (buffer[start + i] !== this.text.charCodeAt(i)) return false;
    }
    return true;
  }
}

/** The hash of a lower-case name; the head parser computes the same over the bytes it scans. */
export function hashName(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

const interned = new Map<string, HeaderName>();

/**
 * The one HeaderName of `text` in any case. For names of the configuration and the program, never
 * for names that traffic brings: what is interned stays.
 */
export function headerName(text: string): HeaderName {
  const lower = text.toLowerCase();
  let name = interned.get(lower);
  if (name === undefined) {
    name = new HeaderName(lower);
    interned.set(lower, name);
  }
  return name;
}

export const HOST: HeaderName = headerName("host");
export const CONTENT_LENGTH: HeaderName = headerName("content-length");
export const CONTENT_TYPE: HeaderName = headerName("content-type");
export const TRANSFER_ENCODING: HeaderName = headerName("transfer-encoding");
export const CONNECTION: HeaderName = headerName("connection");
export const UPGRADE: HeaderName = headerName("upgrade");
export const EXPECT: HeaderName = headerName("expect");
export const TE: HeaderName = headerName("te");
export const KEEP_ALIVE: HeaderName = headerName("keep-alive");
export const SEC_WEBSOCKET_KEY: HeaderName = headerName("sec-websocket-key");
export const COOKIE: HeaderName = headerName("cookie");
export const SET_COOKIE: HeaderName = headerName("set-cookie");
export const CACHE_CONTROL: HeaderName = headerName("cache-control");
export const SERVER: HeaderName = headerName("server");
export const AUTHORIZATION: HeaderName = headerName("authorization");
export const FORWARDED: HeaderName = headerName("forwarded");
export const X_FORWARDED_FOR: HeaderName = headerName("x-forwarded-for");
export const ACCEPT_ENCODING: HeaderName = headerName("accept-encoding");
export const CONTENT_ENCODING: HeaderName = headerName("content-encoding");
export const ETAG: HeaderName = headerName("etag");
export const VARY: HeaderName = headerName("vary");
export const USER_AGENT: HeaderName = headerName("user-agent");
