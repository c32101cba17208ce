/** Checks on what plugins put into messages (RFC 9110 5.5, 5.6.2); each throws a TypeError. */
import { isToken } from "../core/ascii.ts";
import { HeaderName } from "../http/header-name.ts";
import type { ByteFactory } from "../runtime/bytes.ts";
import { textToWire } from "./values.ts";

/** Fields that frame the body or speak of the connection: the proxy's own business. */
const FRAMING: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** True for a field of one connection, which says nothing of the message (RFC 9110 7.6.1). */
export function isFraming(name: string): boolean {
  return FRAMING.has(name.toLowerCase());
}

export function checkedToken(what: string, text: string): string {
  if (typeof text !== "string" || !isToken(text))
    throw new TypeError(`'${shown(text)}' is no ${what}`);
  return text;
}

/** A field's name that plugins may touch. */
export function checkedName(name: string): HeaderName {
  checkedToken("header name", name);
  if (isFraming(name)) throw new TypeError(`header '${name}' belongs to the proxy`);
  return new HeaderName(name);
}

/** A field as it goes over the wire, its value as UTF-8. */
export function checkedField(
  name: string,
  value: string,
  bytes: ByteFactory,
): { readonly name: HeaderName; readonly value: string } {
  return {
    name: checkedName(name),
    value: checkedValue(`value of header '${name}'`, value, bytes),
  };
}

export function checkedReason(reason: string, bytes: ByteFactory): string {
  return checkedValue("reason", reason, bytes);
}

export function checkedTarget(what: string, text: string): string {
  if (typeof text === "string" && /^[!"$-~]+$/.test(text)) return text;
  throw new TypeError(
    `'${shown(text)}' is no ${what}: it is empty, or has # or what is no visible ASCII`,
  );
}

/** A final status: 200-999. */
export function checkedStatus(status: number): number {
  if (Number.isInteger(status) && status >= 200 && status <= 999) return status;
  throw new TypeError(`${shown(status)} is no status of a response`);
}

function checkedValue(what: string, value: unknown, bytes: ByteFactory): string {
  const text = String(value);
  if (/[\0-\x08\x0a-\x1f\x7f]/.test(text))
    throw new TypeError(`the ${what} has a control character`);
  return textToWire(text.replace(/^[ \t]+|[ \t]+$/g, ""), bytes);
}

/** The value as JSON, so that the message stays one line. */
function shown(value: unknown): string {
  return JSON.stringify(String(value)).slice(1, -1);
}
