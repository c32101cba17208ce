/** A request of the proxy as the web platform's Request. */
import { COOKIE, HOST } from "../http/header-name.ts";
import { BODY_NONE, type HttpMessage } from "../http/message.ts";
import { METHOD_CONNECT, METHOD_GET, METHOD_HEAD, METHOD_TRACE } from "../http/method.ts";
import { hostOfAuthority } from "../http/uri.ts";
import type { WebApi, WebBodySink, WebRequest } from "../runtime/web.ts";
import type { Txn } from "../sample/txn.ts";
import { isFraming } from "./checked.ts";

/** Nothing that could end the authority of a URL early (RFC 3986 3.2.2). */
const HOST_AND_PORT: RegExp = /^(?:[A-Za-z0-9._~!$&'()*+,;=%-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?$/;

export interface ServiceRequest {
  readonly request: WebRequest;
  /** Takes the request's body; null when there is none to give. */
  readonly body: WebBodySink | null;
}

/** False for methods that no Request can have. */
export function isServable(message: HttpMessage): boolean {
  const { method } = message;
  return (
    method !== METHOD_CONNECT &&
    method !== METHOD_TRACE &&
    message.methodText().toUpperCase() !== "TRACK"
  );
}

/** Undefined when host or target make no URL. */
export function requestOf(txn: Txn, message: HttpMessage, web: WebApi): ServiceRequest | undefined {
  const url = urlOf(txn, message);
  if (url === undefined) return undefined;
  // A Request with one of these methods must not have a body; what the client sends is dropped.
  const mayHaveBody = message.method !== METHOD_GET && message.method !== METHOD_HEAD;
  const hasBody = mayHaveBody && message.bodyKind !== BODY_NONE;
  try {
    const made = web.request(message.methodText(), url, headersOf(message), hasBody);
    return { request: made.request, body: hasBody ? made.body : null };
  } catch {
    return undefined;
  }
}

function urlOf(txn: Txn, message: HttpMessage): string | undefined {
  const authority = message.authority();
  const host = authority === undefined ? message.fields.first(HOST) : hostOfAuthority(authority);
  // HTTP/1.0 clients need not name a host.
  const named = host === undefined || host === "" ? "localhost" : host;
  if (!HOST_AND_PORT.test(named)) return undefined;
  const scheme = txn.session.tls === null ? "http" : "https";
  const target = (message.pathq() ?? "/").replaceAll(/[^!-~]|#/g, percentEncoded);
  return `${scheme}://${named}${target.startsWith("/") ? "" : "/"}${target}`;
}

function percentEncoded(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

/** The fields without those of the connection; cookie lines as one (RFC 9113 8.2.3). */
function headersOf(message: HttpMessage): (readonly [string, string])[] {
  const headers: (readonly [string, string])[] = [];
  const cookies: string[] = [];
  const { fields } = message;
  for (let i = 0; i < fields.size; i++) {
    if (!fields.isPresent(i)) continue;
    const name = fields.nameText(i);
    if (name === COOKIE.text) cookies.push(fields.valueText(i));
    else if (name === "content-length" || !isFraming(name))
      headers.push([name, fields.valueText(i)]);
  }
  if (cookies.length > 0) headers.push([COOKIE.text, cookies.join("; ")]);
  return headers;
}
