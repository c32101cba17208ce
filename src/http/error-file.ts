/**
 * Reads the content of an error file: a whole HTTP/1 response as text. What comes out is ready to
 * be sent by a stream: names lower-case, no Connection field, the length checked against the body.
 */
import type { ByteBuffer } from "../runtime/bytes.ts";
import { parseResponseHead } from "./h1/parse.ts";
import { HAS_CONTENT_LENGTH, HAS_TRANSFER_ENCODING, HttpMessage, WANTS_CLOSE } from "./message.ts";
import { METHOD_GET } from "./method.ts";

/** A response kept ready. */
export interface ErrorPage {
  readonly minorVersion: number;
  readonly status: number;
  readonly reason: string;
  /** Lower-case names and values, in order; Content-Length among them if the file has one. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** `Connection: close` stood in it: the connection ends after it. */
  readonly closes: boolean;
  /** The body as latin1 text. Without a Content-Length it ends with the connection. */
  readonly body: string;
}

/** Why a file is no response; `offset` is the place in the file, 0 if it is about the whole. */
export interface ErrorFileFault {
  readonly message: string;
  readonly offset: number;
}

const MAX_FIELDS = 100;

/**
 * Parses the bytes of an error file; they are changed on the way (names become lower-case). Null for
 * an empty file, which means: close without an answer.
 */
export function parseErrorFile(content: ByteBuffer): ErrorPage | ErrorFileFault | null {
  if (content.length === 0) return null;
  const head = new HttpMessage(content);
  const limits = { maxFields: MAX_FIELDS, maxHeadBytes: content.length };
  const consumed = parseResponseHead(head, content, 0, content.length, limits, METHOD_GET);
  if (consumed < 0) {
    return { message: `unable to parse headers: ${head.errorReason}`, offset: head.errorPosition };
  }
  if (consumed === 0)
    return { message: "unable to parse headers: the empty line is missing", offset: 0 };
  if ((head.flags & HAS_TRANSFER_ENCODING) !== 0) {
    return { message: "chunk-encoded payload not supported", offset: 0 };
  }
  const bodyLength = content.length - consumed;
  if ((head.flags & HAS_CONTENT_LENGTH) !== 0 && head.contentLength !== bodyLength) {
    const sizes = `${bodyLength} != ${head.contentLength}`;
    return {
      message: `payload size does not match the announced content-length (${sizes})`,
      offset: 0,
    };
  }
  return {
    minorVersion: head.minorVersion,
    status: head.status,
    reason: head.reasonText(),
    fields: presentFields(head),
    closes: (head.flags & WANTS_CLOSE) !== 0,
    body: content.latin1Slice(consumed, content.length),
  };
}

/** True if `parseErrorFile` failed. */
export function isFault(result: ErrorPage | ErrorFileFault): result is ErrorFileFault {
  return "message" in result;
}

function presentFields(head: HttpMessage): (readonly [string, string])[] {
  const { fields } = head;
  const list: (readonly [string, string])[] = [];
  for (let i = 0; i < fields.size; i++) {
    if (fields.isPresent(i)) list.push([fields.nameText(i), fields.valueText(i)]);
  }
  return list;
}
