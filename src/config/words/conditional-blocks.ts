/**
 * The `.if` … `.endif` nesting of one file (manual 2.4): which lines count. A condition inside a
 * skipped block is never evaluated.
 */
import type { Diagnostics } from "../diagnostics/diagnostics.ts";
import type { Line } from "./word.ts";
import { type ConditionFacts, evaluateCondition } from "./condition.ts";

/**
 * taken: this branch counts. waiting: none has so far. done: another branch counted, or the whole
 * block is skipped, or its condition could not be read.
 */
type BranchState = "taken" | "waiting" | "done";

interface Block {
  readonly opening: Line;
  state: BranchState;
  sawElse: boolean;
}

export class ConditionalBlocks {
  readonly #blocks: Block[] = [];
  readonly #facts: ConditionFacts;
  readonly #diagnostics: Diagnostics;

  constructor(facts: ConditionFacts, diagnostics: Diagnostics) {
    this.#facts = facts;
    this.#diagnostics = diagnostics;
  }

  /** Lines here are to be obeyed. */
  get active(): boolean {
    return this.#blocks.every((block) => block.state === "taken");
  }

  /** Obeys `.if`, `.elif`, `.else` or `.endif`; false when the line is none of them. */
  take(line: Line): boolean {
    switch (line.words[0]!.text) {
      case ".if":
        this.#open(line);
        return true;
      case ".elif":
        this.#elif(line);
        return true;
      case ".else":
        this.#else(line);
        return true;
      case ".endif":
        this.#refuseArguments(line);
        if (this.#blocks.pop() === undefined) this.#lone(line);
        return true;
      default:
        return false;
    }
  }

  /** The end of the file. */
  close(): void {
    for (const block of this.#blocks) {
      this.#diagnostics.error(
        block.opening,
        "this '.if' is never closed",
        "expected '.endif' before the end of the file",
      );
    }
  }

  #open(line: Line): void {
    const state = this.active ? this.#evaluate(line) : "done";
    this.#blocks.push({ opening: line, state, sawElse: false });
  }

  #elif(line: Line): void {
    const block = this.#blocks.at(-1);
    if (block === undefined) return this.#lone(line);
    if (block.sawElse)
      return this.#diagnostics.error(line, "'.elif' after '.else'", "'.else' is the last branch");
    block.state = block.state === "waiting" ? this.#evaluate(line) : "done";
  }

  #else(line: Line): void {
    this.#refuseArguments(line);
    const block = this.#blocks.at(-1);
    if (block === undefined) return this.#lone(line);
    if (block.sawElse) return this.#diagnostics.error(line, "a second '.else' in this block", "");
    block.sawElse = true;
    block.state = block.state === "waiting" ? "taken" : "done";
  }

  #evaluate(line: Line): BranchState {
    const words = line.words.slice(1);
    const result = evaluateCondition(words.map((word) => word.text).join(" "), this.#facts);
    if ("value" in result) return result.value ? "taken" : "waiting";
    let offset = result.offset;
    const wordAt = words.find((word) => {
      if (offset <= word.text.length) return true;
      offset -= word.text.length + 1;
      return false;
    });
    this.#diagnostics.error(wordAt ?? line, result.message, result.hint);
    return "done";
  }

  #lone(line: Line): void {
    const name = line.words[0]!.text;
    this.#diagnostics.error(line, `'${name}' without a '.if' before it`);
  }

  #refuseArguments(line: Line): void {
    const extra = line.words[1];
    if (extra === undefined) return;
    this.#diagnostics.error(
      extra,
      `unexpected argument '${extra.text}' for '${line.words[0]!.text}'`,
    );
  }
}
