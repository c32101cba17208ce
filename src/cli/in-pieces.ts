/** Answers that list many things: short ones as a text, long ones as pieces of a thousand lines. */
import type { LongAnswer } from "./command.ts";

/** Things of which an answer is made at once: some milliseconds. */
const MOST_AT_ONCE = 1000;
/** What a thing takes that is passed over, as part of one that is told. */
const PASSED_OVER = 1 / 16;

/**
 * `head`, and what `textOf` gives for each thing, "" for one that is passed over.
 * @param count about how many there are.
 */
export function listAnswer<Thing>(
  head: string,
  things: Iterable<Thing>,
  count: number,
  textOf: (thing: Thing) => string,
): string | LongAnswer {
  const pieces = inPieces(head, things, textOf);
  return count > MOST_AT_ONCE ? { pieces } : [...pieces].join("");
}

/** The pieces of a list; a reader that takes its time sees later things as they are by then. */
function* inPieces<Thing>(
  head: string,
  things: Iterable<Thing>,
  textOf: (thing: Thing) => string,
): Generator<string> {
  let piece = head;
  let spent = 0;
  for (const thing of things) {
    const text = textOf(thing);
    piece += text;
    spent += text === "" ? PASSED_OVER : 1;
    if (spent < MOST_AT_ONCE) continue;
    yield piece;
    piece = "";
    spent = 0;
  }
  yield piece;
}
