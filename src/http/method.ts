/** The request methods that the proxy knows by number; every other one is OTHER and has its text. */
import { hashName } from "./header-name.ts";

export const METHOD_OTHER = 0;
export const METHOD_GET = 1;
export const METHOD_HEAD = 2;
export const METHOD_POST = 3;
const METHOD_PUT = 4;
export const METHOD_DELETE = 5;
export const METHOD_OPTIONS = 6;
export const METHOD_CONNECT = 7;
export const METHOD_TRACE = 8;

/** Text of the known methods by number; empty for OTHER. */
export const METHOD_TEXT: readonly string[] = [
  "",
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "DELETE",
  "OPTIONS",
  "CONNECT",
  "TRACE",
  "PATCH",
];

const METHOD_HASH: readonly number[] = METHOD_TEXT.map(hashName);

/** Number of the method whose hash (`hashName`, case kept) and text are given by `matches`. */
export function methodOfText(text: string): number {
  const id = METHOD_TEXT.indexOf(text);
  return id > 0 ? id : METHOD_OTHER;
}

/** Candidate for a hash of the method's bytes; the caller compares the text. */
export function methodOfHash(hash: number): number {
  const id = METHOD_HASH.indexOf(hash);
  return id > 0 ? id : METHOD_OTHER;
}

/** Whether doing it twice is as good as doing it once (RFC 9110 section 9.2.2). */
export function isIdempotent(method: number): boolean {
  return (
    method === METHOD_GET ||
    method === METHOD_HEAD ||
    method === METHOD_OPTIONS ||
    method === METHOD_PUT ||
    method === METHOD_DELETE ||
    method === METHOD_TRACE
  );
}
