/**
 * The HTTP check (`option httpchk`, `http-check …`, manual 4.2): one request on a connection of
 * its own; the answer is parsed as strictly as traffic is, and judged by the expect rules in
 * order. With `disable-on-404` a running server that answers 404 is asked to stop softly.
 */
import type { HttpCheckModel } from "../../config/model.ts";
import type { Diagnostics } from "../../config/diagnostics.ts";
import {
  BODY_BAD,
  BODY_END,
  BODY_PAYLOAD,
  BODY_TRAILERS,
  BodyDecoder,
} from "../../http/h1/body.ts";
import { type HeadLimits, NEED_MORE, parseResponseHead, REFUSED } from "../../http/h1/parse.ts";
import { HttpMessage } from "../../http/message.ts";
import { methodOfText } from "../../http/method.ts";
import type { ByteBuffer, ByteFactory } from "../../runtime/bytes.ts";
import { Status } from "../check-status.ts";
import { Operational } from "../state.ts";
import type { Server } from "../server.ts";
import { compileExpect, type Expectation, expectSuccess } from "./http-expect.ts";
import { checkRequest } from "./http-request.ts";
import type { Exchange, Judge, Verdict } from "./plan.ts";

const malformed: Verdict = { status: Status.l7Response, code: 0, info: "" };

/** Compiles a backend's HTTP check. Undefined after reporting an error. */
export function compileHttpCheck(
  model: HttpCheckModel,
  bufsizeBytes: number,
  limits: HeadLimits,
  bytes: ByteFactory,
  diagnostics: Diagnostics,
): Exchange | undefined {
  const expectations: Expectation[] = [];
  for (const words of model.expects) {
    const expectation = compileExpect(words, diagnostics);
    if (expectation !== undefined) expectations.push(expectation);
  }
  if (expectations.length < model.expects.length) return undefined;
  if (expectations.length === 0) expectations.push(expectSuccess);
  const requestMethod = methodOfText(model.method);
  const rules: AnswerRules = { expectations, requestMethod, bufsizeBytes, limits, bytes };
  return {
    request: checkRequest(model, bytes),
    judge: (server) => new HttpJudge(rules, model.disableOn404 ? server : null),
  };
}

interface AnswerRules {
  readonly expectations: readonly Expectation[];
  readonly requestMethod: number;
  /** Only so many bytes of an answer are looked at. */
  readonly bufsizeBytes: number;
  readonly limits: HeadLimits;
  readonly bytes: ByteFactory;
}

class HttpJudge implements Judge {
  readonly #rules: AnswerRules;
  /** Null unless 404 means "stop softly". */
  readonly #stoppable: Server | null;
  readonly #message: HttpMessage;
  readonly #body: BodyDecoder = new BodyDecoder();
  #received: ByteBuffer;
  #isHeadDone: boolean = false;
  #text: string = "";

  constructor(rules: AnswerRules, stoppable: Server | null) {
    this.#rules = rules;
    this.#stoppable = stoppable;
    this.#received = rules.bytes.alloc(0);
    this.#message = new HttpMessage(this.#received);
  }

  onBytes(bytes: ByteBuffer): Verdict | undefined {
    if (this.#isHeadDone) return this.#readBody(bytes, 0);
    this.#received = this.#rules.bytes.concat([this.#received, bytes]);
    const { limits, requestMethod } = this.#rules;
    const end = this.#received.length;
    const consumed = parseResponseHead(
      this.#message,
      this.#received,
      0,
      end,
      limits,
      requestMethod,
    );
    if (consumed === REFUSED) return malformed;
    if (consumed === NEED_MORE) return undefined;
    this.#isHeadDone = true;
    this.#body.begin(this.#message);
    return this.#readBody(this.#received, consumed);
  }

  onEnd(): Verdict {
    return this.#isHeadDone ? (this.#judge(true) ?? malformed) : malformed;
  }

  #readBody(bytes: ByteBuffer, start: number): Verdict | undefined {
    const body = this.#body;
    let result = body.next(bytes, start, bytes.length);
    while (result === BODY_PAYLOAD) {
      this.#text += bytes.latin1Slice(body.payloadStart, body.payloadEnd);
      result = body.next(bytes, body.position, bytes.length);
    }
    if (result === BODY_BAD) return malformed;
    const isWhole = result === BODY_END || result === BODY_TRAILERS || body.isEnded;
    return this.#judge(isWhole || this.#text.length >= this.#rules.bufsizeBytes);
  }

  #judge(isComplete: boolean): Verdict | undefined {
    const { status } = this.#message;
    const reason = this.#message.reasonText();
    if (
      status === 404 &&
      this.#stoppable !== null &&
      this.#stoppable.operational !== Operational.stopped
    ) {
      return { status: Status.l7OkConditional, code: status, info: "" };
    }
    const answer = { status, reason, body: this.#text, isComplete };
    for (const expectation of this.#rules.expectations) {
      const outcome = expectation(answer);
      if (outcome !== true) return outcome;
    }
    return { status: Status.l7Ok, code: status, info: "" };
  }
}
