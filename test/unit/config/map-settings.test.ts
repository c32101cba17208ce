/** The settings for files of maps, which HAProxy does not have. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadConfig } from "../../../src/config/load.ts";
import { memoryHost } from "./memory-host.ts";

function loaded(lines: string): ReturnType<typeof loadConfig> {
  return loadConfig(["m.cfg"], memoryHost({ "m.cfg": `global\n${lines}` }));
}

test("maps.watch and maps.write-back are off unless they are on", () => {
  const settings = (lines: string): readonly boolean[] => {
    const { model, diagnostics } = loaded(lines);
    assert.deepEqual(diagnostics.all, []);
    return [model.global.mapsWatch, model.global.mapsWriteBack];
  };
  assert.deepEqual(settings(""), [false, false]);
  assert.deepEqual(settings("  maps.watch on\n"), [true, false]);
  assert.deepEqual(settings("  maps.write-back on\n"), [false, true]);
  assert.deepEqual(settings("  maps.watch on\n  maps.watch off\n"), [false, false]);
});

test("they take one of two words", () => {
  for (const line of ["maps.watch", "maps.watch maybe", "maps.write-back on off"]) {
    assert.equal(loaded(`  ${line}\n`).diagnostics.all.length, 1, line);
  }
});
