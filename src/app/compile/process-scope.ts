/**
 * What is compiled outside of any proxy: the global section's `set-var` and `set-var-fmt` (manual
 * 3.1), and the expressions that plugins ask for while the proxy runs.
 */
import { CollectedDiagnostics } from "../../config/diagnostics/collect.ts";
import { blankProxy } from "../../config/model/blank/proxy.ts";
import type { GlobalModel } from "../../config/model.ts";
import { impliedWord, type Position, type Word } from "../../config/words/word.ts";
import { typeOfValue } from "../../sample/cast.ts";
import { compileExpression } from "../../sample/expression.ts";
import { ShownFigures } from "../../sample/log-format/final-figures.ts";
import { compileLogFormat } from "../../sample/log-format/log-format.ts";
import { type Eval, type Expression, Where } from "../../sample/types.ts";
import type { VariableRef, Variables } from "../../sample/variables/variables.ts";
import { processTxn } from "../process/txn.ts";
import { EVERYWHERE, ProxyScope, type ScopeParts } from "./scope.ts";

/** A variable that the global section sets. */
export interface StartVariable {
  readonly ref: VariableRef;
  readonly value: Expression;
}

const NOWHERE: Position = { file: "", line: 0, column: 0 };

/** Before the proxies there are no proxies to ask of: HAProxy knows none here either. */
const NO_NAMES: ScopeParts["names"] = {
  frontends: new Map(),
  backends: new Map(),
  tables: new Map(),
  userlists: new Map(),
};

/** Compiles the global section's variables, in their order. Words behind the value are ignored, as HAProxy does. */
export function compileStartVariables(
  setVars: readonly Pick<GlobalModel["setVars"][number], "words">[],
  parts: ScopeParts,
): StartVariable[] {
  const scope = scopeOutside({ ...parts, names: NO_NAMES }, Where.internal, "global set-var");
  return setVars.flatMap(({ words }) => {
    const [keyword, name, expression] = words;
    const ref = processVariable(name!, scope);
    const value =
      keyword!.text === "set-var"
        ? compileExpression(expression!, scope)
        : formatOf(expression!, scope);
    return ref === undefined || value === undefined ? [] : [{ ref, value }];
  });
}

/** Gives the variables their values, each seeing those before it. */
export function setStartVariables(
  startVariables: readonly StartVariable[],
  variables: Variables,
): void {
  for (const {
    ref,
    value: { eval: evaluate, type },
  } of startVariables) {
    const value = evaluate(processTxn);
    const isKnown = type !== "any" && type !== "addr";
    if (value !== undefined) variables.set(ref.slot, value, isKnown ? type : typeOfValue(value));
  }
}

/** An expression of a plugin, which may name anything of the configuration; undefined when it is wrong. */
export function compilePluginExpression(text: string, parts: ScopeParts): Eval | undefined {
  const scope = scopeOutside(
    { ...parts, diagnostics: new CollectedDiagnostics() },
    EVERYWHERE,
    "plugin",
  );
  return compileExpression(impliedWord(text, NOWHERE), scope)?.eval;
}

function scopeOutside(parts: ScopeParts, where: number, what: string): ProxyScope {
  const nobody = { ...blankProxy("frontend", "", NOWHERE), mode: "http" } as const;
  return new ProxyScope(parts, nobody, where, what, null, new ShownFigures());
}

function processVariable(name: Word, scope: ProxyScope): VariableRef | undefined {
  const ref = scope.variableNames.ref(name.text);
  if (ref?.scope === "proc") return ref;
  const message =
    ref === undefined
      ? `'${name.text}' is not a valid variable name`
      : `cannot set variable '${name.text}' here, only scope 'proc' is there in the global section`;
  scope.diagnostics.error(
    name,
    message,
    "a name here is 'proc.', then letters, digits, '_' or '.'",
  );
  return undefined;
}

function formatOf(word: Word, scope: ProxyScope): Expression | undefined {
  const format = compileLogFormat(word, scope);
  return format === undefined ? undefined : { type: "str", eval: format };
}
