/** A Response as the head that the proxy sends for it. */
import { isToken } from "../core/ascii.ts";
import type { WebResponse } from "../runtime/web.ts";
import { checkedStatus, isFraming } from "./checked.ts";

export interface AnswerHead {
  readonly status: number;
  readonly fields: readonly (readonly [string, string])[];
  /** What Content-Length says; null when it is not said. */
  readonly sizeBytes: number | null;
  /** The response has no body whatever the Response holds: HEAD, 204, 304. */
  readonly bodyless: boolean;
}

/** Throws a TypeError for what cannot be sent. */
export function headOf(response: WebResponse, isHead: boolean): AnswerHead {
  const status = checkedStatus(response.status);
  const perConnection = namesIn(response.headers.get("connection"));
  const fields: (readonly [string, string])[] = [];
  response.headers.forEach((value, name) => {
    const lower = name.toLowerCase();
    if (isFraming(lower) || perConnection.has(lower)) return;
    if (!isToken(name)) throw new TypeError("a header of the response has a malformed name");
    // Headers are byte strings; whoever brings his own class must keep to it.
    if (/[^\t -~\x80-\xff]/.test(value))
      throw new TypeError(
        `header '${name}' of the response has a character that no header can have`,
      );
    fields.push([lower, value]);
  });
  const bodyless = isHead || status === 204 || status === 304;
  return { status, fields, sizeBytes: sizeOf(response, status, bodyless), bodyless };
}

/** True for a Response, the platform's or another that looks like one. */
export function isResponse(value: unknown): value is WebResponse {
  if (typeof value !== "object" || value === null) return false;
  if (!("status" in value && "headers" in value && "body" in value)) return false;
  const { headers } = value;
  return (
    typeof headers === "object" && headers !== null && "forEach" in headers && "get" in headers
  );
}

function sizeOf(response: WebResponse, status: number, bodyless: boolean): number | null {
  // RFC 9110 8.6: no Content-Length with 204.
  if (status === 204) return null;
  const given = response.headers.get("content-length");
  if (given !== null) {
    if (!/^[0-9]{1,15}$/.test(given)) throw new TypeError(`'${given}' is no Content-Length`);
    return Number(given);
  }
  return response.body === null && !bodyless ? 0 : null;
}

function namesIn(connection: string | null): ReadonlySet<string> {
  return new Set(
    connection === null
      ? []
      : connection
          .toLowerCase()
          .split(",")
          .map((name) => name.trim()),
  );
}
