/**
 * The little of the web platform that plugin services need: a Request goes in, a Response comes
 * out. Structural, so that any fetch handler (a Hono app is one) fits.
 */

interface WebHeaders {
  get(name: string): string | null;
  append(name: string, value: string): void;
  forEach(each: (value: string, name: string) => void): void;
}

export interface WebRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: WebHeaders;
}

export interface WebBodyReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}

export interface WebResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: WebHeaders;
  readonly body: { getReader(): WebBodyReader } | null;
}

/** Feeds the body of a request made with `request`. */
export interface WebBodySink {
  push(bytes: Uint8Array): void;
  end(): void;
  fail(reason: string): void;
}

export interface WebApi {
  /** A Request; with `hasBody` the sink feeds its body. */
  request(
    method: string,
    url: string,
    headers: readonly (readonly [string, string])[],
    hasBody: boolean,
  ): { readonly request: WebRequest; readonly body: WebBodySink };
}
