/**
 * The format of pattern files (manual 7.1): a pattern a line, in map files followed by blanks and
 * its value. Lines that begin with `#` and empty ones are skipped, blanks around are stripped.
 */

/** Calls `each` for every pattern; `value` is null without values, "" when a line has none. */
export function parsePatternFile(
  content: string,
  hasValues: boolean,
  each: (key: string, value: string | null, line: number) => void,
): void {
  let line = 0;
  for (let start = 0; start < content.length;) {
    let end = content.indexOf("\n", start);
    if (end === -1) end = content.length;
    line++;
    if (content[start] !== "#") {
      const text = stripped(content, start, end);
      if (text !== "") splitLine(text, hasValues, line, each);
    }
    start = end + 1;
  }
}

function splitLine(
  text: string,
  hasValues: boolean,
  line: number,
  each: (key: string, value: string | null, line: number) => void,
): void {
  if (!hasValues) {
    each(text, null, line);
    return;
  }
  const blank = text.search(/[ \t]/);
  if (blank === -1) each(text, "", line);
  else each(text.slice(0, blank), stripped(text, blank, text.length), line);
}

function stripped(content: string, start: number, end: number): string {
  let from = start;
  let to = end;
  while (from < to && isBlank(content.charCodeAt(from))) from++;
  while (to > from && isBlank(content.charCodeAt(to - 1))) to--;
  return content.slice(from, to);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 13;
}
