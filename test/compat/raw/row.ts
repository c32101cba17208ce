/** One row of the raw-bytes tables: what is sent, and what must come of it. All text is latin1. */

/** Refused with that status and nothing forwarded, or forwarded as exactly these bytes. */
export type Outcome = { readonly status: number } | { readonly forwarded: string };

export interface RawRequest {
  readonly name: string;
  /** What the client sends, at once. */
  readonly bytes: string;
  /**
   * What Sluice does. `forwarded` is all that the server sees, over all its connections, while
   * both sides are kept alive; chunked bodies come as one chunk for each that was sent.
   */
  readonly expect: Outcome;
  /** What HAProxy does where it differs, and `why` Sluice does not follow. */
  readonly haproxy?: Outcome;
  readonly why?: string;
}

export interface RawResponse {
  readonly name: string;
  /** What the server sends, at once, before it closes. */
  readonly bytes: string;
  /** `forwarded` is what a client of `GET / HTTP/1.1` gets on a connection that it keeps alive. */
  readonly expect: Outcome;
  readonly haproxy?: Outcome;
  readonly why?: string;
}
