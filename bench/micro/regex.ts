/**
 * Regular expressions: the runtime's engine beside the machine of src/pattern/regex, for a path
 * test of the guide and for an ambiguous pattern, on short and on long texts; and what compiling
 * costs. Run with `node_modules/.bin/bun bench/micro/regex.ts`.
 */
import { bench, do_not_optimize, run, summary } from "mitata";
import { compileRegex } from "../../src/pattern/regex.ts";
import { MachineSearch } from "../../src/pattern/regex/machine.ts";
import type { Search } from "../../src/pattern/regex/match.ts";
import { NativeSearch } from "../../src/pattern/regex/native.ts";
import { parseRegex } from "../../src/pattern/regex/parse.ts";

function searches(pattern: string): { native: Search; machine: Search; chosen: Search } {
  const parsed = parseRegex(pattern, false);
  const compiled = compileRegex(pattern, "");
  if ("at" in parsed || "fault" in compiled) throw new Error(`${pattern} does not compile`);
  const machine = MachineSearch.of(parsed.tree, parsed.groups);
  if (machine === null) throw new Error(`${pattern} is too long`);
  return { native: new NativeSearch(parsed.tree), machine, chosen: compiled.regex };
}

/** The text in one piece, as requests give it. */
function flat(text: string): string {
  return Buffer.from(text, "latin1").toString("latin1");
}

function compare(pattern: string, title: string, text: string, names: readonly string[]): void {
  const { native, machine, chosen } = searches(pattern);
  const all: Readonly<Record<string, Search>> = { native, machine, chosen };
  summary(() => {
    for (const name of names) {
      const search = all[name]!;
      bench(`${pattern} on ${title}: ${name}`, () => do_not_optimize(search.test(text)));
    }
  });
}

const every = ["native", "machine", "chosen"];
const PATH = flat("/api/v12/items/4711");
compare("^/api/v[0-9]+/", "its path", PATH, every);
compare("^/api/v[0-9]+/", "another path", flat("/static/logo.svg"), every);
compare("[0-9]+x[0-9]+\\.png$", "a path", flat("/images/thumbs/640x480/logo.jpg"), every);
compare("a*a*b", "100 characters", flat("a".repeat(100)), every);
// The runtime's engine would take minutes for this.
compare("a*a*b", "16 KiB", flat("a".repeat(16_384)), ["machine", "chosen"]);
compare("(a+)+b", "16 KiB", flat("a".repeat(16_384)), ["machine", "chosen"]);

bench("compile ^/api/v[0-9]+/", () => do_not_optimize(compileRegex("^/api/v[0-9]+/", "")));
bench("compile (a+)+b", () => do_not_optimize(compileRegex("(a+)+b", "")));

await run();
