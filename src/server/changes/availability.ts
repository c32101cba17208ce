/** The times of a farm as a whole: since when it has or lacks a usable server. Control thread only. */
import { Slot } from "../../stats/slots.ts";
import type { Farm } from "../farm.ts";
import { FarmWord } from "../state.ts";

/** Takes note of whether the farm has a usable server now. */
export function noteAvailability(farm: Farm, hasServer: boolean, nowSec: number): void {
  const { words } = farm;
  const now = hasServer ? 1 : 0;
  if (words[FarmWord.hasServer] === now) return;
  if (hasServer) words[FarmWord.downtimeSec]! += nowSec - words[FarmWord.changedSec]!;
  else farm.counters.add(Slot.chkdown, 1);
  words[FarmWord.hasServer] = now;
  words[FarmWord.changedSec] = nowSec;
}
