/** The process's variables for `get var` and `set var` of the runtime API. */
import type { VariableControl, VariableText } from "../../cli/control.ts";
import { CollectedDiagnostics } from "../../config/diagnostics/collect.ts";
import { impliedWord } from "../../config/words/word.ts";
import { formatIp, IpAddress } from "../../core/ip.ts";
import type { SampleValue } from "../../sample/types.ts";
import type { Generation } from "../compile/generation.ts";
import { compileStartVariables, setStartVariables } from "../compile/process-scope.ts";
import type { ProcessVariables } from "../threads/process-variables.ts";

const NOWHERE = { file: "", line: 0, column: 0 };

/** A value as HAProxy shows it, a dot for each character that cannot be shown. */
function textOf(value: SampleValue): string {
  if (typeof value === "boolean") return value ? "1" : "0";
  if (value instanceof IpAddress) return formatIp(value);
  return String(value).replace(/[^ -~]/g, ".");
}

export class ProcessVariableControl implements VariableControl {
  readonly #variables: ProcessVariables;
  readonly #generation: () => Generation;

  constructor(variables: ProcessVariables, generation: () => Generation) {
    this.#variables = variables;
    this.#generation = generation;
  }

  get(name: string): VariableText | undefined {
    const { names, values } = this.#variables;
    const ref = names.all().find((each) => name === `proc.${each.name}`);
    const value = ref === undefined ? undefined : values.get(ref.slot);
    if (ref === undefined || value === undefined) return undefined;
    const type = values.typeOf(ref.slot)!;
    return { type: type === "int" ? "sint" : type, text: textOf(value) };
  }

  set(name: string, kind: "expr" | "fmt", text: string): string | null {
    const diagnostics = new CollectedDiagnostics();
    const keyword = kind === "expr" ? "set-var" : "set-var-fmt";
    const words = [keyword, name, text].map((word) => impliedWord(word, NOWHERE));
    const parts = { ...this.#generation().scopeParts, diagnostics };
    const compiled = compileStartVariables([{ words }], parts);
    if (diagnostics.errorCount > 0) return diagnostics.all[0]!.message;
    setStartVariables(compiled, this.#variables.values);
    return null;
  }
}
