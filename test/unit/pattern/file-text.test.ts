/** Pattern files written: comments stay, changes are in, and the text reads back as it was. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileTextOf } from "../../../src/pattern/file-text.ts";
import { PatternReference } from "../../../src/pattern/reference.ts";

const every = (key: string): { key: string; nth: null } => ({ key, nth: null });

function loaded(text: string, hasValues: boolean): PatternReference {
  const reference = new PatternReference(0, "f", hasValues);
  reference.addText(text, hasValues ? "map-file" : "acl-file");
  return reference;
}

function written(reference: PatternReference, before: string): string {
  const result = fileTextOf(reference, before);
  assert.ok("text" in result, JSON.stringify(result));
  return result.text;
}

const entriesOf = (reference: PatternReference): readonly string[] =>
  [...reference.entries].map(({ key, value }) => `${key}=${value}`);

test("comments, blank lines and lines that did not change stay where they are", () => {
  const before = "# hosts\n\na.com   one\n b.com two\n# the last\nc.com three\n";
  const reference = loaded(before, true);
  assert.equal(written(reference, before), before);
  reference.set(every("b.com"), "TWO");
  reference.delete(every("a.com"));
  reference.add("d.com", "four words of it");
  const after = "# hosts\n\n# the last\nc.com three\nb.com TWO\nd.com four words of it\n";
  assert.equal(written(reference, before), after);
  assert.deepEqual(entriesOf(loaded(after, true)).toSorted(), entriesOf(reference).toSorted());
});

test("without comments the entries are written in their order", () => {
  const reference = loaded("b 1\na 2\nb 3\nempty\n", true);
  reference.set(every("a"), "9");
  assert.equal(written(reference, "b 1\na 2\nb 3\nempty\n"), "b 1\na 9\nb 3\nempty\n");
});

test("several entries of one key each have a line", () => {
  const before = "# c\nk 1\nk 2\nk 1\n";
  const reference = loaded(before, true);
  assert.equal(written(reference, before), before);
  reference.delete({ key: "k", nth: 1 });
  assert.deepEqual(entriesOf(loaded(written(reference, before), true)), ["k=1", "k=1"]);
});

test("an ACL's file has patterns with blanks, and none that begins like a comment", () => {
  const reference = loaded("one two\n", false);
  reference.add("#hash", null);
  const text = written(reference, "one two\n");
  assert.equal(text, "one two\n #hash\n");
  assert.deepEqual(entriesOf(loaded(text, false)), entriesOf(reference));
});

test("an entry that no line can hold is not written as another one", () => {
  for (const [key, value] of [
    ["two words", "v"],
    ["k", " leading"],
    ["k", "a\nb"],
    ["", "v"],
  ] as const) {
    const reference = loaded("", true);
    reference.add(key, value);
    assert.deepEqual(fileTextOf(reference, ""), {
      fault: `no line of a file can hold the entry '${key}'`,
    });
  }
});
