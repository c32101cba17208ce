/**
 * Every match kind against trying the patterns one by one, for random patterns, samples, removals
 * and additions: the index must choose the same entry.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseIp } from "../../../src/core/ip.ts";
import { parsePrefix } from "../../../src/core/prefix.ts";
import { RandomNumbers } from "../../../src/core/random.ts";
import { matchRow } from "../../../src/pattern/match-rows.ts";
import { PatternVersion } from "../../../src/pattern/version.ts";

type Entry = readonly [number: number, key: string];
/** The number of the entry that wins, 0 for none. */
type Choose = (entries: readonly Entry[], sample: string) => number;

const first =
  (fits: (key: string, sample: string) => boolean): Choose =>
  (entries, sample) =>
    entries.find(([, key]) => fits(key, sample))?.[0] ?? 0;

/** The longest key that fits; of equal ones the first. */
const longest =
  (fits: (key: string, sample: string) => boolean): Choose =>
  (entries, sample) => {
    let best: Entry | undefined;
    for (const entry of entries) {
      if (!fits(entry[1], sample)) continue;
      if (best === undefined || entry[1].length > best[1].length) best = entry;
    }
    return best?.[0] ?? 0;
  };

function portionOf(delimiters: string): (key: string, sample: string) => boolean {
  const isDelimiter = (char: string | undefined): boolean =>
    char === undefined || delimiters.includes(char);
  return (key, sample) => {
    let [start, end] = [0, key.length];
    while (start < end && delimiters.includes(key[start]!)) start++;
    while (end > start && delimiters.includes(key[end - 1]!)) end--;
    const wanted = key.slice(start, end);
    if (wanted === "") return false;
    for (let at = sample.indexOf(wanted); at !== -1; at = sample.indexOf(wanted, at + 1)) {
      if (isDelimiter(sample[at - 1]) && isDelimiter(sample[at + wanted.length])) return true;
    }
    return false;
  };
}

const begins = (key: string, sample: string): boolean => sample.startsWith(key);

const KINDS: Readonly<Record<string, readonly [exact: Choose, ignoringCase: Choose]>> = {
  str: [first((key, sample) => key === sample), first((key, sample) => key === sample)],
  beg: [longest(begins), first(begins)],
  end: [first((key, sample) => sample.endsWith(key)), first((key, sample) => sample.endsWith(key))],
  sub: [first((key, sample) => sample.includes(key)), first((key, sample) => sample.includes(key))],
  dir: [first(portionOf("/?")), first(portionOf("/?"))],
  dom: [first(portionOf("/?.:")), first(portionOf("/?.:"))],
  reg: [
    first((key, sample) => new RegExp(key).test(sample)),
    first((key, sample) => new RegExp(key, "i").test(sample)),
  ],
};

const random = new RandomNumbers(Uint8Array.from({ length: 16 }, (_, at) => at * 7 + 1));
const below = (limit: number): number => random.uint32() % limit;

function text(letters: string, most: number): string {
  return Array.from({ length: below(most + 1) }, () => letters[below(letters.length)]!).join("");
}

/** Patterns of the kind; for regexes a good part begins with literal text. */
function patternOf(kind: string): string {
  if (kind !== "reg") return text("abAB./:", 4);
  const literal = text("abAB/", 3);
  return [`^${literal}`, literal, `^${literal}[ab]+$`, `^${literal}a?b`, `^${literal}|b/`][
    below(5)
  ]!;
}

for (const [kind, choices] of Object.entries(KINDS)) {
  for (const ignoreCase of [false, true]) {
    test(`-m ${kind}${ignoreCase ? " -i" : ""}: what trying each would choose`, () => {
      const version = new PatternVersion(0);
      const index = version.index(matchRow(kind)!, ignoreCase);
      assert.ok(!("fault" in index));
      const fold = (key: string): string =>
        ignoreCase && kind !== "reg" ? key.toLowerCase() : key;
      let entries: Entry[] = [];
      for (let round = 0; round < 120; round++) {
        const key = patternOf(kind);
        assert.equal(version.add(key, null), null);
        entries.push([version.entries.end - 1, fold(key)]);
        if (below(3) === 0) {
          const [gone] = entries[below(entries.length)]!;
          version.remove(gone);
          entries = entries.filter(([number]) => number !== gone);
        }
        for (let i = 0; i < 10; i++) {
          const sample = text("abAB./:", 9);
          const expected = choices[Number(ignoreCase)]!(entries, fold(sample));
          assert.equal(index.find(sample), expected, `${JSON.stringify(entries)} for ${sample}`);
        }
      }
    });
  }
}

describe("-m ip", () => {
  test("the longest network that holds the address, of equal ones the first", () => {
    const version = new PatternVersion(0);
    const index = version.index(matchRow("ip")!, false);
    assert.ok(!("fault" in index));
    const octet = (): number => [0, 1, 10, 128, 255][below(5)]!;
    const address = (): string => `${octet()}.${octet()}.${octet()}.${octet()}`;
    let entries: Entry[] = [];
    for (let round = 0; round < 300; round++) {
      const key = below(4) === 0 ? address() : `${address()}/${below(33)}`;
      assert.equal(version.add(key, null), null);
      entries.push([version.entries.end - 1, key]);
      if (below(3) === 0) {
        const [gone] = entries[below(entries.length)]!;
        version.remove(gone);
        entries = entries.filter(([number]) => number !== gone);
      }
      const ip = parseIp(address())!;
      let best: Entry | undefined;
      let bits = -1;
      for (const entry of entries) {
        const prefix = parsePrefix(entry[1])!;
        if (prefix.matches(ip) && prefix.bits > bits) [best, bits] = [entry, prefix.bits];
      }
      assert.equal(
        index.find(ip),
        best?.[0] ?? 0,
        `${ip.toString()} in ${JSON.stringify(entries)}`,
      );
    }
  });

  test("forms that are no addresses are refused", () => {
    const version = new PatternVersion(0);
    version.index(matchRow("ip")!, false);
    for (const key of [
      "256.1.1.1",
      "1.2.3.4/33",
      "1.2.3.4/",
      "1.2.3.4.5",
      "1.2.3.4/8/8",
      "x",
      "",
    ]) {
      assert.match(version.add(key, null) ?? "", /is not a valid IPv4 or IPv6 address/, key);
    }
    assert.equal(version.entries.size, 0);
  });
});

test("a table most of whose entries are gone is made anew, and finds the rest", () => {
  const version = new PatternVersion(0);
  version.index(matchRow("str")!, false);
  for (let i = 0; i < 10_000; i++) version.add(`k${i}`, `v${i}`);
  assert.equal(version.rebuilt(), null);
  for (let i = 0; i < 9_000; i++) version.remove(i + 1);
  const rebuilt = version.rebuilt()!;
  assert.equal(rebuilt.entries.end - 1, 1000);
  assert.equal(rebuilt.entries.value(rebuilt.firstOf("k9500")), "v9500");
  assert.equal(rebuilt.firstOf("k1"), 0);
  assert.ok(rebuilt.entries.id(1) > version.entries.id(10_000), "ids are not given twice");
});

test("texts that nothing was taken from are not kept", () => {
  const version = new PatternVersion(0);
  const places = [0, 1, 2].map(() => {
    assert.equal(version.addText("bad\n", "payload", null)?.fault, "Missing value for key 'bad'");
    assert.equal(version.addText("k v\n", "payload", () => "refused")?.fault, "refused");
    const place = version.entries.addSource("x");
    version.entries.dropUnused(place);
    return place;
  });
  assert.deepEqual(places, [0, 0, 0]);
});
