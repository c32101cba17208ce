/**
 * Field values one by one, as `hdr` sees them: a line is a comma-separated list, commas within
 * double quotes do not count, and blanks around an element are no part of it. `fhdr` sees whole
 * lines. Occurrences are counted over all lines of a name: 1 is the first, -1 the last, -2 the one
 * before it; 0 is taken for the last, which is what a missing argument means.
 */
import { BACKSLASH, COMMA, isBlank, QUOTE } from "./chars.ts";
import type { Fields } from "./fields.ts";
import type { HeaderName } from "./header-name.ts";

/** Offset of the comma that ends the element of `line` at `start`, or the line's length. */
export function elementEnd(line: string, start: number): number {
  let quoted = false;
  for (let i = start; i < line.length; i++) {
    const c = line.charCodeAt(i);
    if (quoted) {
      if (c === BACKSLASH) i++;
      else if (c === QUOTE) quoted = false;
    } else if (c === QUOTE) quoted = true;
    else if (c === COMMA) return i;
  }
  return line.length;
}

/** The part of `line` from `start` to `end` without blanks around it. */
export function trimBlanks(line: string, start: number, end: number): string {
  let from = start;
  let to = end;
  while (from < to && isBlank(line.charCodeAt(from))) from++;
  while (to > from && isBlank(line.charCodeAt(to - 1))) to--;
  return from === 0 && to === line.length ? line : line.slice(from, to);
}

/** How many values the lines of that name hold (`hdr_cnt`); an empty line holds one. */
export function countValues(fields: Fields, name: HeaderName): number {
  let count = 0;
  for (let i = fields.find(name, -1); i >= 0; i = fields.find(name, i)) {
    const line = fields.valueText(i);
    for (let at = 0; at <= line.length; at = elementEnd(line, at) + 1) count++;
  }
  return count;
}

/** The value at an occurrence (`hdr(name,occurrence)`), or undefined. */
export function valueAt(fields: Fields, name: HeaderName, occurrence: number): string | undefined {
  const wanted = occurrence > 0 ? occurrence : countValues(fields, name) + (occurrence || -1) + 1;
  let seen = 0;
  for (let i = fields.find(name, -1); i >= 0; i = fields.find(name, i)) {
    const line = fields.valueText(i);
    for (let at = 0; at <= line.length;) {
      const end = elementEnd(line, at);
      if (++seen === wanted) return trimBlanks(line, at, end);
      at = end + 1;
    }
  }
  return undefined;
}

/** The whole line at an occurrence (`fhdr(name,occurrence)`), or undefined. */
export function lineAt(fields: Fields, name: HeaderName, occurrence: number): string | undefined {
  const wanted = occurrence > 0 ? occurrence : fields.count(name) + (occurrence || -1) + 1;
  let seen = 0;
  for (let i = fields.find(name, -1); i >= 0; i = fields.find(name, i)) {
    if (++seen === wanted) return fields.valueText(i);
  }
  return undefined;
}

/** Every value of that name in order (what an ACL on `hdr` without occurrence looks at). */
export function allValues(fields: Fields, name: HeaderName): string[] {
  const values: string[] = [];
  for (let i = fields.find(name, -1); i >= 0; i = fields.find(name, i)) {
    const line = fields.valueText(i);
    for (let at = 0; at <= line.length;) {
      const end = elementEnd(line, at);
      values.push(trimBlanks(line, at, end));
      at = end + 1;
    }
  }
  return values;
}

/** Every whole line of that name in order (`fhdr`). */
export function allLines(fields: Fields, name: HeaderName): string[] {
  const lines: string[] = [];
  for (let i = fields.find(name, -1); i >= 0; i = fields.find(name, i))
    lines.push(fields.valueText(i));
  return lines;
}

/** Gives each line of that name the value that `replace` makes of it (`replace-header`). */
export function replaceLines(
  fields: Fields,
  name: HeaderName,
  replace: (line: string) => string,
): void {
  for (let i = fields.find(name, -1); i >= 0; i = fields.find(name, i)) {
    const line = fields.valueText(i);
    const replaced = replace(line);
    if (replaced !== line) fields.setValueAt(i, replaced);
  }
}

/**
 * Gives each comma-separated value of that name what `replace` makes of it (`replace-value`). Blanks
 * around a value that changes go, as with HAProxy.
 */
export function replaceValues(
  fields: Fields,
  name: HeaderName,
  replace: (value: string) => string,
): void {
  replaceLines(fields, name, (line) => {
    let out = "";
    for (let at = 0; at <= line.length;) {
      const end = elementEnd(line, at);
      const value = trimBlanks(line, at, end);
      const replaced = replace(value);
      out += replaced === value ? line.slice(at, end + 1) : replaced + line.slice(end, end + 1);
      at = end + 1;
    }
    return out;
  });
}

/** Names of the standing fields, in order, one a line (`hdr_names` joins them). */
export function fieldNames(fields: Fields): string[] {
  const names: string[] = [];
  for (let i = 0; i < fields.size; i++) if (fields.isPresent(i)) names.push(fields.nameText(i));
  return names;
}
