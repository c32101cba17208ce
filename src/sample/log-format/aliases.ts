/**
 * The variables of log formats (manual 8.2.6): for each its name and what a transaction answers.
 * How an answer is written is the matter of its kind (log-alias-kinds.ts, log-alias-given.ts).
 */
import { captureList, captures, requestLine, requestPart } from "./alias-given.ts";
import {
  address,
  date,
  fineDate,
  hexNumber,
  letters,
  marked,
  number,
  suffixed,
  text,
  total,
} from "./alias-kinds.ts";
import type { LogAlias } from "./pieces.ts";
import { cutMethod, cutPath, cutTarget, cutVersion, pathOf } from "./logged-request.ts";
import { timers } from "./times.ts";
import { addressesOf } from "../txn.ts";

/** The target up to the question mark. */
function targetPath(target: string): string {
  const mark = target.indexOf("?");
  return mark === -1 ? target : target.slice(0, mark);
}

function queryWithMark(target: string): string | undefined {
  const mark = target.indexOf("?");
  return mark === -1 ? undefined : target.slice(mark);
}

function cutTargetPath(line: string): string | undefined {
  const target = cutTarget(line);
  return target === undefined ? undefined : targetPath(target);
}

function cutQuery(line: string): string {
  return queryWithMark(cutTarget(line) ?? "") ?? "";
}

const TOTALS: ReadonlySet<string> = new Set(["Ta", "Tt", "Tu"]);

const timerAliases: readonly (readonly [string, LogAlias])[] = Object.entries(timers).map(
  ([name, read]) => [name, TOTALS.has(name) ? total(read) : number(read)] as const,
);

/** Every variable by its name, without the percent sign. */
export const logAliases: ReadonlyMap<string, LogAlias> = new Map<string, LogAlias>([
  ...timerAliases,
  ["B", total(({ log }) => log.bytesOut)],
  ["CC", text(({ log }) => log.requestCookie)],
  ["CS", text(({ log }) => log.responseCookie)],
  ["H", text((_txn, { process }) => process.hostname)],
  ["HM", requestPart((request) => request.givenMethod(), cutMethod)],
  ["HP", requestPart((request) => targetPath(request.givenTarget()), cutTargetPath)],
  ["HPO", requestPart((request) => pathOf(request.givenTarget()), cutPath, false)],
  ["HQ", requestPart((request) => queryWithMark(request.givenTarget()), cutQuery, false)],
  ["HU", requestPart((request) => request.givenTarget(), cutTarget)],
  ["HV", requestPart((request) => `HTTP/1.${request.minorVersion}`, cutVersion)],
  ["ID", text((txn) => txn.uniqueId())],
  [
    "ST",
    number(({ response, session, log }) =>
      session.http ? log.answeredError || (response?.status ?? log.status ?? -1) : 0,
    ),
  ],
  ["T", date((dates, { session }) => dates.gmt(session.acceptWallMs))],
  ["Tl", date((dates, { session }) => dates.local(session.acceptWallMs))],
  ["Ts", hexNumber(({ session }) => Math.floor(session.acceptWallMs / 1000))],
  ["U", number(({ log }) => log.bytesIn)],
  ["ac", number(({ log }) => log.activeConnections)],
  ["b", text(({ backend, frontend }) => backend?.name ?? frontend.name)],
  ["bc", number(({ log }) => log.backendConnections)],
  ["bi", address(({ log }) => log.backendSource)],
  ["bp", hexNumber(({ log }) => log.backendSourcePort)],
  ["bq", number(({ log }) => log.backendQueuePosition)],
  ["ci", address((txn) => addressesOf(txn).source)],
  ["cp", hexNumber((txn) => addressesOf(txn).sourcePort)],
  ["f", text(({ frontend }) => frontend.name)],
  ["fc", number(({ log }) => log.frontendConnections)],
  ["fi", address((txn) => addressesOf(txn).destination)],
  ["fp", hexNumber((txn) => addressesOf(txn).destinationPort)],
  [
    "ft",
    suffixed(
      ({ frontend }) => frontend.name,
      "~",
      ({ session }) => session.tls !== null,
    ),
  ],
  ["hr", captures((txn) => txn.requestCaptures)],
  ["hrl", captureList((txn) => txn.requestCaptures)],
  ["hs", captures((txn) => txn.responseCaptures)],
  ["hsl", captureList((txn) => txn.responseCaptures)],
  ["OG", text(({ log }) => log.origin ?? "unspec")],
  ["lc", number(({ log }) => log.logCounter ?? 0)],
  ["ms", number(({ session }) => Math.floor(session.acceptWallMs) % 1000)],
  ["pid", hexNumber((_txn, process) => process.pid)],
  ["r", requestLine],
  [
    "rc",
    marked(
      ({ log }) => log.retries,
      ({ log }) => log.redispatched,
    ),
  ],
  ["rt", hexNumber(({ log }) => log.requestNumber)],
  ["s", text(({ server }) => server?.name ?? "<NOSRV>")],
  ["sc", number(({ log }) => log.serverConnections)],
  ["si", address(({ log }) => log.serverAddress)],
  ["sp", hexNumber(({ log }) => log.serverPort)],
  ["sq", number(({ log }) => log.serverQueuePosition)],
  ["sslc", text(({ session }) => session.tls?.cipher)],
  ["sslv", text(({ session }) => session.tls?.version)],
  ["t", fineDate(({ session }) => session.acceptWallMs)],
  ["tr", fineDate(({ log }) => log.times.requestWallMs)],
  ["trg", date((dates, { log }) => dates.gmt(log.times.requestWallMs))],
  ["trl", date((dates, { log }) => dates.local(log.times.requestWallMs))],
  ["ts", letters(({ log }) => log.termination.slice(0, 2))],
  ["tsc", letters(({ log }) => log.termination)],
]);

/** Variables that leave no trace without a value: the space behind them goes with them. */
export const vanishingAliases: ReadonlySet<string> = new Set(["hr", "hs", "hrl", "hsl"]);
