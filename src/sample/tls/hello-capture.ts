/**
 * What is kept of the ClientHello of a connection whose TLS ends here, in a buffer of bounded size
 * (manual 3.2, tune.ssl.capture-buffer-size). The lists take their share of it in a fixed order:
 * cipher suites, extensions, groups, point formats, versions, signature algorithms; what does not
 * fit is cut. The reading is HAProxy's also where a hello is malformed: the last one of a repeated
 * extension counts, and a list that does not fit its extension ends it, so that of the extensions
 * only their numbers up to there remain.
 */
import { xxh64 } from "../../core/xxhash.ts";
import type { ByteBuffer } from "../../runtime/bytes.ts";
import { Extension, uint16 } from "./client-hello.ts";
import type { Span } from "./client-hello.ts";

/** Lists are latin1 text, one character a byte; "" for none. */
export interface HelloCapture {
  /** The version the hello itself asks for, major × 256 + minor. */
  readonly version: number;
  /** XXH64 of all cipher suites, as a signed number; they count also where they were cut. */
  readonly cipherHash: bigint;
  readonly ciphers: string;
  /** Numbers of the extensions in order, two bytes each. */
  readonly extensions: string;
  readonly groups: string;
  readonly pointFormats: string;
  readonly versions: string;
  readonly signatureAlgorithms: string;
}

const MESSAGE_HEADER = 4;
/** Behind the version. */
const RANDOM_AT = MESSAGE_HEADER + 2;
const RANDOM_BYTES = 32;
const NONE: Span = { start: 0, end: 0 };

/** The extensions that are kept, with the bytes of the length before their lists. */
const LENGTH_BYTES: ReadonlyMap<number, 1 | 2> = new Map([
  [Extension.supportedGroups, 2],
  [Extension.ecPointFormats, 1],
  [Extension.supportedVersions, 1],
  [Extension.signatureAlgorithms, 2],
]);

interface Extensions {
  /** Their numbers, as far as they could be read. */
  readonly numbers: string;
  /** The lists by the number of their extension; none when one of them was malformed. */
  readonly lists: ReadonlyMap<number, Span>;
}

const NO_LISTS: ReadonlyMap<number, Span> = new Map();

/** The random of a ClientHello message; undefined when it is not all there. */
export function helloRandom(message: ByteBuffer): string | undefined {
  const end = RANDOM_AT + RANDOM_BYTES;
  return message.length < end ? undefined : message.latin1Slice(RANDOM_AT, end);
}

/** Reads a ClientHello message without its record; undefined when it ends before its extensions. */
export function captureHello(message: ByteBuffer, sizeBytes: number): HelloCapture | undefined {
  const end = message.length;
  const sessionAt = RANDOM_AT + RANDOM_BYTES;
  if (sessionAt >= end) return undefined;
  const ciphersAt = sessionAt + 1 + message[sessionAt]!;
  if (ciphersAt + 2 > end) return undefined;
  const ciphersEnd = ciphersAt + 2 + uint16(message, ciphersAt);
  if (ciphersEnd > end) return undefined;
  const ciphers = message.latin1Slice(ciphersAt + 2, ciphersEnd);
  const room = new Room(message, sizeBytes);
  const keptCiphers = room.take({ start: ciphersAt + 2, end: ciphersEnd });
  const block = extensionsOf(message, ciphersEnd);
  const { numbers, lists } = readExtensions(message, block, room.leftBytes & ~1);
  return {
    version: uint16(message, MESSAGE_HEADER),
    cipherHash: BigInt.asIntN(64, xxh64(ciphers, 0n)),
    ciphers: keptCiphers,
    extensions: room.spend(numbers),
    groups: room.take(lists.get(Extension.supportedGroups) ?? NONE),
    pointFormats: room.take(lists.get(Extension.ecPointFormats) ?? NONE),
    versions: room.take(lists.get(Extension.supportedVersions) ?? NONE),
    signatureAlgorithms: room.take(lists.get(Extension.signatureAlgorithms) ?? NONE),
  };
}

/** The block of extensions behind the compression methods; empty when it does not fit. */
function extensionsOf(message: ByteBuffer, at: number): Span {
  if (at >= message.length) return NONE;
  const blockAt = at + 1 + message[at]!;
  if (blockAt + 2 > message.length) return NONE;
  const end = blockAt + 2 + uint16(message, blockAt);
  return end > message.length ? NONE : { start: blockAt + 2, end };
}

/** Looks no further than there is room for the numbers. */
function readExtensions(bytes: ByteBuffer, { start, end }: Span, numberBytes: number): Extensions {
  const lists: Map<number, Span> = new Map();
  let numbers = "";
  // A header with nothing behind it is not looked at.
  for (let at = start; end - at > 4 && numbers.length < numberBytes;) {
    const number = uint16(bytes, at);
    const dataAt = at + 4;
    const dataEnd = dataAt + uint16(bytes, at + 2);
    numbers += bytes.latin1Slice(at, at + 2);
    if (dataEnd > end) return { numbers, lists: NO_LISTS };
    const lengthBytes = LENGTH_BYTES.get(number);
    at = dataEnd;
    if (lengthBytes === undefined) continue;
    const list = listIn(bytes, dataAt, dataEnd, lengthBytes);
    if (list === undefined) return { numbers, lists: NO_LISTS };
    lists.set(number, list);
    // HAProxy goes on behind the list, also where the extension is longer.
    at = list.end;
  }
  return { numbers, lists };
}

/** The list behind its length; undefined when it is longer than its extension. */
function listIn(
  bytes: ByteBuffer,
  start: number,
  end: number,
  lengthBytes: 1 | 2,
): Span | undefined {
  const listAt = start + lengthBytes;
  if (listAt > end) return undefined;
  const listEnd = listAt + (lengthBytes === 1 ? bytes[start]! : uint16(bytes, start));
  return listEnd > end ? undefined : { start: listAt, end: listEnd };
}

/** What is left of the buffer. */
class Room {
  leftBytes: number;
  readonly #bytes: ByteBuffer;

  constructor(bytes: ByteBuffer, sizeBytes: number) {
    this.#bytes = bytes;
    this.leftBytes = sizeBytes;
  }

  /** As much of the bytes as fits. */
  take({ start, end }: Span): string {
    return this.spend(this.#bytes.latin1Slice(start, Math.min(end, start + this.leftBytes)));
  }

  /** Takes up room with a text that fits. */
  spend(text: string): string {
    this.leftBytes -= text.length;
    return text;
  }
}
