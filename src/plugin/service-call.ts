/**
 * One request served by a plugin: the request's body goes into the handler's Request as it comes,
 * the Response's body goes out no faster than the client reads. Once `over`, nothing of the
 * exchange is touched any more, whatever the handler still does.
 */
import { Timer } from "../core/timer-wheel.ts";
import type { ServiceExchange } from "../rules/types.ts";
import type { WebBodyReader, WebBodySink } from "../runtime/web.ts";
import { headOf, isResponse } from "./service-answer.ts";
import type { ServiceHandler, ServiceLimits } from "./service-handler.ts";
import type { ServiceRequest } from "./service-request.ts";
import { isThenable, messageOf } from "./values.ts";

export class ServiceCall {
  readonly #exchange: ServiceExchange;
  readonly #what: string;
  readonly #requestBody: WebBodySink | null;
  readonly #limits: ServiceLimits;
  readonly #deadline: Timer;
  #over: boolean = false;
  #reader: WebBodyReader | null = null;
  /** Bytes that Content-Length promised and the body still owes; null when nothing was promised. */
  #owedBytes: number | null = null;
  /** The client is slow: the next piece is read when it has room. */
  #stalled: boolean = false;

  constructor(
    exchange: ServiceExchange,
    what: string,
    requestBody: WebBodySink | null,
    limits: ServiceLimits,
  ) {
    this.#exchange = exchange;
    this.#what = what;
    this.#requestBody = requestBody;
    this.#limits = limits;
    this.#deadline = new Timer(() =>
      this.#fail(`gave no response in time, the limit is ${limits.limitMs} ms`),
    );
  }

  begin(handler: ServiceHandler, made: ServiceRequest): void {
    const { wheel, limitMs, runtime } = this.#limits;
    this.#exchange.onAbort(() => this.#end("the client left"));
    const startMs = runtime.clock.monotonicMs();
    let response: unknown;
    try {
      response = handler.fetch(made.request);
    } catch (thrown) {
      this.#fail(`failed: ${messageOf(thrown)}`);
      return;
    }
    const tookMs = runtime.clock.monotonicMs() - startMs;
    if (isThenable(response)) {
      response.then(
        (settled) => this.#respond(settled),
        (thrown: unknown) => this.#fail(`failed: ${messageOf(thrown)}`),
      );
    }
    if (tookMs > limitMs) {
      this.#fail(`held the thread for ${Math.round(tookMs)} ms, the limit is ${limitMs} ms`);
      return;
    }
    this.#receiveBody();
    if (!isThenable(response)) this.#respond(response);
    else if (!this.#over) wheel.schedule(this.#deadline, limitMs - tookMs);
  }

  #receiveBody(): void {
    const sink = this.#requestBody;
    if (sink === null) return;
    this.#exchange.onBody((bytes) => {
      if (bytes === null) sink.end();
      // A copy: behind the piece's own bytes lie others of the connection, which are not the handler's.
      else sink.push(new Uint8Array(bytes));
    });
  }

  #respond(response: unknown): void {
    if (this.#over) {
      if (isResponse(response)) dropBody(response.body);
      return;
    }
    this.#stopDeadline();
    if (!isResponse(response)) {
      this.#fail("gave no Response");
      return;
    }
    try {
      const exchange = this.#exchange;
      const head = headOf(response, exchange.txn.request?.wasHead === true);
      const reader = head.bodyless || response.body === null ? null : response.body.getReader();
      if (head.bodyless) dropBody(response.body);
      this.#reader = reader;
      this.#owedBytes = head.bodyless ? null : head.sizeBytes;
      exchange.head(head.status, head.fields, head.sizeBytes);
    } catch (thrown) {
      if (this.#reader === null) dropBody(response.body);
      this.#fail(`gave a response that cannot be sent: ${messageOf(thrown)}`);
      return;
    }
    this.#exchange.onWritable(() => this.#goOn());
    this.#readNext();
  }

  #goOn(): void {
    if (!this.#stalled) return;
    this.#stalled = false;
    this.#readNext();
  }

  #readNext(): void {
    if (this.#over) return;
    if (this.#reader === null) {
      this.#finish();
      return;
    }
    this.#reader.read().then(
      (piece) => (piece.done ? this.#finish() : this.#send(piece.value)),
      (thrown: unknown) => this.#fail(`failed in its body: ${messageOf(thrown)}`),
    );
  }

  #send(bytes: unknown): void {
    if (this.#over) return;
    if (!(bytes instanceof Uint8Array)) {
      this.#fail("gave a body that is not made of bytes");
      return;
    }
    if (this.#owedBytes !== null) {
      if (bytes.length > this.#owedBytes) {
        this.#fail("gave more than its Content-Length");
        return;
      }
      this.#owedBytes -= bytes.length;
    }
    if (bytes.length === 0 || this.#exchange.write(bytes)) this.#readNext();
    else this.#stalled = true;
  }

  #finish(): void {
    if (this.#over) return;
    if (this.#owedBytes !== null && this.#owedBytes > 0) {
      this.#fail("gave less than its Content-Length");
      return;
    }
    this.#end("the response is complete");
    this.#exchange.end();
  }

  #fail(reason: string): void {
    if (this.#over) return;
    this.#end(reason);
    this.#exchange.fail(`${this.#what} ${reason}`);
  }

  /** Lets go of both bodies. */
  #end(reason: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#stopDeadline();
    this.#requestBody?.fail(reason);
    if (this.#reader !== null) cancel(this.#reader);
  }

  #stopDeadline(): void {
    if (this.#deadline.pending) this.#limits.wheel.cancel(this.#deadline);
  }
}

/** Tells the source of a body that nobody reads it. */
function dropBody(body: { getReader(): WebBodyReader } | null): void {
  if (body === null) return;
  try {
    cancel(body.getReader());
  } catch {
    // Somebody else reads it: so be it.
  }
}

function cancel(reader: WebBodyReader): void {
  // A source may fail to stop; nobody is left to be told.
  reader.cancel().then(undefined, () => {});
}
