/** Expressions that plugins asked for with `txn.sample`, compiled once each; the oldest make room. */
import type { Eval } from "../sample/types.ts";

const MAX_EXPRESSIONS = 1024;

export class ExpressionCache {
  readonly #byText: Map<string, Eval> = new Map();
  #compile: (text: string) => Eval | undefined = () => undefined;

  compileWith(compile: (text: string) => Eval | undefined): void {
    this.#compile = compile;
  }

  /** Throws an Error for an expression that does not compile. */
  get(text: string): Eval {
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const made = this.#compile(text);
    if (made === undefined) throw new Error(`'${text}' is no sample expression`);
    if (this.#byText.size >= MAX_EXPRESSIONS) this.#byText.delete(this.#oldest());
    this.#byText.set(text, made);
    return made;
  }

  #oldest(): string {
    for (const text of this.#byText.keys()) return text;
    return "";
  }
}
