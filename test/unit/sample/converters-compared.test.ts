/** Every converter has rows in the tables that are compared with HAProxy, or a reason not to. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { converterRows } from "../../../src/sample/converter-rows.ts";

/** Converters that no HAProxy at hand knows, with where they are tested. */
const NOT_COMPARED: ReadonlyMap<string, string> = new Map(
  ["jwt_decrypt_cert", "jwt_decrypt_jwk", "jwt_decrypt_secret", "jwt_verify_cert"].map((name) => [
    name,
    "newer than 3.2: test/unit/sample/jose",
  ]),
);

const folder = join(import.meta.dirname, "../../compat");
const tables = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(join(folder, name), "utf8"))
  .join("\n");
const words = new Set(tables.match(/[A-Za-z0-9_.-]*[A-Za-z0-9_]/g));

test("every converter is compared with HAProxy", () => {
  const missing = converterRows
    .map(({ name }) => name)
    .filter((name) => !words.has(name) && !NOT_COMPARED.has(name));
  assert.deepEqual(missing, []);
});

test("what is not compared is a converter, and has no rows", () => {
  for (const name of NOT_COMPARED.keys()) {
    assert.ok(
      converterRows.some((row) => row.name === name),
      name,
    );
    assert.ok(!words.has(name), name);
  }
});
