/**
 * What the failure run is judged by. Every bar follows from a rule of the configuration or from
 * counting the same thing at both ends; none depends on how fast the machine was.
 */
import type { Outcome } from "./client.ts";
import { fall, graceMs, type OriginName, originNames } from "./config.ts";
import type { Finding } from "./failure-run.ts";
import { numberOf } from "./show-stat.ts";
import { type WrkSummary, wrkProbes } from "./wrk.ts";

export interface Bar {
  readonly name: string;
  /** What the program came to. */
  readonly value: string;
  readonly isHeld: boolean;
}

/** The bars in the order of the table. */
export function barsOf(finding: Finding): Bar[] {
  return [
    ...clientBars(finding),
    ...wrkBars(finding.wrk),
    ...finding.turns.map(({ what, beganMs, seenMs, ruleMs }) =>
      bar(
        `${what} within ${ruleMs} + ${graceMs} ms`,
        `${(seenMs - beganMs).toFixed(0)} ms`,
        seenMs - beganMs <= ruleMs + graceMs,
      ),
    ),
    slowstartBar(finding),
    bar(
      "queue: first come, first served",
      finding.queue.failed > 0
        ? `${finding.queue.failed} failed`
        : finding.queue.served.join(" ").replaceAll("q", ""),
      finding.queue.failed === 0 && equal(finding.queue.sent, finding.queue.served),
    ),
    ...counterBars(finding),
  ];
}

function bar(name: string, value: number | string, isHeld: boolean): Bar {
  return { name, value: String(value), isHeld };
}

const none = (name: string, ids: readonly unknown[]): Bar =>
  bar(name, ids.length, ids.length === 0);

function equal(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((value, at) => value === right[at]);
}

const sameSet = (left: readonly string[], right: readonly string[]): boolean =>
  equal(left.toSorted(), right.toSorted());

/** The ids that all origins have in one of their records. */
function recorded(finding: Finding, what: "received" | "reset" | "cut"): string[] {
  return [...finding.origins.values()].flatMap((origin) => origin.record[what]);
}

function clientBars(finding: Finding): Bar[] {
  const { outcomes } = finding;
  const posted = new Set(outcomes.filter(isPost).map(({ id }) => id));
  const postsReceived = recorded(finding, "received").filter((id) => posted.has(id));
  const answered = new Set([...finding.origins.values()].flatMap((one) => one.record.answered));
  const cutAtClient = outcomes.filter(({ ending }) => ending === "cut").map(({ id }) => id);
  const cutAtOrigins = recorded(finding, "cut");
  return [
    none("errors a rule lets be retried", outcomes.filter(isRetryable)),
    none(
      "requests lost",
      outcomes.filter(
        ({ ending, method }) => ending === "lost" || (ending === "closed" && method === "GET"),
      ),
    ),
    none(
      "answers to another request",
      outcomes.filter(({ ending }) => ending === "wrong"),
    ),
    bar("bytes nobody asked for", finding.surplusBytes, finding.surplusBytes === 0),
    bar(
      "POSTs that reached an origin twice",
      postsReceived.length - new Set(postsReceived).size,
      postsReceived.length === new Set(postsReceived).size,
    ),
    none(
      "answers no origin gave",
      outcomes.filter(({ ending, id }) => ending === "ok" && !answered.has(id)),
    ),
    bar(
      "answers cut short = cut by an origin",
      `${cutAtClient.length} = ${cutAtOrigins.length}`,
      sameSet(cutAtClient, cutAtOrigins),
    ),
  ];
}

const isPost = ({ method }: Outcome): boolean => method === "POST";

/** Any failure of a GET that has no head yet; of a POST only that no connection was made. */
function isRetryable({ method, ending, status }: Outcome): boolean {
  return ending === "error" && (method === "GET" || status === 503);
}

/** No answer to wrk is ever cut, so a rule lets every one of its requests be retried. */
function wrkBars({ answers, failedAnswers, socketErrors }: WrkSummary): Bar[] {
  return [
    bar("wrk: answers", answers, answers > 0),
    bar("wrk: answers that are errors", failedAnswers, failedAnswers === 0),
    bar("wrk: socket errors", socketErrors, socketErrors === 0),
  ];
}

function slowstartBar({ slowstartShare }: Finding): Bar {
  const { a, b, c } = slowstartShare;
  return bar("slowstart: C is asked less than A and B", `${a} ${b} ${c}`, c < a && c < b);
}

/** What the proxy counted beside what clients and origins saw. */
function counterBars(finding: Finding): Bar[] {
  const { outcomes, wrk } = finding;
  const queued = finding.queue.sent.length;
  const posts = outcomes.filter(isPost).length;
  const gets = outcomes.length - posts + wrk.answers;
  const wrkServed = wrk.answers - wrk.failedAnswers;
  const closed = outcomes.filter(({ ending }) => ending === "closed").length;
  const answered = (digit: number, isIn: (outcome: Outcome) => boolean = () => true): number =>
    outcomes.filter((one) => Math.floor(one.status / 100) === digit && isIn(one)).length;
  const of = (row: string, column: string): number => grown(finding, row, column);
  const web = sumOf(finding, "web");
  const forms = sumOf(finding, "forms");
  const failuresOf = (backend: string): number =>
    ["eresp", "wretr", "wredis"].reduce((sum, name) => sum + of(`${backend}/BACKEND`, name), 0);
  return [
    same(
      "front: req_tot = requests sent",
      of("front/FRONTEND", "req_tot"),
      gets + posts + queued + wrkProbes,
    ),
    same(
      "front: hrsp_2xx = 200s at clients",
      of("front/FRONTEND", "hrsp_2xx"),
      answered(2) + wrkServed + queued,
    ),
    same(
      "front: hrsp_5xx = 5xx at clients",
      of("front/FRONTEND", "hrsp_5xx"),
      answered(5) + wrk.failedAnswers,
    ),
    same("web: req_tot = GETs sent", of("web/BACKEND", "req_tot"), gets),
    // A request that is left to its client by a close may count or not.
    bar(
      "forms: req_tot = POSTs sent",
      `${of("forms/BACKEND", "req_tot")} of ${posts}`,
      of("forms/BACKEND", "req_tot") <= posts && of("forms/BACKEND", "req_tot") >= posts - closed,
    ),
    same(
      "web: servers' hrsp_2xx = 200s at clients",
      web("hrsp_2xx"),
      answered(2, (one) => !isPost(one)) + wrkServed,
    ),
    same("forms: servers' hrsp_2xx = 200s at clients", forms("hrsp_2xx"), answered(2, isPost)),
    same("web: servers' lbtot = GETs + wredis", web("lbtot"), gets + of("web/BACKEND", "wredis")),
    same(
      "forms: servers' lbtot = POSTs + wredis",
      forms("lbtot"),
      posts + of("forms/BACKEND", "wredis"),
    ),
    same("web: servers' stot = connect + reuse", web("stot"), web("connect") + web("reuse")),
    same("web: wretr = of its servers", of("web/BACKEND", "wretr"), web("wretr")),
    same("web: wredis = of its servers", of("web/BACKEND", "wredis"), web("wredis")),
    same("web, forms: econ, all made up for", web("econ") + forms("econ"), 0),
    atLeast(
      "web, forms: stot >= arrivals at origins",
      web("stot") + forms("stot"),
      recorded(finding, "received").length,
    ),
    atLeast("web: eresp >= answers cut by origins", web("eresp"), recorded(finding, "cut").length),
    // A reset that haproxy takes for an end, and makes up for, is a retry alone.
    atLeast(
      "web, forms: eresp + retries >= resets by origins",
      failuresOf("web") + failuresOf("forms") + closed,
      recorded(finding, "reset").length + recorded(finding, "cut").length,
    ),
    ...originNames.map((name) => healthBar(finding, name)),
    // Not C: haproxy takes the end of a slowstart for a change as well.
    lastChangeBar(finding, "a"),
    lastChangeBar(finding, "b"),
  ];
}

function same(name: string, counted: number, seen: number): Bar {
  return bar(name, counted === seen ? counted : `${counted}, seen ${seen}`, counted === seen);
}

function atLeast(name: string, counted: number, seen: number): Bar {
  return bar(name, `${counted}, ${seen}`, counted >= seen);
}

/** By how much a column has grown in the run. */
function grown({ before, after }: Finding, row: string, column: string): number {
  return numberOf(after, row, column) - numberOf(before, row, column);
}

/** The growth of a column over the servers of a backend. */
function sumOf(finding: Finding, backend: string): (column: string) => number {
  return (column) =>
    originNames.reduce((sum, name) => sum + grown(finding, `${backend}/${name}`, column), 0);
}

/** chkdown is what was logged; each DOWN took as many failed checks as `fall` says. */
function healthBar(finding: Finding, name: OriginName): Bar {
  const downs = grown(finding, `web/${name}`, "chkdown");
  const fails = grown(finding, `web/${name}`, "chkfail");
  const lines = finding.downLines.get(name) ?? 0;
  return bar(
    `${name}: chkdown = DOWN lines, chkfail >= ${fall} each`,
    `${downs}, ${fails}`,
    downs === lines && fails >= fall * downs,
  );
}

/** lastchg lies between what the origin did and what was seen of it, in whole seconds. */
function lastChangeBar(finding: Finding, name: OriginName): Bar {
  const turn = finding.turns.findLast(({ origin }) => origin === name)!;
  const told = numberOf(finding.after, `web/${name}`, "lastchg");
  const leastSec = (finding.readMs - turn.seenMs) / 1000 - 1;
  const mostSec = (finding.readMs - turn.beganMs) / 1000 + 1;
  return bar(`${name}: lastchg is its last turn`, `${told} s`, told >= leastSec && told <= mostSec);
}
