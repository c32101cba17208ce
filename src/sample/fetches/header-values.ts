/** How header fetches read their message: a name, an occurrence, or every value for an ACL. */
import type { HttpMessage } from "../../http/message.ts";
import { elementEnd, lineAt, trimBlanks, valueAt } from "../../http/field-values.ts";
import type { Fields } from "../../http/fields.ts";
import { headerName } from "../../http/header-name.ts";
import type { HeaderName } from "../../http/header-name.ts";
import type { Txn } from "../txn.ts";
import type { SampleValue } from "../types.ts";

export type MessageOf = (txn: Txn) => HttpMessage | null;

/** Calls `each` for the values of the lines of that name until it returns true. */
function eachValue(
  fields: Fields,
  name: HeaderName,
  each: (value: SampleValue) => boolean,
): boolean {
  for (let i = fields.find(name, -1); i >= 0; i = fields.find(name, i)) {
    const line = fields.valueText(i);
    for (let at = 0; at <= line.length;) {
      const end = elementEnd(line, at);
      if (each(trimBlanks(line, at, end))) return true;
      at = end + 1;
    }
  }
  return false;
}

/** Calls `each` for the whole lines of that name until it returns true. */
function eachLine(
  fields: Fields,
  name: HeaderName,
  each: (value: SampleValue) => boolean,
): boolean {
  for (let i = fields.find(name, -1); i >= 0; i = fields.find(name, i)) {
    if (each(fields.valueText(i))) return true;
  }
  return false;
}

/** How a family of fetches cuts fields: `hdr` into values, `fhdr` into lines. */
export interface Cut {
  readonly at: (fields: Fields, name: HeaderName, occurrence: number) => string | undefined;
  readonly each: typeof eachValue;
}

export const values: Cut = { at: valueAt, each: eachValue };
export const lines: Cut = { at: lineAt, each: eachLine };

/** The name to look for; null for a fetch of any field. */
export function nameOf(text: string): HeaderName | null {
  return text === "" ? null : headerName(text);
}

/** All values of all fields in order, for fetches without a name. */
export function everyValue(fields: Fields): string[] {
  const all: string[] = [];
  for (let i = 0; i < fields.size; i++) {
    if (!fields.isPresent(i)) continue;
    const line = fields.valueText(i);
    for (let at = 0; at <= line.length;) {
      const end = elementEnd(line, at);
      all.push(trimBlanks(line, at, end));
      at = end + 1;
    }
  }
  return all;
}
