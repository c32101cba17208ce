/**
 * Where a server is to be reached: its line's address, or what DNS and the admin socket put in its
 * place, read from the shared record when its generation moved.
 */
import { IpAddress } from "../core/ip.ts";
import type { ServerModel } from "../config/model.ts";
import type { Address } from "../runtime/transport.ts";
import { ServerWord } from "./state.ts";

const UNSPECIFIED: readonly IpAddress[] = [IpAddress.v4(0), IpAddress.v6(0, 0, 0, 0)];

export class ServerAddress {
  readonly #model: ServerModel;
  readonly #words: Int32Array<SharedArrayBuffer>;
  #generation: number = -1;
  #ip: IpAddress | null = null;
  #isClients: boolean = false;
  #target: Address;

  /** @param words the server's shared record. */
  constructor(model: ServerModel, words: Int32Array<SharedArrayBuffer>) {
    this.#model = model;
    this.#words = words;
    const { address } = model;
    this.#target =
      address.kind === "ip" ? { kind: "ip", host: address.host, port: address.port } : address;
  }

  /** Streams go where their clients wanted to: the address is 0.0.0.0 or :: (manual 4.2, server). */
  get isClients(): boolean {
    if (this.#words[ServerWord.addressGeneration] !== this.#generation) this.#read();
    return this.#isClients;
  }

  /** Null before resolution and for unix sockets. */
  get ip(): IpAddress | null {
    if (this.#words[ServerWord.addressGeneration] !== this.#generation) this.#read();
    return this.#ip;
  }

  get port(): number {
    return this.#words[ServerWord.port]!;
  }

  /** "host:port", of a unix socket the path, "" for none: how stick tables name it. */
  get text(): string {
    const { address } = this.#model;
    if (address.kind !== "ip") return address.kind === "unix" ? address.path : "";
    return this.ip === null ? "" : `${this.ip.toString()}:${this.port}`;
  }

  /**
   * Where to connect to, null while the address is unknown. `clientPort` is the port the client
   * connected to, for servers without a port of their own or with an offset ("+80", "-80").
   */
  target(clientPort: number): Address | null {
    if (this.#model.address.kind === "ip" && this.ip === null) return null;
    const target = this.#target;
    if (this.#model.mapPorts === "fixed" || target.kind !== "ip") return target;
    const offset = this.#model.mapPorts === "offset" ? this.port : 0;
    return { kind: "ip", host: target.host, port: (clientPort + offset) & 0xffff };
  }

  #read(): void {
    const words = this.#words;
    this.#generation = words[ServerWord.addressGeneration]!;
    if (this.#model.address.kind !== "ip") return;
    this.#ip = ipOf(words);
    this.#isClients = this.#ip !== null && UNSPECIFIED.some((none) => none.equals(this.#ip!));
    const host = this.#ip === null ? "" : this.#ip.toString();
    this.#target = { kind: "ip", host, port: words[ServerWord.port]! };
  }
}

function ipOf(words: Int32Array): IpAddress | null {
  const at = ServerWord.address;
  const family = words[ServerWord.addressFamily]!;
  if (family === 0) return null;
  if (family === 4) return IpAddress.v4(words[at + 3]! >>> 0);
  return IpAddress.v6(words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!);
}
