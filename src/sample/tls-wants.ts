/**
 * What the expressions of a generation ask of TLS connections beyond what every handshake tells:
 * noted while they are compiled, looked at when listeners open and servers are dialed, so that a
 * configuration without such expressions pays nothing.
 */
export class TlsWants {
  /** The random of the client's hello. */
  clientRandom: boolean = false;
  /** The lists of the client's hello, as far as the capture's buffer has room. */
  hello: boolean = false;
  /** The random that this side sent to a server. */
  serverSideRandom: boolean = false;
}
