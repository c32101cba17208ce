/** The lines of a connection's key log: a label, the client's random and a secret, both in hexadecimal. */
import { Buffer } from "node:buffer";
import type { TlsKeyLog } from "../../src/runtime/tls.ts";

export class KeyLog implements TlsKeyLog {
  clientRandom: Uint8Array | null = null;
  readonly #secrets: Map<string, string> = new Map();

  add(line: Uint8Array): void {
    const [label, random, secret] = Buffer.from(line).toString("latin1").trim().split(" ");
    if (label === undefined || random === undefined || secret === undefined) return;
    this.clientRandom = Buffer.from(random, "hex");
    this.#secrets.set(label, secret);
  }

  secretHex(label: string): string | undefined {
    return this.#secrets.get(label);
  }
}
