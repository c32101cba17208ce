/**
 * A thread of the frequency counter test. The tick is a word that both threads move on; the
 * period outlasts the test, so all events must be in the current count at the end.
 */
import { workerData } from "node:worker_threads";
import type { Region } from "../../../src/core/arena.ts";
import {
  SHARED_FREQ_COUNTER_WORDS,
  SharedFreqCounter,
} from "../../../src/core/shared-freq-counter.ts";
import { int32View } from "../../../src/core/record.ts";

const { region, rounds } = workerData as { readonly region: Region; readonly rounds: number };
const words = int32View(region);
const counter = new SharedFreqCounter(words, 0, 1_000_000_000);
const startTick = 1_500_000_000;
for (let i = 0; i < rounds; i++) {
  counter.add(startTick + Atomics.add(words, SHARED_FREQ_COUNTER_WORDS, 1), 1);
}
