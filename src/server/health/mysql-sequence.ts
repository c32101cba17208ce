/**
 * `option mysql-check` (manual 4.2): the greeting of a MySQL server, and with a user its answer to an
 * authentication without a password (MySQL client/server protocol, connection phase). A packet is
 * three bytes of length, a sequence number and the payload; one that begins with 0xff is an error.
 */
import { Status } from "../check-status.ts";
import { protocolSequence, reading, sending } from "./protocol-steps.ts";
import type { Mismatch, Sequence } from "./sequence.ts";

const HEADER_BYTES = 4;
const ERROR = 0xff;
/** In an error packet the code stands behind the mark, the text behind the code. */
const CODE_AT = HEADER_BYTES + 1;
const TEXT_AT = CODE_AT + 2;
/** COM_QUIT, so that the server sees no aborted connection. */
const QUIT = "\x01\0\0\0\x01";

/** Who authenticates, and by the protocol of which version. */
export interface MysqlUser {
  readonly name: string;
  readonly version: "post-41" | "pre-41";
}

/** The check; without a user it only reads the greeting. */
export function mysqlSequence(user: MysqlUser | null): Sequence {
  if (user === null) {
    return protocolSequence([reading(2, (text) => readPackets(text, 1), Status.l7Response)], "");
  }
  const packets = authentication(user) + QUIT;
  const answer = reading(3, (text) => readPackets(text, 2), Status.l7Response);
  return protocolSequence([sending(() => packets), answer], "");
}

/** Reads so many packets; undefined while the last is incomplete. */
function readPackets(text: string, count: number): true | undefined | Mismatch {
  let at = 0;
  for (let read = 0; read < count; read++) {
    const end = at + HEADER_BYTES + littleEndian(text, at, 3);
    if (text.length < at + HEADER_BYTES || text.length < end) return undefined;
    if (end > at + HEADER_BYTES && text.charCodeAt(at + HEADER_BYTES) === ERROR) {
      const code = end < at + TEXT_AT ? 0 : littleEndian(text, at + CODE_AT, 2);
      return { status: Status.l7Status, code, info: text.slice(at + TEXT_AT, end) };
    }
    at = end;
  }
  return true;
}

function littleEndian(text: string, at: number, byteCount: number): number {
  let value = 0;
  for (let index = byteCount - 1; index >= 0; index--)
    value = value * 256 + (text.charCodeAt(at + index) || 0);
  return value;
}

/**
 * The handshake response for that user, without a password: CLIENT_SECURE_CONNECTION, and for 4.1
 * CLIENT_PROTOCOL_41 with the character set utf8.
 */
function authentication({ name, version }: MysqlUser): string {
  const body =
    version === "pre-41"
      ? `\0\x80\0\0\x01${name}\0\0`
      : `\0\x82\0\0\0\x80\0\x01\x21${"\0".repeat(23)}${name}\0\0`;
  return `${String.fromCharCode(body.length & 0xff, body.length >> 8)}\0\x01${body}`;
}
