/** Every fetch has rows in the tables that are compared with HAProxy, or a reason not to. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fetchRows } from "../../../src/sample/fetch-rows.ts";

const NOT_COMPARED: ReadonlyMap<string, string> = new Map([
  ["bytes_out", "HAProxy counts a head when it leaves, Sluice when it comes: unit tests"],
  ["quic_enabled", "true in an HAProxy built with QUIC, never here"],
  ["ssl_bc_curve", "refused on Bun, which the comparison runs on: contract and unit tests"],
  ["term_events", "shows HAProxy's own events; '-', as the manual says, here: unit tests"],
  ["ssl_fc_session_id", "random, and absent in TLS 1.3 on Bun: unit and contract tests"],
  ["ssl_bc_is_resumed", "HAProxy resumes sessions to servers, which Sluice does not"],
  ["res.ssl_hello_type", "unit tests"],
  ["res.body_len", "what of a body is there when a rule runs is a matter of timing: unit tests"],
  ["res.body_size", "as res.body_len"],
]);

/**
 * Names that tables make of parts: "sc_", "ssl_c_", "res." before what stands in them. What follows
 * the prefix must stand there.
 */
const FAMILY =
  /^(?:sc[012]?_|src_|ssl_(?:[cfs]|fc|bc)_|re[qs]\.|capture\.re[qs]\.|[fb]c_|[fb]e_|[fb]s\.|srv_)(.+)$/;

const folders = [join(import.meta.dirname, "../../compat"), import.meta.dirname];
const texts = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && (folder !== folders[1] || name.includes("answers")))
    .map((name) => readFileSync(join(folder, name), "utf8")),
);
const words = new Set(texts.join("\n").match(/[A-Za-z0-9_.+-]*[A-Za-z0-9_]/g));

function isCompared(name: string): boolean {
  if (words.has(name)) return true;
  const part = FAMILY.exec(name)?.[1];
  return part !== undefined && ["", "_", "."].some((before) => words.has(before + part));
}

test("every fetch is compared with HAProxy", () => {
  const missing = fetchRows
    .filter(({ name, aliases = [] }) => ![name, ...aliases].some(isCompared))
    .map(({ name }) => name)
    .filter((name) => !NOT_COMPARED.has(name));
  assert.deepEqual(missing, []);
});

test("what is not compared is a fetch", () => {
  for (const name of NOT_COMPARED.keys()) {
    assert.ok(
      fetchRows.some((row) => row.name === name),
      name,
    );
  }
});
