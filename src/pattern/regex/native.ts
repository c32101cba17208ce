/** A regex on the runtime's own engine, which is the fastest for what it need not backtrack over. */
import { emitRest, emitWhole } from "./emit.ts";
import type { Match, Search } from "./match.ts";
import { type Node, someNode } from "./tree.ts";

export class NativeSearch implements Search {
  readonly steps: number = 0;
  readonly #tree: Node;
  readonly #flags: string;
  readonly #whole: RegExp;
  /** Made when it is asked for: only replacing all matches does. */
  #rest: RegExp | null = null;

  constructor(tree: Node) {
    const ignoresCase = someNode(tree, (node) => node.kind === "back" && node.ignoresCase);
    this.#tree = tree;
    this.#flags = ignoresCase ? "i" : "";
    this.#whole = new RegExp(emitWhole(tree), this.#flags);
  }

  test(text: string): boolean {
    return this.#whole.test(text);
  }

  exec(text: string): Match | null {
    return matchOf(this.#whole.exec(text));
  }

  execRest(rest: string): Match | null {
    this.#rest ??= new RegExp(emitRest(this.#tree), this.#flags);
    return matchOf(this.#rest.exec(rest));
  }
}

function matchOf(found: RegExpExecArray | null): Match | null {
  if (found === null) return null;
  return { start: found.index, end: found.index + found[0].length, groups: found };
}
