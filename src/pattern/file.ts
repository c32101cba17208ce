/**
 * The formats of patterns as text, a pattern a line. Files (manual 7.1): blanks in front are
 * skipped, lines that begin with `#` and empty ones as well, and so is what follows a carriage
 * return; in map files the value stands behind blanks, and blanks behind it do not count. Payloads at the admin socket (management manual 9.3):
 * the key ends at the first blank, and the value is all the rest.
 */

/** `text` is one of a map file, an ACL file, or of what `add map` takes behind `<<`. */
export type PatternLayout = "map-file" | "acl-file" | "payload";

/** Where an entry's key and value stand; no value for a `valueStart` of -1. */
export type TakeEntry = (
  keyStart: number,
  keyEnd: number,
  valueStart: number,
  valueEnd: number,
) => string | null;

/** What is wrong with the entry of a line, counted from 1. */
export interface LineFault {
  readonly line: number;
  readonly fault: string;
}

/** Gives `take` each entry until it finds a fault, which is returned; null when all went well. */
export function readPatterns(
  text: string,
  layout: PatternLayout,
  take: TakeEntry,
): LineFault | null {
  let line = 0;
  let carriageReturn = layout === "payload" ? -1 : text.indexOf("\r");
  for (let start = 0; start < text.length;) {
    let feed = text.indexOf("\n", start);
    if (feed === -1) feed = text.length;
    line++;
    while (carriageReturn !== -1 && carriageReturn < start) {
      carriageReturn = text.indexOf("\r", start);
    }
    const end = carriageReturn === -1 ? feed : Math.min(carriageReturn, feed);
    const fault =
      layout === "payload"
        ? takePayloadLine(text, start, feed, take)
        : takeFileLine(text, start, end, layout === "map-file", take);
    if (fault !== null) return { line, fault };
    start = feed + 1;
  }
  return null;
}

function takePayloadLine(text: string, start: number, end: number, take: TakeEntry): string | null {
  if (start === end) return null;
  const keyEnd = blankFrom(text, start, end);
  if (keyEnd === end) return `Missing value for key '${text.slice(start, end)}'`;
  return take(start, keyEnd, behindBlanks(text, keyEnd, end), end);
}

function takeFileLine(
  text: string,
  start: number,
  end: number,
  hasValues: boolean,
  take: TakeEntry,
): string | null {
  if (text.charCodeAt(start) === HASH) return null;
  const key = behindBlanks(text, start, end);
  if (key === end) return null;
  if (!hasValues) return take(key, end, -1, end);
  const keyEnd = blankFrom(text, key, end);
  const value = behindBlanks(text, keyEnd, end);
  let valueEnd = end;
  while (valueEnd > value && isBlank(text.charCodeAt(valueEnd - 1))) valueEnd--;
  return take(key, keyEnd, value, valueEnd);
}

const HASH = 35;

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

function blankFrom(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && !isBlank(text.charCodeAt(at))) at++;
  return at;
}

function behindBlanks(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(text.charCodeAt(at))) at++;
  return at;
}
