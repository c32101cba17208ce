/**
 * What the expressions of a check see: the backend, the server, the answer so far, and variables of
 * the scopes `sess` and `check` that live as long as the run. There is no client and no request.
 */
import type { HttpMessage } from "../../http/message.ts";
import type { ByteBuffer, ByteFactory } from "../../runtime/bytes.ts";
import type {
  BackendFacts,
  BufferFacts,
  FrontendFacts,
  SessionFacts,
  Txn,
} from "../../sample/txn.ts";
import { NO_CONTENT, NO_FRONTEND, NO_LOG, noSession } from "../../sample/no-traffic.ts";
import { Where } from "../../sample/types.ts";
import { Variables } from "../../sample/variables/variables.ts";
import type { Server } from "../server.ts";
import type { HttpAnswer } from "./http-answer.ts";

/** What exists while a check runs. */
export const CHECK_PLACES: number =
  Where.internal |
  Where.check |
  Where.backend |
  Where.assignment |
  Where.server |
  Where.connected |
  Where.content |
  Where.response;

export class CheckTxn implements Txn {
  readonly session: SessionFacts;
  readonly frontend: FrontendFacts = NO_FRONTEND;
  readonly backend: BackendFacts;
  readonly server: Server;
  readonly request: null = null;
  readonly requestBuffer: BufferFacts = NO_CONTENT;
  readonly variables: Variables = new Variables();
  readonly requestVariables: Variables = new Variables();
  readonly responseVariables: Variables = new Variables();
  readonly requestCaptures: readonly string[] = [];
  readonly responseCaptures: readonly string[] = [];
  readonly log: Txn["log"] = NO_LOG;
  nowMs: number = 0;
  incomplete: boolean = false;
  /** The answer to the last request; null in checks of other protocols. */
  answer: HttpAnswer | null = null;
  /** The peer ended its side, or no more is kept: what came is all there is. */
  isEnded: boolean = false;
  readonly #bytes: ByteFactory;
  readonly #limitBytes: number;
  #received: ByteBuffer | null = null;

  /** @param limitBytes `tune.bufsize`: so much of an answer is looked at. */
  constructor(backend: BackendFacts, server: Server, bytes: ByteFactory, limitBytes: number) {
    this.backend = backend;
    this.server = server;
    this.#bytes = bytes;
    this.#limitBytes = limitBytes;
    this.session = noSession(new Variables());
  }

  get response(): HttpMessage | null {
    return this.answer?.head ?? null;
  }

  get responseBuffer(): BufferFacts {
    const bytes = this.answer === null ? this.#received : this.#bytes.latin1(this.answer.body);
    if (bytes === null) return NO_CONTENT;
    return { bytes, start: 0, end: bytes.length, complete: this.isEnded };
  }

  /** What was received since the last step that sent something, as latin1. */
  receivedText(): string {
    return this.#received?.latin1Slice(0, this.#received.length) ?? "";
  }

  receive(bytes: ByteBuffer): void {
    if (this.answer !== null) return this.answer.receive(bytes);
    const known = this.#received;
    const all = known === null ? bytes : this.#bytes.concat([known, bytes]);
    this.#received = all.length > this.#limitBytes ? all.subarray(0, this.#limitBytes) : all;
    if (this.#received.length === this.#limitBytes) this.isEnded = true;
  }

  /** The peer will send no more. */
  end(): void {
    this.isEnded = true;
    this.answer?.end();
  }

  /** What was received answers nothing any more. */
  forget(): void {
    this.#received = null;
    this.isEnded = false;
  }

  tracked(): null {
    return null;
  }

  uniqueId(): string {
    return "";
  }
}
