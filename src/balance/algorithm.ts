/**
 * What every balancing algorithm is: a choice among the usable servers of a farm, made by each
 * thread for itself. An algorithm keeps what it builds from the list of usable servers for as
 * long as `farm.usable()` gives the same array.
 */
import type { ProxyModel } from "../config/model.ts";
import type { Word } from "../config/words/word.ts";
import type { CompileScope } from "../sample/compile-scope.ts";
import type { Txn } from "../sample/txn.ts";
import type { Farm } from "../server/farm.ts";
import type { Server } from "../server/server.ts";

export interface Algorithm {
  /**
   * The server for this stream, null when none can take it now: the stream then waits in the
   * backend's queue, or fails if no server is usable. `avoid` is the server that just failed; it
   * is chosen only when there is no other. The connection slot is not taken yet.
   */
  pick(txn: Txn, avoid: Server | null): Server | null;
  /** The key may stand in the body of this request, which is to be waited for. */
  wantsBody?(txn: Txn): boolean;
}

/** What an algorithm is compiled for. */
export interface BalanceUse {
  readonly farm: Farm;
  readonly model: ProxyModel;
  readonly scope: CompileScope;
  /** `tune.bufsize`: how much of a body is looked at. */
  readonly bufferSizeBytes: number;
}

/** One word after `balance`. */
export interface BalanceRow {
  readonly name: string;
  /** e.g. "random[(<draws>)]" */
  readonly syntax: string;
  /** Section of the configuration manual. */
  readonly manual: string;
  readonly summary: string;
  /** Whether weights may be changed at run time to anything but 0% and 100%. */
  readonly dynamic: boolean;
  /** The stream's key decides, so that another server is no equal choice. */
  readonly keyed?: boolean;
  /** Whether something may stand in parentheses, and whether words may follow. */
  readonly takesArgument?: boolean;
  readonly takesOptions?: boolean;
  /** Only for `mode http`. */
  readonly http?: boolean;
  /**
   * Compiles the use at `at`. `argument` is what stood in parentheses, `options` the words after.
   * Returns undefined after reporting to `use.scope.diagnostics`.
   */
  compile(
    argument: string | null,
    options: readonly Word[],
    use: BalanceUse,
    at: Word,
  ): Algorithm | undefined;
}
