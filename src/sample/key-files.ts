/**
 * The keys that tokens are checked and opened with, by their files. A file is read and parsed with
 * the configuration that names it, once for all its uses; a request only looks its name up. The
 * name is the text as configured: another path to the same file is another name.
 */
import type { Crypto, PrivateKey, PublicKey } from "../runtime/crypto.ts";
import { CERTIFICATE, PRIVATE_KEY, PUBLIC_KEY, pemBlock } from "./x509/pem.ts";

/** Keys of one kind by the names of their files; null for a file that gave none. */
export class KeysByFile<Key> {
  readonly #keys: Map<string, Key | null> = new Map();
  readonly #load: (path: string) => Key | null;

  constructor(load: (path: string) => Key | null) {
    this.#load = load;
  }

  /** Reads the file on first use; null when there is no such file or no such key in it. */
  load(path: string): Key | null {
    const known = this.#keys.get(path);
    if (known !== undefined) return known;
    const key = this.#load(path);
    this.#keys.set(path, key);
    return key;
  }

  /** The key of a file that was loaded before; null for any other name. */
  known(path: string): Key | null {
    return this.#keys.get(path) ?? null;
  }
}

export class KeyFiles {
  /** PEM files of public keys, SPKI or PKCS#1; a certificate is none. */
  readonly publicKeys: KeysByFile<PublicKey>;
  /** The public keys of certificates. */
  readonly certificates: KeysByFile<PublicKey>;
  readonly privateKeys: KeysByFile<PrivateKey>;

  /** `read` gives a file's text and throws when it cannot. */
  constructor(read: (path: string) => string, crypto: Crypto) {
    const blockOf = (path: string, labels: readonly string[]): string | undefined => {
      try {
        return pemBlock(read(path), labels);
      } catch {
        return undefined;
      }
    };
    const from =
      <Key>(labels: readonly string[], parse: (pem: string) => Key | null) =>
      (path: string): Key | null => {
        const block = blockOf(path, labels);
        return block === undefined ? null : parse(block);
      };
    this.publicKeys = new KeysByFile(from(PUBLIC_KEY, (pem) => crypto.publicKey(pem)));
    this.certificates = new KeysByFile(from(CERTIFICATE, (pem) => crypto.publicKey(pem)));
    this.privateKeys = new KeysByFile(from(PRIVATE_KEY, (pem) => crypto.privateKey(pem)));
  }
}
