/**
 * Maps and pattern lists: how long a file of a million lines takes to load and how much memory it
 * keeps, and what a lookup costs beside the same with ten entries; the same for ACL lists of ten
 * and of ten thousand patterns of each kind. Run with
 * `node_modules/.bin/bun --expose-gc bench/micro/maps.ts`; a name as argument ("str", "ip", "acl")
 * runs only that part, which keeps memory figures clean.
 */
import { bench, do_not_optimize, run } from "mitata";
import { parseIp } from "../../src/core/ip.ts";
import { matchRow } from "../../src/pattern/match-rows.ts";
import { PatternReference } from "../../src/pattern/reference.ts";
import type { PatternSearch } from "../../src/pattern/search.ts";
import type { SampleValue } from "../../src/sample/types.ts";

const SAMPLES = 4096;
const part = process.argv[2];

/** Repeatable numbers below `limit`. */
let seed = 1;
function random(limit: number): number {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return Math.floor((seed / 2 ** 32) * limit);
}

const address = (): string => `${1 + random(223)}.${random(256)}.${random(256)}.${random(256)}`;

/** The text in one piece, as files and requests give it. */
function flat(text: string): string {
  return Buffer.from(text, "latin1").toString("latin1");
}

/** Lines of a map file of each kind. */
const LINES: Readonly<Record<string, (index: number) => string>> = {
  str: (index) => `host${index}.example${index % 977}.com`,
  beg: (index) => `/app${index % 1000}/section${Math.floor(index / 7)}/`,
  ip: () => `${address()}/${[16, 20, 22, 24, 24, 24, 28, 32][random(8)]!}`,
};

/** A sample that has something to do with the key. */
function sampleOf(kind: string, key: string): SampleValue {
  if (kind === "ip") return parseIp(key.split("/")[0]!)!;
  return kind === "beg" ? `${key}page/${random(1000)}.html` : key;
}

function textOf(kind: string, count: number): string {
  const line = LINES[kind]!;
  const lines = Array.from(
    { length: count },
    (_, index) => `${line(index)} backend${index % 100}\n`,
  );
  return flat(lines.join(""));
}

function load(kind: string, text: string): PatternSearch {
  const reference = new PatternReference(0, `${kind}.map`, true);
  reference.addText(text, "map-file");
  const search = reference.searchBy(matchRow(kind)!, false, "str");
  if ("fault" in search) throw new Error(search.fault);
  return search;
}

/** Memory of the process once what nobody holds is given back (`bun --expose-gc`, else as it is). */
function megabytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss / 2 ** 20;
}

function benchMap(kind: string): void {
  for (const count of [10, 1_000_000]) {
    const text = textOf(kind, count);
    const keys = Array.from({ length: SAMPLES }, () => {
      const start = text.lastIndexOf("\n", random(text.length - 2)) + 1;
      return text.slice(start, text.indexOf(" ", start));
    });
    const samples = keys.map((key) => sampleOf(kind, key));
    const memory = megabytes();
    const start = performance.now();
    const search = load(kind, text);
    const loadMs = performance.now() - start;
    const kept = megabytes() - memory + text.length / 2 ** 20;
    console.log(
      `map_${kind}, ${count} entries: loaded in ${loadMs.toFixed(1)} ms, ` +
        `${kept.toFixed(0)} MiB with the file's ${(text.length / 2 ** 20).toFixed(0)} MiB`,
    );
    let at = 0;
    bench(`map_${kind} among ${count}`, () =>
      do_not_optimize(search.valueFor(samples[at++ & (SAMPLES - 1)]!)));
  }
}

/** A pattern of each kind and a sample that one of many matches. */
const ACLS: Readonly<
  Record<string, readonly [(index: number) => string, (key: string) => string]>
> = {
  str: [(index) => `host${index}.example.com`, (key) => key],
  beg: [(index) => `/path${index}/`, (key) => `${key}some/page.html`],
  end: [(index) => `${index}.png`, (key) => `/static/images/picture${key}`],
  sub: [(index) => `word${index}x`, (key) => `/some/path/with-${key}-in/it.html`],
  dir: [(index) => `dir${index}`, (key) => `/some/${key}/in/it.html`],
  dom: [(index) => `dom${index}`, (key) => `www.${key}.example.com`],
  reg: [(index) => `^/r${index}/[a-z]+$`, (key) => `${key.slice(1, -7)}abc`],
};

function benchAcl(kind: string): void {
  const [pattern, sample] = ACLS[kind]!;
  for (const count of [10, 10_000]) {
    const keys = Array.from({ length: count }, (_, index) => pattern(index));
    const reference = new PatternReference(0, null, false);
    const search = reference.searchBy(matchRow(kind)!, false, null);
    if ("fault" in search) throw new Error(search.fault);
    for (const key of keys) reference.add(key, null);
    const samples = Array.from({ length: 64 }, () => flat(sample(keys[random(count)]!)));
    let at = 0;
    bench(`-m ${kind} among ${count}, one matches`, () =>
      do_not_optimize(search.matches(samples[at++ & 63]!)));
    bench(`-m ${kind} among ${count}, none matches`, () =>
      do_not_optimize(search.matches("/another/thing/that.is.not-there/index.html")));
  }
}

for (const kind of Object.keys(LINES)) if (part === undefined || part === kind) benchMap(kind);
if (part === undefined || part === "acl") for (const kind of Object.keys(ACLS)) benchAcl(kind);
await run();
