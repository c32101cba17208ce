/**
 * Finds what makes a backtracking regex engine take exponential time: a group repeated without
 * bound whose body can match the same text in several ways, because it repeats without bound
 * itself, `(a+)+`, or has alternatives that overlap, `(a|a)*`. A body whose parts each begin
 * with a character that its own repeats cannot match, `(/[^/]+)*`, is safe. The test is on the
 * safe side: it may refuse a harmless pattern, and what passes takes polynomial time at most, on
 * input that the buffer size bounds.
 */

/** One character's worth of pattern and the quantifier behind it. */
interface Atom {
  readonly source: string;
  /** Null for a group. */
  readonly chars: Uint8Array | null;
  readonly mandatory: boolean;
  readonly unbounded: boolean;
}

interface Group {
  readonly start: number;
  /** The atoms of each alternative. */
  readonly alternatives: Atom[][];
  /** Characters of all unbounded repeats within, nested ones included. */
  repeats: (Uint8Array | null)[];
}

const ATOM: RegExp = /\[(?:\\.|[^\]\\])*\]|\\(?:x[0-9a-fA-F]{2}|k<[^>]*>|[\s\S])|[\s\S]/y;
const QUANTIFIER: RegExp = /(?:[*+?]|\{\d+(?:,\d*)?\})\??/y;
const GROUP_OPEN: RegExp = /\((?:\?(?:[:=!]|<[=!]|<[^>]+>|[ims-]+:))?/y;

function matchAt(regex: RegExp, source: string, at: number): string {
  regex.lastIndex = at;
  return regex.exec(source)?.[0] ?? "";
}

/** The dangerous part of a JS pattern, or null. */
export function unboundedBacktracking(source: string): string | null {
  const stack: Group[] = [{ start: 0, alternatives: [[]], repeats: [] }];
  for (let at = 0; at < source.length;) {
    const group = stack[stack.length - 1]!;
    const open = matchAt(GROUP_OPEN, source, at);
    if (open !== "") {
      stack.push({ start: at, alternatives: [[]], repeats: [] });
      at += open.length;
      continue;
    }
    if (source[at] === "|") {
      group.alternatives.push([]);
      at++;
      continue;
    }
    const closes = source[at] === ")" && stack.length > 1;
    const atomSource = closes ? ")" : matchAt(ATOM, source, at);
    at += atomSource.length;
    const quantifier = matchAt(QUANTIFIER, source, at);
    at += quantifier.length;
    const unbounded = /^(?:[*+]|\{\d+,\})/.test(quantifier);
    if (closes) {
      stack.pop();
      if (unbounded && isAmbiguous(group)) return source.slice(group.start, at);
    }
    const chars = closes ? null : charsOf(atomSource);
    const parent = stack[stack.length - 1]!;
    const mandatory = quantifier === "" && !closes;
    parent.alternatives[parent.alternatives.length - 1]!.push({
      source: atomSource,
      chars,
      mandatory,
      unbounded,
    });
    if (closes) parent.repeats.push(...group.repeats);
    else if (unbounded) parent.repeats.push(chars);
  }
  return null;
}

/** Whether a group, repeated, could match some text in more than one way. */
function isAmbiguous(group: Group): boolean {
  const firsts = group.alternatives.map((atoms) => separatorOf(atoms));
  if (group.repeats.length > 0) {
    return firsts.some(
      (chars) => chars === null || group.repeats.some((other) => overlap(chars, other)),
    );
  }
  const singles = group.alternatives
    .filter((atoms) => atoms.length === 1)
    .map((atoms) => atoms[0]!.chars);
  return singles.some((chars, index) =>
    singles.slice(index + 1).some((other) => overlap(chars, other)),
  );
}

/** Characters of the mandatory first or, failing that, no separator. */
function separatorOf(atoms: readonly Atom[]): Uint8Array | null {
  const first = atoms[0];
  return first === undefined || !first.mandatory ? null : first.chars;
}

function overlap(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null || a.some((mark, code) => mark === 1 && b[code] === 1);
}

/** Marks of the characters an atom matches; null for what matches no character by itself. */
function charsOf(source: string): Uint8Array | null {
  if (/^(?:\^|\$|\\[bBk0-9])/.test(source)) return null;
  const regex = new RegExp(`^(?:${source})$`, "s");
  return Uint8Array.from({ length: 256 }, (_, code) =>
    Number(regex.test(String.fromCharCode(code))),
  );
}
