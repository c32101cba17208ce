/**
 * A small HTTP/1 reader that shares nothing with the proxy's own: heads and bodies are taken from
 * an inbox and kept as they were on the wire. It is lenient; the tests do the judging.
 */
import type { ByteInbox } from "./byte-inbox.ts";

type Field = readonly [name: string, value: string];

/** A request or response. Texts are latin1. */
export interface HttpMessage {
  /** The start line without its CRLF. */
  readonly startLine: string;
  /** Fields in order, names as they came. */
  readonly fields: readonly Field[];
  /** The head's exact bytes, with the empty line. */
  readonly head: string;
  /** The body without its framing. */
  readonly body: string;
  /** The body's exact bytes, framing included. */
  readonly rawBody: string;
  readonly trailers: readonly Field[];
}

export interface HttpRequest extends HttpMessage {
  readonly method: string;
  readonly target: string;
}

export interface HttpResponse extends HttpMessage {
  readonly status: number;
}

/** The values of a field, whatever its case; empty when it is absent. */
export function valuesOf(message: HttpMessage, name: string): string[] {
  const wanted = name.toLowerCase();
  return message.fields
    .filter(([field]) => field.toLowerCase() === wanted)
    .map(([, value]) => value);
}

/** The only value of a field; undefined when absent. */
export function valueOf(message: HttpMessage, name: string): string | undefined {
  return valuesOf(message, name)[0];
}

/** The head of the next message, body not read. */
export async function readHead(inbox: ByteInbox, limitMs?: number): Promise<HttpMessage> {
  const head = await inbox.takeUntil("\r\n\r\n", limitMs);
  const [startLine = "", ...lines] = head.slice(0, -4).split("\r\n");
  return { startLine, fields: fieldsOf(lines), head, body: "", rawBody: "", trailers: [] };
}

/** Completes a request whose head was read. */
export async function readRequestBody(
  head: HttpMessage,
  inbox: ByteInbox,
  limitMs?: number,
): Promise<HttpRequest> {
  const [method = "", target = ""] = head.startLine.split(" ");
  const framed = await readFramed(head, inbox, limitMs);
  return { ...head, ...framed, method, target };
}

/** The next response; 1xx responses are responses of their own. `toHead`: it answers a HEAD. */
export async function readResponse(
  inbox: ByteInbox,
  options: { toHead?: boolean; limitMs?: number } = {},
): Promise<HttpResponse> {
  const head = await readHead(inbox, options.limitMs);
  const status = Number(head.startLine.split(" ")[1]);
  const bodiless = options.toHead === true || status < 200 || status === 204 || status === 304;
  if (bodiless) return { ...head, status };
  const framed = await readFramed(head, inbox, options.limitMs);
  if (framed !== undefined) return { ...head, ...framed, status };
  const rest = await inbox.takeAll(options.limitMs);
  return { ...head, body: rest, rawBody: rest, status };
}

type Framed = Pick<HttpMessage, "body" | "rawBody" | "trailers">;

/** The body that Transfer-Encoding or Content-Length announces; undefined when neither does. */
async function readFramed(
  head: HttpMessage,
  inbox: ByteInbox,
  limitMs: number | undefined,
): Promise<Framed | undefined> {
  if (/\bchunked\b/i.test(valueOf(head, "transfer-encoding") ?? ""))
    return readChunked(inbox, limitMs);
  const length = valueOf(head, "content-length");
  if (length === undefined) return undefined;
  const body = await inbox.take(Number(length), limitMs);
  return { body, rawBody: body, trailers: [] };
}

async function readChunked(inbox: ByteInbox, limitMs: number | undefined): Promise<Framed> {
  let body = "";
  let rawBody = "";
  for (;;) {
    const sizeLine = await inbox.takeUntil("\r\n", limitMs);
    const sizeBytes = Number.parseInt(sizeLine, 16);
    rawBody += sizeLine;
    if (sizeBytes === 0) break;
    const chunk = await inbox.take(sizeBytes + 2, limitMs);
    body += chunk.slice(0, -2);
    rawBody += chunk;
  }
  const lines: string[] = [];
  for (;;) {
    const line = await inbox.takeUntil("\r\n", limitMs);
    rawBody += line;
    if (line === "\r\n") return { body, rawBody, trailers: fieldsOf(lines) };
    lines.push(line.slice(0, -2));
  }
}

function fieldsOf(lines: readonly string[]): Field[] {
  return lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
}
