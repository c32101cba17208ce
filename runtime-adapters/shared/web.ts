/** Requests for plugin services, made with the web platform's own classes. */
import type { WebApi, WebBodySink, WebRequest } from "../../src/runtime/web.ts";

/** Feeds a ReadableStream; what comes after its end or its cancellation is dropped. */
class BodySink implements WebBodySink {
  readonly stream: ReadableStream<Uint8Array>;
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  constructor() {
    this.stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
      },
      cancel: () => {
        this.#controller = null;
      },
    });
  }
  push(bytes: Uint8Array): void {
    this.#controller?.enqueue(bytes);
  }
  end(): void {
    this.#controller?.close();
    this.#controller = null;
  }
  fail(reason: string): void {
    this.#controller?.error(new Error(reason));
    this.#controller = null;
  }
}

const noBody: WebBodySink = {
  push(): void {},
  end(): void {},
  fail(): void {},
};

export const web: WebApi = {
  request(
    method: string,
    url: string,
    headers: readonly (readonly [string, string])[],
    hasBody: boolean,
  ): { readonly request: WebRequest; readonly body: WebBodySink } {
    const fields = new Headers();
    for (const [name, value] of headers) fields.append(name, value);
    if (!hasBody) return { request: new Request(url, { method, headers: fields }), body: noBody };
    const sink = new BodySink();
    const init = { method, headers: fields, body: sink.stream, duplex: "half" } as const;
    return { request: new Request(url, init), body: sink };
  },
};
