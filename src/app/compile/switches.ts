/** `use_backend` rules (manual 4.2). */
import type { SwitchRuleModel } from "../../config/model.ts";
import { compileCondition } from "../../pattern/condition.ts";
import { dispatches } from "../../pattern/dispatch.ts";
import type { Guard } from "../../pattern/guard.ts";
import type { CompileScope } from "../../sample/compile-scope.ts";
import { compileLogFormat } from "../../sample/log-format/log-format.ts";
import type { Backend } from "../../stream/backend.ts";
import type { BackendSwitch } from "../../stream/frontend.ts";

/** Compiles the rules in the order of the file; one that was reported is left out. */
export function compileSwitches(
  models: readonly SwitchRuleModel[],
  backends: ReadonlyMap<string, Backend>,
  scope: CompileScope,
): readonly BackendSwitch[] {
  const switches: Omit<BackendSwitch, "dispatch">[] = [];
  const guards: (Guard | null)[] = [];
  for (const model of models) {
    const condition = compileCondition(model.condition, scope);
    const target = compileTarget(model, backends, scope);
    if (condition === undefined || target === undefined) continue;
    switches.push({ condition: condition === "always" ? null : condition.test, target });
    guards.push(condition === "always" ? null : condition.guard);
  }
  const runs = dispatches(guards, scope.patterns);
  return switches.map((rule, index) => ({ ...rule, dispatch: runs[index]! }));
}

/** A name, or a format that makes one for each request. */
function compileTarget(
  { target }: SwitchRuleModel,
  backends: ReadonlyMap<string, Backend>,
  scope: CompileScope,
): BackendSwitch["target"] | undefined {
  if (!target.text.includes("%[")) {
    const backend = backends.get(target.text) ?? null;
    return () => backend;
  }
  const name = compileLogFormat(target, scope);
  return name === undefined ? undefined : (txn) => backends.get(name(txn)) ?? null;
}
