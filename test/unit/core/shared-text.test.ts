/** Texts that one thread writes and others read. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Arena } from "../../../src/core/arena.ts";
import { SharedText } from "../../../src/core/shared-text.ts";

const region = new Arena().region("text", SharedText.sizeBytes(10));

test("new memory is an empty text, and the last text set is what every view reads", () => {
  const writer = new SharedText(region);
  const reader = new SharedText(region);
  assert.equal(reader.get(), "");
  for (const text of ["abcde", "a\u00ff", "", "12345678"]) {
    writer.set(text);
    assert.equal(reader.get(), text);
  }
});

test("a text that is too long is cut to what the region holds", () => {
  const text = new SharedText(region);
  text.set("0123456789abcdef");
  assert.equal(text.get(), "0123456789ab");
});
