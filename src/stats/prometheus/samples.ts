/** Metrics with one sample for each state or class: their labels and values. */
import { CHECK_STATES } from "../check.ts";
import { Slot } from "../slots.ts";
import { isBackendUp } from "../subjects.ts";
import type { ServerSubject, Subject } from "../subjects.ts";

/** A value with the label that tells it from its siblings, e.g. `state="UP"`; "" for none. */
export interface Sample {
  readonly label: string;
  readonly value: string;
}

const SERVER_STATES = ["DOWN", "UP", "MAINT", "DRAIN", "NOLB"];

/** The state a metric files a server under: the status without its counts. */
function serverState(server: ServerSubject): string {
  const status = server.status();
  if (status === "no check") return "UP";
  return SERVER_STATES.find((state) => status.startsWith(state)) ?? "DOWN";
}

const oneOf = (states: readonly string[], current: string): readonly Sample[] =>
  states.map((state) => ({ label: `state="${state}"`, value: state === current ? "1" : "0" }));

/** `status`: 1 for the state the subject is in. */
export function statusSamples(subject: Subject): readonly Sample[] {
  switch (subject.kind) {
    case "frontend":
      return oneOf(["DOWN", "UP"], subject.status() === "STOP" ? "DOWN" : "UP");
    case "listener":
      return oneOf(["WAITING", "OPEN", "FULL"], subject.status());
    case "backend":
      return oneOf(["DOWN", "UP"], isBackendUp(subject) ? "UP" : "DOWN");
    case "server":
      return oneOf(SERVER_STATES, serverState(subject));
  }
}

/** `check_status`: 1 for the last result; nothing for a server without checks. */
export function checkSamples(subject: Subject): readonly Sample[] {
  const check = subject.kind === "server" ? subject.check() : null;
  return check === null ? [] : oneOf(CHECK_STATES, check.status);
}

/** `http_responses_total` by class; nothing in mode tcp. */
export function responseSamples(subject: Subject): readonly Sample[] {
  if (subject.mode !== "http") return [];
  const { counters } = subject;
  const sample = (code: string, slot: Slot): Sample => ({
    label: `code="${code}"`,
    value: String(counters.sum(slot)),
  });
  return [
    sample("1xx", Slot.hrsp1xx),
    sample("2xx", Slot.hrsp2xx),
    sample("3xx", Slot.hrsp3xx),
    sample("4xx", Slot.hrsp4xx),
    sample("5xx", Slot.hrsp5xx),
    sample("other", Slot.hrspOther),
  ];
}

/** How many of the backend's servers are in each state. */
export function farmStatusSamples(subject: Subject): readonly Sample[] {
  const states = subject.kind === "backend" ? subject.servers.map(serverState) : [];
  return countEach(SERVER_STATES, states);
}

/** How many of the backend's servers had each result at their last check. */
export function farmCheckSamples(subject: Subject): readonly Sample[] {
  const servers = subject.kind === "backend" ? subject.servers : [];
  return countEach(
    CHECK_STATES,
    servers.map((server) => server.check()?.status),
  );
}

const countEach = (
  states: readonly string[],
  found: readonly (string | undefined)[],
): readonly Sample[] =>
  states.map((state) => ({
    label: `state="${state}"`,
    value: String(found.filter((one) => one === state).length),
  }));
