/**
 * Seeded random lines through the lexer, and random files through the whole loader: nothing throws,
 * every error stands inside its line, words stand where they say, and the same input gives the
 * same output. SLUICE_FUZZ_SEED repeats a run.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CollectedDiagnostics } from "../../src/config/diagnostics/collect.ts";
import { evaluateCondition } from "../../src/config/words/condition.ts";
import { readLine } from "../../src/config/words/lexer.ts";
import { loadConfig } from "../../src/config/load.ts";
import { renderAll } from "../../src/config/diagnostics/render.ts";
import { globalDirectives } from "../../src/config/sections/global.ts";
import { proxyDirectives } from "../../src/config/sections/proxy.ts";
import { memoryHost } from "../unit/config/memory-host.ts";

const seed = Number(process.env["SLUICE_FUZZ_SEED"] ?? 20260101);
const budgetMs = 1500;

/** xorshift32: the same numbers on every runtime. */
function randomOf(start: number): (below: number) => number {
  let state = start | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const pieces: readonly string[] = [
  " ",
  "\t",
  "\\",
  '"',
  "'",
  "$",
  "{",
  "}",
  "[*]",
  "-",
  "#",
  "x",
  "\\x",
  "4",
  "1",
  "a",
  "${A}",
  "${A[*]}",
  "${N-d}",
  "$A",
  "\\n",
  ".LINE",
  "\r",
  "\xe9",
  "\x00",
  "(",
  ")",
  ",",
  "&&",
  "||",
  "!",
];

function randomText(
  random: (below: number) => number,
  from: readonly string[],
  length: number,
): string {
  let text = "";
  for (let count = random(length); count > 0; count--) text += from[random(from.length)]!;
  return text;
}

/** Repeats `once` for the budget or `rounds`, whichever ends first; says how to repeat a failure. */
function repeat(rounds: number, once: (random: (below: number) => number) => void): void {
  const end = Date.now() + budgetMs;
  for (let round = 0; round < rounds && Date.now() < end; round++) {
    try {
      once(randomOf(seed + round));
    } catch (error) {
      throw new Error(`SLUICE_FUZZ_SEED=${seed + round}`, { cause: error });
    }
  }
}

test("random lines are cut into words or refused at a place inside them", () => {
  const lookup = (name: string): string | undefined => (name === "A" ? "p  q" : undefined);
  repeat(20_000, (random) => {
    const source = randomText(random, pieces, 30);
    const diagnostics = new CollectedDiagnostics();
    const line = readLine(source, "f", 1, lookup, diagnostics);
    assert.deepEqual(readLine(source, "f", 1, lookup, new CollectedDiagnostics()), line);
    for (const { at } of diagnostics.all) {
      assert.ok(at !== null && at.column >= 1 && at.column <= source.length + 1);
    }
    let column = 0;
    for (const word of line?.words ?? []) {
      assert.ok(word.column >= column && word.width >= 1);
      assert.ok(word.column + word.width - 1 <= source.length);
      column = word.column;
    }
    if (line !== null) assert.equal(diagnostics.errorCount, 0);
  });
});

test("quoting any text gives it back as one word", () => {
  repeat(5_000, (random) => {
    const text = randomText(random, pieces, 20).replaceAll("\0", "");
    const quoted = `"${text.replace(/[\\"$]/g, "\\$&").replaceAll("\r", "\\r")}"`;
    const line = readLine(`k ${quoted}`, "f", 1, () => undefined, new CollectedDiagnostics());
    assert.deepEqual(
      line?.words.map((word) => word.text),
      ["k", text],
    );
  });
});

test("random conditions have a value or a place where they are wrong", () => {
  const facts = {
    version: "3.5-dev5",
    features: [],
    enabled: new Set<string>(),
    sslLibrary: { name: "", version: "" },
    variable: () => undefined,
  };
  const words = ["0", "1", "streq", "defined", "(", ")", "a", ",", "&&", "||", "!", " ", "'", "\\"];
  repeat(10_000, (random) => {
    const text = randomText(random, words, 20);
    const result = evaluateCondition(text, facts);
    if ("offset" in result) assert.ok(result.offset >= 0 && result.offset <= text.length, text);
  });
});

test("random files of known directives load or are refused, and can be shown", () => {
  const names = [...globalDirectives, ...proxyDirectives].map((row) => row.name);
  const sections = [
    "global",
    "defaults",
    "defaults d",
    "frontend f",
    "backend b",
    "listen l from d",
    "userlist u",
    "peers p",
    "resolvers r",
    "http-errors h",
  ];
  const args = [
    "1",
    "-1",
    "5s",
    "x",
    ":80",
    "127.0.0.1:1-2",
    "if",
    "unless",
    "TRUE",
    "insert",
    "len",
    "global",
    "ssl",
    "crt",
    '""',
    "'",
    "check",
    "id",
    "weight",
    "from",
    "$A",
    '"${A[*]}"',
    "!",
    "http",
    "status",
  ];
  repeat(3_000, (random) => {
    let text = "";
    for (let count = random(12); count > 0; count--) {
      text +=
        random(4) === 0 ? sections[random(sections.length)]! : ` ${names[random(names.length)]!}`;
      for (let more = random(5); more > 0; more--) text += ` ${args[random(args.length)]!}`;
      text += "\n";
    }
    const loaded = loadConfig(["f.cfg"], memoryHost({ "f.cfg": text }, { A: "a b" }));
    const options = { colour: true, source: loaded.source };
    assert.equal(typeof renderAll(loaded.diagnostics.all, options), "string");
    for (const { at } of loaded.diagnostics.all) {
      if (at !== null) assert.notEqual(loaded.source(at.file, at.line), undefined);
    }
  });
});
