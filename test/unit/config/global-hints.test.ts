/** Directives that only advise HAProxy's engine: taken as HAProxy takes them, and nothing changes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadConfig } from "../../../src/config/load.ts";
import { blankGlobal } from "../../../src/config/model/blank/global.ts";
import { globalHintDirectives } from "../../../src/config/directives/global-hints.ts";
import { memoryHost } from "./memory-host.ts";

const load = (text: string): ReturnType<typeof loadConfig> =>
  loadConfig(["a"], memoryHost({ a: text }));

function told(line: string): readonly string[] {
  return load(`global\n ${line}\n`).diagnostics.all.map(({ message }) => message);
}

test("every hint is taken and leaves the model as it is", () => {
  for (const { name, syntax } of globalHintDirectives) {
    const [, argument = ""] = /^\S+ (?:\{ (\S+)|<\w+>)/.exec(syntax) ?? [];
    const given = syntax.includes("<number>") ? "5" : syntax.includes("<") ? "word" : argument;
    const { model, diagnostics } = load(`global\n ${name} ${given}\n`);
    assert.deepEqual(diagnostics.all, [], name);
    assert.deepEqual(model.global, blankGlobal(), name);
    assert.match(told(`${name} ${given} further words`).join(), /does not take/, name);
  }
});

test("arguments are checked where they stand", () => {
  for (const [line, expected] of [
    ["maxpipes", /expects a number/],
    ["maxpipes x", /'x' is not a number/],
    ["mworker-max-reloads -1", /must be between 0 and/],
    ["cpu-policy x", /does not know 'x'/],
    ["profiling.tasks", /expects one of 'on', 'auto', 'off'/],
    ["cluster-secret", /expects <secret>/],
    ["no noepoll", /does not take 'no'/],
  ] as const) {
    assert.match(told(line).join(), expected, line);
  }
  for (const line of ["no busy-polling", "no numa-cpu-mapping"])
    assert.deepEqual(told(line), [], line);
});

test("what a hint turns off is not enabled any more", () => {
  const asked = `.if enabled(POLL)\n.notice yes\n.else\n.notice no\n.endif\n`;
  const answers = load(`global\n${asked} nopoll\n${asked}`).diagnostics.all;
  assert.deepEqual(
    answers.map(({ message }) => message),
    ["yes", "no"],
  );
});
