/** `-cc CONDITION` (management manual 3): one condition, cut into words like a line of a file. */
import { CollectedDiagnostics } from "../diagnostics/collect.ts";
import { type ConditionResult, evaluateCondition } from "./condition.ts";
import { Environment } from "./environment.ts";
import { readLine } from "./lexer.ts";
import { type LoadHost, conditionFacts } from "../load.ts";

/** The condition's value, or what is wrong with it. */
export function checkCondition(text: string, host: Omit<LoadHost, "files">): ConditionResult {
  const facts = conditionFacts(host, new Environment(host.env));
  const diagnostics = new CollectedDiagnostics();
  const line = readLine(text, "-cc", 1, (name) => facts.variable(name), diagnostics);
  const mistake = diagnostics.all[0];
  if (mistake !== undefined) {
    return { offset: (mistake.at?.column ?? 1) - 1, message: mistake.message, hint: mistake.hint };
  }
  const words = line?.words.map((word) => word.text) ?? [];
  return evaluateCondition(words.join(" "), facts);
}
