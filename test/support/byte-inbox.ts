/**
 * What one side of a connection received, as latin1 text, read at the test's own pace. Every read
 * is bounded in time and a failed one shows what had come instead.
 */
import { within } from "./deadline.ts";

/** How the sending side is: still sending, finished with FIN, or gone by an error. */
export type InboxState = "open" | "ended" | "failed";

export class ByteInbox {
  #text = "";
  #state: InboxState = "open";
  #failure = "";
  #wake: (() => void) | undefined;

  get state(): InboxState {
    return this.#state;
  }

  /** The error that ended the stream, "" without one. */
  get failure(): string {
    return this.#failure;
  }

  /** What has come and was not taken yet. */
  get pending(): string {
    return this.#text;
  }

  push(bytes: Buffer): void {
    this.#text += bytes.toString("latin1");
    this.#wake?.();
  }

  end(): void {
    if (this.#state === "open") this.#state = "ended";
    this.#wake?.();
  }

  fail(failure: string): void {
    if (this.#state === "open") {
      this.#state = "failed";
      this.#failure = failure;
    }
    this.#wake?.();
  }

  /** Everything up to and with `marker`. */
  async takeUntil(marker: string, limitMs?: number): Promise<string> {
    const what = `receiving ${JSON.stringify(marker)}`;
    await this.#settle(() => this.#text.includes(marker), what, limitMs);
    return this.#cut(this.#text.indexOf(marker) + marker.length);
  }

  /** Exactly `sizeBytes` bytes. */
  async take(sizeBytes: number, limitMs?: number): Promise<string> {
    await this.#settle(
      () => this.#text.length >= sizeBytes,
      `receiving ${sizeBytes} bytes`,
      limitMs,
    );
    return this.#cut(sizeBytes);
  }

  /** Everything until the peer finishes, orderly or not. */
  async takeAll(limitMs?: number): Promise<string> {
    await this.waitForEnd(limitMs);
    return this.#cut(this.#text.length);
  }

  async waitForEnd(limitMs?: number): Promise<void> {
    await this.#settle(() => this.#state !== "open", "the peer's close", limitMs);
  }

  async #settle(ready: () => boolean, what: string, limitMs: number | undefined): Promise<void> {
    const done = this.#awaitChange(() => ready() || this.#state !== "open");
    try {
      await within(done, what, limitMs);
    } catch {
      throw new Error(`${this.#describe(what)} did not happen in time`);
    }
    if (!ready())
      throw new Error(`${this.#describe(what)}: the peer closed first (${this.#state})`);
  }

  #describe(what: string): string {
    const text = this.#text.length > 400 ? `${this.#text.slice(0, 400)}…` : this.#text;
    return `${what} (received ${JSON.stringify(text)})`;
  }

  async #awaitChange(ready: () => boolean): Promise<void> {
    while (!ready()) {
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
  }

  #cut(sizeBytes: number): string {
    const taken = this.#text.slice(0, sizeBytes);
    this.#text = this.#text.slice(sizeBytes);
    return taken;
  }
}
