/**
 * HAProxy's own error pages, byte for byte as HAProxy 2.6 sends them when it answers before there
 * is a stream (bad request, time-out of the request). A stream sends the same page through
 * `parseErrorFile`, which is also how configured error files are read.
 */

/** One page: reason and the line of text in its body. */
type Page = readonly [reason: string, text: string];

const PAGES: ReadonlyMap<number, Page> = new Map([
  [200, ["OK", "Service ready."]],
  [400, ["Bad request", "Your browser sent an invalid request."]],
  [401, ["Unauthorized", "You need a valid user and password to access this content."]],
  [403, ["Forbidden", "Request forbidden by administrative rules."]],
  [404, ["Not Found", "The resource could not be found."]],
  [
    405,
    [
      "Method Not Allowed",
      "A request was made of a resource using a request method not supported by that resource",
    ],
  ],
  [407, ["Unauthorized", "You need a valid user and password to access this content."]],
  [408, ["Request Time-out", "Your browser didn't send a complete request in time."]],
  [410, ["Gone", "The resource is no longer available and will not be available again."]],
  [413, ["Payload Too Large", "The request entity exceeds the maximum allowed."]],
  [421, ["Misdirected Request", "Request sent to a non-authoritative server."]],
  [422, ["Unprocessable Content", "The server cannot process the contained instructions."]],
  [425, ["Too Early", "Your browser sent early data."]],
  [429, ["Too Many Requests", "You have sent too many requests in a given amount of time."]],
  [500, ["Internal Server Error", "An internal server error occurred."]],
  [
    501,
    [
      "Not Implemented",
      ".The server does not support the functionality required to fulfill the request.",
    ],
  ],
  [502, ["Bad Gateway", "The server returned an invalid or incomplete response."]],
  [503, ["Service Unavailable", "No server is available to handle this request."]],
  [504, ["Gateway Time-out", "The server didn't respond in time."]],
]);

/** Statuses that have a default page, in order; `errorfile` and `deny` take no other. */
export const ERROR_STATUSES: readonly number[] = [...PAGES.keys()];

/**
 * The whole default answer of a status as sent on the wire, connection closing. Undefined for a
 * status without a page.
 */
export function defaultErrorText(status: number): string | undefined {
  const page = PAGES.get(status);
  if (page === undefined) return undefined;
  const [reason, text] = page;
  // HAProxy's page of this one status does not say that the connection closes.
  const closing = status === 413 ? "" : "Connection: close\r\n";
  const body = `<html><body><h1>${status} ${reason}</h1>\n${text}\n</body></html>\n`;
  return (
    `HTTP/1.1 ${status} ${reason}\r\nContent-length: ${body.length}\r\n` +
    `Cache-Control: no-cache\r\n${closing}Content-Type: text/html\r\n\r\n${body}`
  );
}
