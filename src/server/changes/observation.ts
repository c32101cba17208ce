/**
 * `observe` (manual 5.2): what the traffic of all threads tells of a server's health. Errors in a
 * row are counted in its record; when there are `error-limit` of them an alarm is left there, which
 * the control thread takes up (`health/observer.ts`).
 */
import type { Server } from "../server.ts";
import { ServerWord } from "../state.ts";

/** What was seen, with HAProxy's words for it. The numbers are those of the record; 0 is nothing. */
export const Observation = {
  connectFailed: 1,
  wrongResponse: 2,
  invalidResponse: 3,
  timeout: 4,
  closed: 5,
} as const;

const TEXTS: readonly string[] = [
  "",
  "L4 unsuccessful connection",
  "Wrong http response",
  "Invalid http response (headers)",
  "Read timeout (http)",
  "Close from server (http)",
];

/** "Wrong http response". */
export function observationText(observation: number): string {
  return TEXTS[observation]!;
}

/** A connection was made, or not. */
export function observeConnection(server: Server, isMade: boolean): void {
  const { observe } = server.model;
  if (observe === "none") return;
  if (!isMade) countError(server, Observation.connectFailed);
  else if (observe === "layer4") forgetErrors(server);
}

/** A response came: up to 499, 501 and 505 are fine. */
export function observeStatus(server: Server, status: number): void {
  if (server.model.observe !== "layer7") return;
  if (status < 500 || status === 501 || status === 505) forgetErrors(server);
  else countError(server, Observation.wrongResponse);
}

/** No response came, or nothing that is one. */
export function observeNoResponse(server: Server, observation: number): void {
  if (server.model.observe === "layer7") countError(server, observation);
}

function forgetErrors({ words }: Server): void {
  if (words[ServerWord.observedErrors] !== 0) Atomics.store(words, ServerWord.observedErrors, 0);
}

function countError({ words, model }: Server, observation: number): void {
  const count = Atomics.add(words, ServerWord.observedErrors, 1) + 1;
  if (count < model.errorLimit) return;
  Atomics.store(words, ServerWord.observedErrors, 0);
  Atomics.store(words, ServerWord.observedAlarm, observation);
}

/** The alarm that a thread left, 0 for none; it is gone then. Control thread only. */
export function takeAlarm({ words }: Server): number {
  return Atomics.exchange(words, ServerWord.observedAlarm, 0);
}
