/**
 * Random patterns and texts from a seed: over few letters, so that they meet often, with all that
 * the machine of src/pattern/regex runs.
 */

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ATOMS: readonly string[] = ["a", "b", "c", ".", "[ab]", "[^a]", "\\w", "B", "-"];
const ASSERTIONS: readonly string[] = ["^", "$", "\\b", "\\B"];
const QUANTIFIERS: readonly string[] = ["*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}"];

function oneOf<T>(random: () => number, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)]!;
}

/** A pattern whose groups nest at most `depth` deep. */
export function randomPattern(random: () => number, depth = 3): string {
  const options: string[] = [];
  do {
    let option = "";
    const length = Math.floor(random() * 4);
    for (let i = 0; i < length; i++) option += randomItem(random, depth);
    options.push(option);
  } while (random() < 0.3);
  return options.join("|");
}

function randomItem(random: () => number, depth: number): string {
  if (random() < 0.08) return oneOf(random, ASSERTIONS);
  const isGroup = depth > 0 && random() < 0.35;
  const opening = random() < 0.7 ? "(" : "(?:";
  const atom = isGroup ? `${opening}${randomPattern(random, depth - 1)})` : oneOf(random, ATOMS);
  if (random() < 0.55) return atom;
  return atom + oneOf(random, QUANTIFIERS) + (random() < 0.3 ? "?" : "");
}

/** A text of at most `length` characters. */
export function randomText(random: () => number, length: number): string {
  let text = "";
  const size = Math.floor(random() * (length + 1));
  for (let i = 0; i < size; i++) text += oneOf(random, [..."aaabbbccAB-"]);
  return text;
}
