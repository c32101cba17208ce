/**
 * The `Forwarded` header as HAProxy checks it (RFC 7239 section 4 and 6, stricter): one element,
 * its pairs split by semicolons without blanks, each of the four names at most once, and values
 * that mean something. Values lose their quotes; a quoted one must be closed.
 */
import { formatIp, parseIp } from "../../core/ip.ts";
import type { IpAddress } from "../../core/ip.ts";

/** A value in a pair's place: where it ends. */
interface Value {
  readonly text: string;
  readonly end: number;
}

const OBFUSCATED: RegExp = /_[A-Za-z0-9._-]+/y;
const V4: RegExp = /(?:\d{1,3}\.){3}\d{1,3}/y;
const V6: RegExp = /\[([0-9A-Fa-f:]+)\]/y;
const PORT_DIGITS: RegExp = /\d+/y;
/** As HAProxy has it: no hyphen. */
const HOST_NAME: RegExp = /[A-Za-z0-9.]*/y;
const BARE: RegExp = /[A-Za-z0-9._-]+/y;
const PAIR_NAME: RegExp = /(proto|host|for|by)=/y;

const LARGEST_PORT = 65_535;

/** What a sticky regex finds at a place. */
function found(regex: RegExp, text: string, at: number): RegExpExecArray | null {
  regex.lastIndex = at;
  return regex.exec(text);
}

/** A node: who it is, and its port when it has one. */
export interface ForwardedNode {
  /** An address, `unknown` or an obfuscated name with its underscore. */
  readonly name: IpAddress | string;
  /** A number, or an obfuscated port with its underscore. */
  readonly port: number | string | undefined;
  /** Just behind the last character that belongs to it. */
  readonly end: number;
}

interface NodeName {
  readonly name: IpAddress | string;
  readonly end: number;
}

function nodeName(text: string): NodeName | undefined {
  if (text.startsWith("unknown")) return { name: "unknown", end: "unknown".length };
  const obfuscated = found(OBFUSCATED, text, 0);
  if (obfuscated !== null) return { name: obfuscated[0], end: OBFUSCATED.lastIndex };
  const v6 = found(V6, text, 0);
  const v4 = v6 === null ? found(V4, text, 0) : null;
  const address = parseIp(v6?.[1] ?? v4?.[0] ?? "");
  if (address === undefined || (v6 !== null && address.family !== 6)) return undefined;
  return { name: address, end: v6 === null ? V4.lastIndex : V6.lastIndex };
}

function portAt(text: string, at: number): { port: number | string; end: number } | undefined {
  const obfuscated = found(OBFUSCATED, text, at);
  if (obfuscated !== null) return { port: obfuscated[0], end: OBFUSCATED.lastIndex };
  const digits = found(PORT_DIGITS, text, at);
  const port = Number(digits?.[0] ?? 0);
  return port >= 1 && port <= LARGEST_PORT ? { port, end: PORT_DIGITS.lastIndex } : undefined;
}

/** The node that a text begins with; undefined for none or one with a wrong port. */
export function parseForwardedNode(text: string): ForwardedNode | undefined {
  const named = nodeName(text);
  if (named === undefined) return undefined;
  if (text[named.end] !== ":") return { ...named, port: undefined };
  const placed = portAt(text, named.end + 1);
  return placed === undefined ? undefined : { name: named.name, ...placed };
}

function isNode(text: string): boolean {
  return parseForwardedNode(text)?.end === text.length;
}

/** A host name, IPv4 address or bracketed IPv6 address, with a port or without. */
export function isForwardedHost(text: string): boolean {
  const v6 = found(V6, text, 0);
  if (v6 !== null && parseIp(v6[1]!) === undefined) return false;
  if (v6 === null) found(HOST_NAME, text, 0);
  const end = v6 === null ? HOST_NAME.lastIndex : V6.lastIndex;
  if (end === text.length) return true;
  const placed = text[end] === ":" ? portAt(text, end + 1) : undefined;
  return typeof placed?.port === "number" && placed.end === text.length;
}

const CHECKS: Readonly<Record<string, (text: string) => boolean>> = {
  proto: (text) => text === "http" || text === "https",
  host: isForwardedHost,
  for: isNode,
  by: isNode,
};

function valueAt(text: string, at: number, name: string): Value | undefined {
  if (text[at] !== '"' || name === "proto") {
    const bare = found(BARE, text, at);
    return bare === null ? undefined : { text: bare[0], end: BARE.lastIndex };
  }
  const close = text.indexOf('"', at + 1);
  return close === -1 ? undefined : { text: text.slice(at + 1, close), end: close + 1 };
}

/** The pairs of a `Forwarded` header, by name; undefined when it is not valid as a whole. */
export function parseForwarded(text: string): ReadonlyMap<string, string> | undefined {
  const pairs: Map<string, string> = new Map();
  for (let at = 0; ;) {
    const name = found(PAIR_NAME, text, at)?.[1];
    if (name === undefined || pairs.has(name)) return undefined;
    const value = valueAt(text, at + name.length + 1, name);
    if (value === undefined || !CHECKS[name]!(value.text)) return undefined;
    pairs.set(name, value.text);
    if (value.end === text.length) return pairs;
    if (text[value.end] !== ";") return undefined;
    at = value.end + 1;
  }
}

/** True if the text may be an obfuscated name or port, without its underscore. */
export function isObfuscated(text: string): boolean {
  return /^[A-Za-z0-9._-]+$/.test(text);
}

/** How an address, or a text that tells who, is written as a node's name; undefined for neither. */
export function forwardedName(who: IpAddress | string): string | undefined {
  if (typeof who !== "string") return who.family === 6 ? `[${formatIp(who)}]` : formatIp(who);
  const node = parseForwardedNode(who);
  if (node !== undefined && node.port === undefined && node.end === who.length) return who;
  return isObfuscated(who) ? `_${who}` : undefined;
}

/** How a text is written as a node's port; undefined where it cannot be one. */
export function forwardedPort(text: string): string | undefined {
  if (portAt(text, 0)?.end === text.length) return text;
  return isObfuscated(text) ? `_${text}` : undefined;
}
