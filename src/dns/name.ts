/**
 * Host names as DNS writes them: labels of 1 to 63 bytes, each behind its length, 255 bytes in all
 * (RFC 1035 section 3.1). Case does not count; what is sent is in lower case.
 */
import { toLowerAscii } from "../core/ascii.ts";

const MOST_LABEL_BYTES = 63;
const MOST_NAME_BYTES = 255;
/** A hostile answer must not make a reader jump for ever. */
const MOST_JUMPS = 32;

/** The name on the wire as latin1 text; undefined when it can be none. "" is the root. */
export function encodeName(text: string): string | undefined {
  const bare = toLowerAscii(text.endsWith(".") ? text.slice(0, -1) : text);
  if (bare === "") return text === "" ? undefined : "\0";
  let wire = "";
  for (const label of bare.split(".")) {
    if (label === "" || label.length > MOST_LABEL_BYTES) return undefined;
    wire += String.fromCharCode(label.length) + label;
  }
  wire += "\0";
  return wire.length > MOST_NAME_BYTES ? undefined : wire;
}

/** The text of a name on the wire; "" is the root. */
export function decodeName(wire: string): string {
  const labels: string[] = [];
  for (let at = 0; at < wire.length && wire.charCodeAt(at) !== 0;) {
    const end = at + 1 + wire.charCodeAt(at);
    labels.push(wire.slice(at + 1, end));
    at = end;
  }
  return labels.join(".");
}

export interface ReadName {
  /** On the wire, in lower case and without pointers. */
  readonly name: string;
  /** Just behind the name in the message. */
  readonly end: number;
}

/** Reads the name at `start` of a message, pointers followed; undefined when it is malformed. */
export function readName(message: Uint8Array, start: number): ReadName | undefined {
  let name = "";
  let at = start;
  let end = -1;
  for (let jumps = 0; jumps <= MOST_JUMPS;) {
    const length = message[at];
    if (length === undefined) return undefined;
    if (length === 0) return { name: toLowerAscii(`${name}\0`), end: end === -1 ? at + 1 : end };
    if (length >= 0xc0) {
      const low = message[at + 1];
      if (low === undefined) return undefined;
      if (end === -1) end = at + 2;
      at = ((length & 0x3f) << 8) | low;
      jumps++;
      continue;
    }
    if (length > MOST_LABEL_BYTES || at + 1 + length > message.length) return undefined;
    if (name.length + 2 + length > MOST_NAME_BYTES) return undefined;
    name += String.fromCharCode(...message.subarray(at, at + 1 + length));
    at += 1 + length;
  }
  return undefined;
}
