/** Whether assertions of a regex hold at places of a text. */
import { WORD } from "./char-set.ts";
import type { Assertion } from "./tree.ts";

const NEWLINE = 10;

/** `begin` is where `^` holds: 0, or a place before the text that is the rest of another. */
export function holds(what: Assertion, text: string, at: number, begin: number): boolean {
  const { length } = text;
  switch (what) {
    case "text-start":
      return at === 0;
    case "start":
      return at === begin;
    case "line-start":
      if (at === 0) return at === begin;
      return at < length && text.charCodeAt(at - 1) === NEWLINE;
    case "text-end":
      return at === length;
    case "end":
      return at === length || (at === length - 1 && text.charCodeAt(at) === NEWLINE);
    case "line-end":
      return at === length || text.charCodeAt(at) === NEWLINE;
    default: {
      const isWordBefore = at > 0 && WORD[text.charCodeAt(at - 1)] === 1;
      const isWordAfter = at < length && WORD[text.charCodeAt(at)] === 1;
      return (isWordBefore !== isWordAfter) === (what === "boundary");
    }
  }
}
