/** The reference page: up to date, and nothing of the rule language missing without a reason. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { compare } from "../../../docs/missing.ts";
import { directives, language, referencePage } from "../../../docs/reference.ts";

describe("the reference page", () => {
  test("is what npm run docs writes", () => {
    const path = join(import.meta.dirname, "../../../docs/REFERENCE.md");
    assert.equal(readFileSync(path, "utf8"), referencePage(), "run `npm run docs`");
  });

  test("misses nothing of the rule language but what is left out on purpose", () => {
    const missing = language.flatMap(({ title, missing: names }) =>
      names.map((name) => `${title}: ${name}`),
    );
    assert.deepEqual(missing, []);
  });

  test("knows rows whose names are not those of the manual's index", () => {
    const missing = directives.flatMap((each) => each.missing);
    for (const name of ["compression", "persist rdp-cookie", "tcp-check unset-var"])
      assert.ok(!missing.includes(name), name);
  });

  test("tells what is here, left out and not yet apart", () => {
    const told = compare("T", ["a", "51d.all", "b", "a"], new Set(["a", "z"]));
    assert.deepEqual(
      { ...told, excluded: [...told.excluded] },
      {
        title: "T",
        supported: 1,
        inManual: 3,
        excluded: [["device detection is not supported", ["51d.all"]]],
        missing: ["b"],
      },
    );
  });
});
