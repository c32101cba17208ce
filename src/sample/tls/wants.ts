/**
 * What the expressions of a generation ask of TLS connections beyond what every handshake tells:
 * noted while they are compiled, looked at when listeners open and servers are dialed, so that a
 * configuration without such expressions pays nothing.
 */
export class TlsWants {
  /** `tune.ssl.keylog on`: without it no secret is told. */
  readonly keepsSecrets: boolean;
  /** The random of the client's hello. */
  clientRandom: boolean = false;
  /** The lists of the client's hello, as far as the capture's buffer has room. */
  hello: boolean = false;
  /** The random that this side sent to a server. */
  serverSideRandom: boolean = false;

  constructor(keepsSecrets: boolean) {
    this.keepsSecrets = keepsSecrets;
  }

  /** Whether connections to servers are to keep a key log. */
  get serverKeyLog(): boolean {
    return this.keepsSecrets || this.serverSideRandom;
  }
}
