/**
 * Large changes cut into pieces that a thread makes one after the other, with traffic in between.
 * A file goes into a version that nobody looks into yet, so that its readers see it all at once.
 */
import type { PatternReference } from "./reference.ts";
import type { PatternChange } from "./store.ts";

/** What some milliseconds suffice for. */
const PIECE_CHARS = 1 << 17;

/** The change in pieces that leave lines whole; the change itself if it is small. */
export function* piecesOf(change: PatternChange): Generator<PatternChange> {
  if (change.op !== "add-text" || change.text.length <= PIECE_CHARS) {
    yield change;
    return;
  }
  const { text } = change;
  let { linesBefore } = change;
  for (let start = 0; start < text.length;) {
    const feed = text.indexOf("\n", start + PIECE_CHARS);
    const end = feed === -1 ? text.length : feed + 1;
    const piece = text.slice(start, end);
    yield { ...change, text: piece, linesBefore };
    for (let at = piece.indexOf("\n"); at !== -1; at = piece.indexOf("\n", at + 1)) linesBefore++;
    start = end;
  }
}

/** The changes that put a file's content in the place of all entries. */
export function* replacementBy(
  text: string,
  reference: PatternReference,
): Generator<PatternChange> {
  const { id } = reference;
  const version = (reference.nextVersion + 1) >>> 0;
  const layout = reference.hasValues ? "map-file" : "acl-file";
  yield { op: "prepare", reference: id };
  yield* piecesOf({ op: "add-text", reference: id, version, text, layout, linesBefore: 0 });
  yield { op: "commit", reference: id, version };
}
