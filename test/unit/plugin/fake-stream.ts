/** A stream that does nothing but evaluate one rule set, with all that its actions did to it. */
import type { Reply } from "../../../src/rules/reply.ts";
import { evaluateRules, type Rule, type RuleCursor } from "../../../src/rules/rule-set.ts";
import type { Action, Outcome } from "../../../src/rules/types.ts";
import type { Txn } from "../../../src/sample/txn.ts";
import { requestTxn } from "../support/txn.ts";
import { errorPage } from "./world.ts";

export class FakeStream {
  readonly txn: RuleCursor;
  outcome: Outcome | null = null;
  finished: boolean = false;
  readonly replies: Reply[] = [];
  rejected: boolean = false;
  /** How often the stream was told to go on, finished or not. */
  resumed: number = 0;
  readonly #rules: readonly Rule[];

  constructor(
    action: Action,
    request: Txn = requestTxn("GET /a?b=c HTTP/1.1", ["Host: h", "X-A: 1", "X-A: 2"]),
  ) {
    this.#rules = [{ line: { words: [], source: "" }, condition: null, dispatch: null, action }];
    const unused = (): never => {
      throw new Error("no plugin should do this");
    };
    this.txn = {
      ...request,
      ruleIndex: 0,
      lastRule: null,
      waiting: null,
      waitingRule: null,
      actingRule: null,
      setVariable: (ref, value, type) => request.variables.set(ref.slot, value, type),
      unsetVariable: (ref) => request.variables.unset(ref.slot),
      reply: (reply) => {
        this.replies.push(reply);
        this.finish();
      },
      reject: () => {
        this.rejected = true;
        this.finish();
      },
      resume: () => {
        this.resumed++;
        this.run();
      },
      errorReply: () => errorPage,
      deny: unused,
      tarpit: unused,
      track: unused,
      countRequest: unused,
      serve: unused,
      bufferBody: unused,
      bufferResponseBody: unused,
      pause: unused,
      refuse: unused,
      hint: unused,
      disableRetries: unused,
      get effects(): never {
        return unused();
      },
      awaitsContent: false,
      headLimitBytes: 16384,
      lenientRewrites: false,
      failRewrite: unused,
      logNow: unused,
      setLogLevel: unused,
      setTimeout: unused,
      limitBandwidth: unused,
      captureRequest: unused,
      captureResponse: unused,
    };
  }

  run(): void {
    if (!this.finished) this.outcome = evaluateRules(this.#rules, this.txn, true);
  }

  /** Ends the stream, as when the client leaves. */
  finish(): void {
    this.finished = true;
    this.txn.waiting = null;
  }

  /** A stream whose rules were evaluated once. */
  static run(action: Action | undefined, request?: Txn): FakeStream {
    if (action === undefined) throw new Error("there is no such action");
    const stream = new FakeStream(action, request);
    stream.run();
    return stream;
  }
}
