/**
 * Casts between sample types (manual 7.2, 7.3.1): for each type that a sample may have and each
 * type that a converter takes, both programs accept or refuse the same pairs, and give the same
 * values for the ones they accept. The refused are told by Sluice at the converter's name.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { haproxyProgram, sluiceProgram } from "../support/programs.ts";
import { httpDefaults } from "./configs.ts";
import { compareExpressions } from "./expression-table.ts";

const sources: readonly string[] = [
  "bool(1)",
  "int(5)",
  "int(4294967296)",
  "ipv4(1.2.3.4)",
  "ipv6(2001:db8::1)",
  "ipv6(::ffff:1.2.3.4)",
  "str(7)",
  "str(1.2.3.4)",
  "str()",
  "bin(37)",
  "method",
  "url_ip",
  "var(txn.bool)",
  "var(txn.int)",
  "var(txn.ipv4)",
  "var(txn.ipv6)",
  "var(txn.str)",
  "var(txn.bin)",
  "var(txn.unset)",
];

/** A converter for each type of input. */
const converters: readonly string[] = [
  "iif(yes,no)",
  "not",
  "add(0)",
  "ipmask(24,64)",
  "upper",
  "length",
  "hex",
  "in_table(fe)",
  "set-var(txn.kept),length",
];

/** Pairs that have no cast: what they take, and the samples that cannot be it. */
const refused: readonly (readonly [converter: string, sources: readonly string[]])[] = [
  [
    "iif(yes,no)",
    ["url_ip", "ipv4(1.2.3.4)", "ipv6(2001:db8::1)", "ipv6(::ffff:1.2.3.4)", "bin(37)", "method"],
  ],
  ["not", ["ipv6(2001:db8::1)", "ipv6(::ffff:1.2.3.4)", "bin(37)", "method"]],
  ["add(0)", ["ipv6(2001:db8::1)", "ipv6(::ffff:1.2.3.4)", "bin(37)", "method"]],
  ["ipmask(24,64)", ["bool(1)", "bin(37)", "method"]],
];

const isRefused = (source: string, converter: string): boolean =>
  refused.some(([name, list]) => name === converter && list.includes(source));

const pairs = sources.flatMap((source) =>
  converters.map((converter) => ({
    text: `${source},${converter}`,
    converter,
    isRefused: isRefused(source, converter),
  })),
);

compareExpressions(
  "casts",
  pairs.filter((pair) => !pair.isRefused).map(({ text }) => `%[${text}]`),
  [
    "stick-table type string size 10",
    "http-request set-var(txn.bool) bool(1)",
    "http-request set-var(txn.int) int(5)",
    "http-request set-var(txn.ipv4) ipv4(1.2.3.4)",
    "http-request set-var(txn.ipv6) ipv6(2001:db8::1)",
    "http-request set-var(txn.str) str(12ab)",
    "http-request set-var(txn.bin) bin(3700)",
  ].join("\n    "),
);

const folder = mkdtempSync(join(tmpdir(), "sluice-casts-"));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, "casts.cfg");

/** What `-c` says of a frontend that sets a header by the expression. */
function verdict(
  { command, args }: ReturnType<typeof sluiceProgram>,
  text: string,
): { accepted: boolean; said: string } {
  const rule = `    http-request set-header x '%[${text}]'`;
  writeFileSync(path, `${httpDefaults}frontend fe\n    bind 127.0.0.1:1\n${rule}\n`);
  const { status, stderr } = spawnSync(command, [...args, "-c", "-f", path], { encoding: "utf8" });
  return { accepted: status === 0, said: stderr };
}

const haproxy = haproxyProgram();
for (const pair of pairs.filter(({ isRefused: no }) => no)) {
  test(`no cast for ${pair.text}`, () => {
    const { accepted, said } = verdict(sluiceProgram(), pair.text);
    assert.equal(accepted, false);
    const column = "    http-request set-header x '%[".length + pair.text.indexOf(pair.converter);
    assert.match(said, new RegExp(`casts\\.cfg:\\d+:${column + 1}: converter`));
    if (haproxy !== undefined) assert.equal(verdict(haproxy, pair.text).accepted, false);
  });
}
