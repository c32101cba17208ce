/**
 * Changes of maps and ACLs on all threads. All make the same ones in the same order, also one that
 * is refused half way: they refuse it at the same place. Large ones are made in pieces, and traffic
 * is served in between.
 */
import { piecesOf } from "../../pattern/pieces.ts";
import type { PatternChange } from "../../pattern/store.ts";
import type { Program } from "../program.ts";

/** Makes the changes up to the first that is refused; the fault, or null. */
export async function changePatterns(
  program: Program,
  changes: Iterable<PatternChange>,
): Promise<string | null> {
  for (const change of changes) {
    for (const piece of piecesOf(change)) {
      const fault = program.thread!.changePattern(piece);
      const others = await program.workers.all({ kind: "pattern", change: piece });
      if (fault !== null || others !== null) return fault ?? others;
      if (change.op === "add-text") await nextTurn(program);
    }
  }
  return null;
}

/** Lets traffic through. */
function nextTurn({ runtime }: Program): Promise<void> {
  return new Promise((resolve) => runtime.clock.soon(resolve));
}
