/** The names that `h1-case-adjust` lines and files give, and what is wrong with them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadConfig } from "../../../../src/config/load.ts";
import { memoryHost } from "../memory-host.ts";

function loaded(lines: string, file = ""): ReturnType<typeof loadConfig> {
  return loadConfig(["m.cfg"], memoryHost({ "m.cfg": `global\n${lines}`, names: file }));
}

function messages(lines: string, file = ""): readonly string[] {
  return loaded(lines, file).diagnostics.all.map(({ message }) => message);
}

test("names come from lines and from the last file", () => {
  const lines =
    "  h1-case-adjust-file other\n  h1-case-adjust-file names\n  h1-case-adjust host HOST\n";
  const { model, diagnostics } = loaded(lines, "# x-a X-A\n\n  x-b\tX-B \r\nx-c  X-C");
  assert.deepEqual(diagnostics.all, []);
  assert.deepEqual(
    [...model.global.headerCase],
    [
      ["host", "HOST"],
      ["x-b", "X-B"],
      ["x-c", "X-C"],
    ],
  );
});

test("a file's fault is told with its line", () => {
  const line = "  h1-case-adjust-file names\n";
  assert.deepEqual(messages(line, "\nhost\n"), ["'names', line 2: there is nothing after 'host'"]);
  assert.deepEqual(messages(line, "host Hosts\n"), [
    "'names', line 1: 'host' and 'Hosts' must not differ but in case",
  ]);
  assert.deepEqual(messages(line, "host Host more\n"), [
    "'names', line 1: 'host' and 'Host more' must not differ but in case",
  ]);
  assert.deepEqual(messages(line, "host Host\nhost HOST\n"), [
    "'names', line 2: there is another line for 'host'",
  ]);
  assert.deepEqual(messages(`${line}  h1-case-adjust host Host\n`, "host HOST\n"), [
    "'names', line 1: there is another line for 'host'",
  ]);
});

test("a file that is not there is an error", () => {
  assert.match(messages("  h1-case-adjust-file none\n")[0]!, /^cannot read 'none': /);
});
