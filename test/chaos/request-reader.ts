/** Takes requests out of a connection's bytes: method, target, id, the body counted and dropped. */

export interface HeadOfRequest {
  readonly method: string;
  readonly target: string;
  /** Of the X-Id field; empty without one. */
  readonly id: string;
}

export class RequestReader {
  #text = "";

  /** The requests that are complete now, in their order. */
  push(text: string): HeadOfRequest[] {
    this.#text += text;
    const complete: HeadOfRequest[] = [];
    for (let next = this.#take(); next !== undefined; next = this.#take()) complete.push(next);
    return complete;
  }

  #take(): HeadOfRequest | undefined {
    const headEnd = this.#text.indexOf("\r\n\r\n");
    if (headEnd < 0) return undefined;
    const head = this.#text.slice(0, headEnd);
    const end = headEnd + 4 + Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    if (this.#text.length < end) return undefined;
    this.#text = this.#text.slice(end);
    const [method = "", target = ""] = head.split(" ", 2);
    return { method, target, id: /\r\nx-id: *(\S+)/i.exec(head)?.[1] ?? "" };
  }
}
