/**
 * The Connection field on both sides, as HAProxy treats it: the parser takes `close` and
 * `keep-alive` out, other options (`upgrade`, names of fields) pass through; the muxes then add
 * what the version of the message and the fate of the connection ask for.
 */
import {
  type Fields,
  FLAGS,
  HAS_VALUE_TEXT,
  SLOT_SIZE,
  VALUE_END,
  VALUE_START,
} from "../fields.ts";
import { CONNECTION, KEEP_ALIVE } from "../header-name.ts";
import { CONNECTION_UPGRADE, type HttpMessage, WANTS_CLOSE, WANTS_KEEP_ALIVE } from "../message.ts";

/** Takes `close` and `keep-alive` out of the Connection field at `index` and notes them. */
export function noteConnection(message: HttpMessage, index: number): number {
  const { fields } = message;
  // The usual value, told apart without making a string of it.
  if (isKeepAlive(fields, index)) {
    message.flags |= WANTS_KEEP_ALIVE;
    fields.removeAt(index);
    return 0;
  }
  const value = fields.valueText(index);
  const kept: string[] = [];
  let taken = 0;
  for (const part of value.split(",")) {
    const option = part.trim();
    const flag = optionFlag(option.toLowerCase());
    message.flags |= flag;
    if (option === "" || (flag & (WANTS_CLOSE | WANTS_KEEP_ALIVE)) !== 0) taken++;
    else kept.push(option);
  }
  if (kept.length === 0) fields.removeAt(index);
  else if (taken > 0) fields.setValueAt(index, kept.join(", "));
  return 0;
}

function isKeepAlive({ slots, buffer }: Fields, index: number): boolean {
  const slot = index * SLOT_SIZE;
  if ((slots[slot + FLAGS]! & HAS_VALUE_TEXT) !== 0) return false;
  const start = slots[slot + VALUE_START]!;
  return (
    slots[slot + VALUE_END]! - start === KEEP_ALIVE.length && KEEP_ALIVE.equalsBytes(buffer, start)
  );
}

function optionFlag(option: string): number {
  if (option === "close") return WANTS_CLOSE;
  if (option === "keep-alive") return WANTS_KEEP_ALIVE;
  return option === "upgrade" ? CONNECTION_UPGRADE : 0;
}

/** True if the message's sender lets the connection live on: its version's default, or its word. */
export function isPersistent(message: HttpMessage): boolean {
  if ((message.flags & WANTS_CLOSE) !== 0) return false;
  return message.minorVersion > 0 || (message.flags & WANTS_KEEP_ALIVE) !== 0;
}

/**
 * Takes in the Connection fields that rules wrote since the head was parsed: `close` there closes.
 * Call before `isPersistent` is asked for the last time and before a field is added below.
 */
export function settleConnection(message: HttpMessage): void {
  const { fields } = message;
  for (let i = fields.find(CONNECTION, -1); i >= 0; i = fields.find(CONNECTION, i)) {
    noteConnection(message, i);
  }
}

/** Adds to a request what tells the server whether its connection stays open. */
export function addRequestConnection(request: HttpMessage, keepAlive: boolean): void {
  if (request.minorVersion === 0) {
    if (keepAlive) request.fields.add(CONNECTION, "keep-alive");
  } else if (!keepAlive) request.fields.add(CONNECTION, "close");
}

/**
 * Adds to a response what tells the client whether its connection stays open.
 * `requestMinorVersion` is the client's: a 1.0 client must be told of a connection that lives on.
 */
export function addResponseConnection(
  response: HttpMessage,
  requestMinorVersion: number,
  keepAlive: boolean,
): void {
  if (!keepAlive) {
    if (response.minorVersion > 0) response.fields.add(CONNECTION, "close");
  } else if (response.minorVersion === 0 || requestMinorVersion === 0) {
    response.fields.add(CONNECTION, "keep-alive");
  }
}
