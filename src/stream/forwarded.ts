/**
 * The Forwarded header of `option forwarded` (manual 4.2, RFC 7239): one element that tells what
 * this proxy knows of the client, added to what proxies before it told as long as that is valid.
 */
import type { IpAddress } from "../core/ip.ts";
import type { Fields } from "../http/fields.ts";
import { FORWARDED, HOST } from "../http/header-name.ts";
import { textOf } from "../sample/cast.ts";
import {
  forwardedName,
  forwardedPort,
  isForwardedHost,
  parseForwarded,
} from "../sample/protocols/forwarded.ts";
import type { Txn } from "../sample/txn.ts";
import type { SampleValue } from "../sample/types.ts";
import type { Stream } from "./stream.ts";

/** Where a parameter's value comes from: the request or its connection, or an expression. */
export type ForwardedSource = "own" | ((txn: Txn) => SampleValue | undefined);

/** `by` or `for`: whom it names, and by which port; null for no port. */
export interface ForwardedNode {
  readonly name: ForwardedSource;
  readonly port: ForwardedSource | null;
}

/** Null for a parameter that the header has not. */
export interface Forwarded {
  readonly proto: boolean;
  readonly host: ForwardedSource | null;
  readonly by: ForwardedNode | null;
  readonly for: ForwardedNode | null;
}

/** Adds the element to the request. */
export function addForwarded(stream: Stream, forwarded: Forwarded): void {
  const { fields } = stream.request!;
  const element = elementOf(stream, forwarded);
  const last = lastValid(fields);
  if (last === -1) fields.add(FORWARDED, element);
  else fields.setValueAt(last, `${fields.valueText(last)},${element}`);
}

function elementOf(stream: Stream, forwarded: Forwarded): string {
  const { source, sourcePort, destination, destinationPort } = stream.addresses;
  const pairs: string[] = [];
  if (forwarded.proto) pairs.push(stream.session.tls === null ? "proto=http" : "proto=https");
  if (forwarded.host !== null) pairs.push(`host="${hostOf(stream, forwarded.host)}"`);
  if (forwarded.by !== null)
    pairs.push(`by=${nodeOf(stream, forwarded.by, destination, destinationPort)}`);
  if (forwarded.for !== null)
    pairs.push(`for=${nodeOf(stream, forwarded.for, source, sourcePort)}`);
  return pairs.join(";");
}

/** Empty where it would not be a host. */
function hostOf(stream: Stream, source: ForwardedSource): string {
  const host = source === "own" ? stream.request!.fields.first(HOST) : source(stream);
  const text = host === undefined ? "" : textOf(host);
  return isForwardedHost(text) ? text : "";
}

function nodeOf(
  stream: Stream,
  { name, port }: ForwardedNode,
  address: IpAddress | null,
  ownPort: number,
): string {
  const named = name === "own" ? address : whoOf(name(stream));
  const text = (named === null ? undefined : forwardedName(named)) ?? "unknown";
  if (port === null) return text.startsWith("[") ? `"${text}"` : text;
  // The port of a connection that has none (of a socket file) is no port.
  const given = port !== "own" ? port(stream) : address === null ? undefined : ownPort;
  const portText = given === undefined ? undefined : forwardedPort(textOf(given));
  return portText === undefined ? `"${text}"` : `"${text}:${portText}"`;
}

function whoOf(value: SampleValue | undefined): IpAddress | string | null {
  if (value === undefined) return null;
  return typeof value === "object" ? value : textOf(value);
}

/** The last Forwarded field, if all of all such fields is valid; else -1. */
function lastValid(fields: Fields): number {
  let last = -1;
  for (let at = fields.find(FORWARDED, -1); at >= 0; at = fields.find(FORWARDED, at)) {
    const elements = fields.valueText(at).split(",");
    if (!elements.every((each) => parseForwarded(each.trim()) !== undefined)) return -1;
    last = at;
  }
  return last;
}
