/**
 * What the head parser does with the fields that decide framing and connection: it hands each to
 * its rule as the line is scanned, and settles what depends on the whole head at the end.
 */
import {
  CONNECTION,
  CONTENT_LENGTH,
  EXPECT,
  type HeaderName,
  HOST,
  SEC_WEBSOCKET_KEY,
  TE,
  TRANSFER_ENCODING,
  UPGRADE,
} from "../header-name.ts";
import {
  BODY_NONE,
  CONNECTION_UPGRADE,
  EXPECTS_CONTINUE,
  HAS_UPGRADE,
  HAS_WEBSOCKET_KEY,
  type HttpMessage,
  PHASE_TRAILERS,
  UPGRADE_WEBSOCKET,
} from "../message.ts";
import { noteConnection } from "./connection-header.ts";
import {
  noteContentLength,
  noteTransferEncoding,
  type FramingLeniency,
  settleRequestBody,
  settleResponseBody,
} from "./framing.ts";
import { refuse, REFUSED } from "./head-error.ts";
import { checkTarget, noteHost } from "./host.ts";

/** Takes the field at `index`; returns 0, or REFUSED. */
type FieldRule = (message: HttpMessage, index: number) => number;

interface Watch {
  readonly name: HeaderName;
  readonly rule: FieldRule;
}

const WATCHES: readonly Watch[] = [
  { name: HOST, rule: noteHost },
  { name: CONTENT_LENGTH, rule: noteContentLength },
  { name: TRANSFER_ENCODING, rule: noteTransferEncoding },
  { name: CONNECTION, rule: noteConnection },
  { name: UPGRADE, rule: noteUpgrade },
  { name: EXPECT, rule: noteExpect },
  { name: TE, rule: noteTe },
  { name: SEC_WEBSOCKET_KEY, rule: noteWebsocketKey },
];

const BUCKETS = 256;
/** The watched names, each in the bucket of its hash's low byte, and their hashes (0 elsewhere). */
const WATCHED: readonly (Watch | undefined)[] = watchedByBucket();
const WATCHED_HASH: Int32Array = Int32Array.from(WATCHED, (watch) => watch?.name.hash ?? 0);

function watchedByBucket(): (Watch | undefined)[] {
  const buckets = Array.from({ length: BUCKETS }, (): Watch | undefined => undefined);
  for (const watch of WATCHES) {
    const bucket = watch.name.hash & (BUCKETS - 1);
    if (buckets[bucket] !== undefined) throw new Error(`bucket of ${watch.name.text} is taken`);
    buckets[bucket] = watch;
  }
  return buckets;
}

/** True if a name with this hash may be one that `noteField` takes. */
export function isWatched(hash: number): boolean {
  return WATCHED_HASH[hash & (BUCKETS - 1)] === hash;
}

/**
 * Applies the rule of the field at `index`, whose name has that hash, if it is a watched one; as a
 * trailer it is dropped (RFC 9110 6.5.1).
 */
export function noteField(message: HttpMessage, index: number, hash: number): number {
  const watch = WATCHED[hash & (BUCKETS - 1)];
  if (watch === undefined || !message.fields.isNamed(index, watch.name)) return 0;
  if (message.parsePhase !== PHASE_TRAILERS) return watch.rule(message, index);
  message.fields.removeAt(index);
  return 0;
}

/** Settles a request head that was scanned to `consumed`; returns that, or REFUSED. */
export function finishRequest(
  message: HttpMessage,
  consumed: number,
  leniency: FramingLeniency,
): number {
  if (settleRequestBody(message, leniency) < 0 || checkTarget(message) < 0) return REFUSED;
  if ((message.flags & HAS_UPGRADE) === 0) return consumed;
  if (message.bodyKind !== BODY_NONE) dropUpgrade(message);
  else if (message.minorVersion === 0) message.flags &= ~CONNECTION_UPGRADE;
  const handshake = CONNECTION_UPGRADE | UPGRADE_WEBSOCKET;
  if ((message.flags & (handshake | HAS_WEBSOCKET_KEY)) === handshake && !message.lenient) {
    return refuse(message, 400, consumed, "websocket handshake without a key");
  }
  return consumed;
}

/** Settles a response head that was scanned to `consumed`; returns that, or REFUSED. */
export function finishResponse(
  message: HttpMessage,
  consumed: number,
  requestMethod: number,
  leniency: FramingLeniency,
): number {
  return settleResponseBody(message, requestMethod, leniency) < 0 ? REFUSED : consumed;
}

/** An upgrade of a request with a body is not passed on: HAProxy drops the Upgrade fields. */
function dropUpgrade(message: HttpMessage): void {
  message.fields.remove(UPGRADE);
  message.flags &= ~(HAS_UPGRADE | CONNECTION_UPGRADE | UPGRADE_WEBSOCKET);
}

function noteUpgrade(message: HttpMessage, index: number): number {
  message.flags |= HAS_UPGRADE;
  const protocols = message.fields.valueText(index).toLowerCase().split(",");
  if (protocols.some((protocol) => protocol.trim() === "websocket"))
    message.flags |= UPGRADE_WEBSOCKET;
  return 0;
}

function noteExpect(message: HttpMessage, index: number): number {
  if (message.fields.valueText(index).toLowerCase() === "100-continue")
    message.flags |= EXPECTS_CONTINUE;
  return 0;
}

/** Of TE only `trailers` is passed on: no other coding can be promised for the server (RFC 9110 10.1.4). */
function noteTe(message: HttpMessage, index: number): number {
  if (message.isResponse) return 0;
  const { fields } = message;
  const value = fields.valueText(index);
  if (value === "trailers") return 0;
  const wanted = value
    .toLowerCase()
    .split(",")
    .some((coding) => coding.trim() === "trailers");
  if (wanted) fields.setValueAt(index, "trailers");
  else fields.removeAt(index);
  return 0;
}

function noteWebsocketKey(message: HttpMessage): number {
  message.flags |= HAS_WEBSOCKET_KEY;
  return 0;
}
