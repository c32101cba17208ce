/**
 * Reads the header of a fresh connection that tells its addresses, then hands the socket on (manual
 * 5.1, accept-proxy, accept-netscaler-cip; 4.4, expect-proxy, expect-netscaler-cip).
 */
import {
  parseProxyHeader,
  type HeaderFault,
  type ProxyHeader,
} from "../connection/proxy-protocol.ts";
import { parseNetscalerCip } from "../connection/netscaler-cip.ts";
import type { ExpectedHeader, Session } from "../connection/session.ts";
import { Timer } from "../core/timer-wheel.ts";
import { Inbound } from "../mux/inbound.ts";
import type { ThreadIo } from "../mux/thread-io.ts";
import type { ByteBuffer } from "../runtime/bytes.ts";
import type { ByteSocket, SocketHandler } from "../runtime/transport.ts";

export interface HeaderEnd {
  /** The addresses are known; these bytes came behind them. The socket gets another owner. */
  ready(rest: ByteBuffer | null): void;
  closed(): void;
  /** No header came, or no right one; `isEmpty` when nothing came at all. Before `closed`. */
  failed(reason: string, isEmpty: boolean): void;
  readonly timeoutMs: number;
}

/** With fewer bytes HAProxy cannot tell a PROXY header from others, and calls them truncated. */
const LEAST_KNOWN_BYTES = 16;

type HeaderFailure = "timeout" | "closed" | "truncated" | HeaderFault;

/** HAProxy's words for the log, as it has them for fc_err_str (manual 7.3.3). */
const FAILURES: Readonly<Record<ExpectedHeader, Readonly<Record<HeaderFailure, string>>>> = {
  proxy: {
    timeout: "Timeout while waiting for PROXY protocol header",
    closed: "Connection closed while waiting for PROXY protocol header",
    truncated: "Truncated PROXY protocol header received",
    unlike: "Received something which does not look like a PROXY protocol header",
    malformed: "Received an invalid PROXY protocol header",
    unhandled: "Received an unhandled protocol in the PROXY protocol header",
  },
  "netscaler-cip": {
    timeout: "Timeout while waiting for a NetScaler Client IP header",
    closed: "Connection closed while waiting for NetScaler Client IP header",
    truncated: "Truncated NetScaler Client IP header received",
    unlike: "Received an invalid NetScaler Client IP magic number",
    malformed: "Truncated NetScaler Client IP header received",
    unhandled: "Received an unhandled protocol in the NetScaler Client IP header",
  },
};

export class ConnectionHeaderReader implements SocketHandler {
  readonly #io: ThreadIo;
  readonly #session: Session;
  readonly #expected: ExpectedHeader;
  /** Of NetScaler headers. */
  readonly #magic: number;
  readonly #end: HeaderEnd;
  readonly #in: Inbound;
  readonly #timer: Timer = new Timer(() => this.#onTimeout());
  #failed: boolean = false;
  #done: boolean = false;

  constructor(
    io: ThreadIo,
    session: Session,
    expected: ExpectedHeader,
    magic: number,
    end: HeaderEnd,
  ) {
    this.#io = io;
    this.#session = session;
    this.#expected = expected;
    this.#magic = magic;
    this.#end = end;
    this.#in = new Inbound(io.runtime.bytes, io.noBytes, io.bufferSizeBytes);
    io.wheel.schedule(this.#timer, end.timeoutMs);
  }

  onConnect(): void {}
  onDrain(): void {}

  onData(socket: ByteSocket, bytes: ByteBuffer): void {
    if (this.#done) return;
    this.#io.begin();
    this.#in.append(bytes);
    const header = this.#parse(this.#in.bytes.subarray(this.#in.start, this.#in.end));
    if (header.kind === "invalid") {
      this.#fail(this.#isTooShort(header.fault) ? "truncated" : header.fault);
      socket.reset();
    } else if (header.kind === "complete") {
      this.#session.receivedProxy = this.#expected === "proxy";
      if (header.addresses !== null) this.#session.setAddresses(header.addresses);
      if (header.fields !== undefined) this.#session.proxyFields = header.fields;
      this.#in.start += header.sizeBytes;
      this.#handOn();
    }
  }

  #parse(bytes: ByteBuffer): ProxyHeader {
    if (this.#expected === "proxy") return parseProxyHeader(bytes);
    return parseNetscalerCip(bytes, this.#magic);
  }

  #isTooShort(fault: HeaderFault): boolean {
    return fault === "unlike" && this.#expected === "proxy" && this.#in.length < LEAST_KNOWN_BYTES;
  }

  #handOn(): void {
    this.#done = true;
    this.#io.wheel.cancel(this.#timer);
    const rest = this.#in.length > 0 ? this.#in.bytes.subarray(this.#in.start, this.#in.end) : null;
    this.#end.ready(rest);
  }

  onEnd(socket: ByteSocket): void {
    if (!this.#done) this.#fail(this.#in.length === 0 ? "closed" : "truncated");
    socket.close();
  }

  #onTimeout(): void {
    this.#fail("timeout");
    this.#session.socket.reset();
  }

  #fail(how: HeaderFailure): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#end.failed(FAILURES[this.#expected][how], this.#in.length === 0);
  }

  onClose(): void {
    if (!this.#done) this.#fail(this.#in.length === 0 ? "closed" : "truncated");
    this.#io.wheel.cancel(this.#timer);
    this.#end.closed();
  }
}
