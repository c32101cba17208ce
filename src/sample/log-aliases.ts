/**
 * The variables of log formats (manual 8.2.6): for each its name and how a transaction answers
 * it. Numbers and dates are written as they are; texts and addresses obey the quoting flags.
 */
import { DateText } from "../core/date.ts";
import type { IpAddress } from "../core/ip.ts";
import type { HttpMessage } from "../http/message.ts";
import { ipToBytes } from "../core/ip-bytes.ts";
import type { CompileScope, ProcessFacts } from "./compile-scope.ts";
import { hashEncoded, headerEncoded, styledText } from "./log-text.ts";
import type { TextStyle } from "./log-text.ts";
import { timers } from "./log-times.ts";
import type { Txn } from "./txn.ts";

type Render = (txn: Txn) => string;

/** Compiles a variable in a style. */
export type LogAlias = (style: TextStyle, scope: CompileScope) => Render;

function text(read: (txn: Txn, scope: CompileScope) => string | undefined): LogAlias {
  return (style, scope) => (txn) => styledText(read(txn, scope), style);
}

function number(read: (txn: Txn) => number): LogAlias {
  return () => (txn) => String(read(txn));
}

/** A number that +X shows in four hexadecimal digits or more. */
function hexNumber(read: (txn: Txn, process: ProcessFacts) => number | undefined): LogAlias {
  return (style, { process }) =>
    (txn) => {
      const value = read(txn, process);
      if (value === undefined) return styledText(undefined, style);
      return style.hex ? value.toString(16).toUpperCase().padStart(4, "0") : String(value);
    };
}

function address(read: (txn: Txn) => IpAddress | null | undefined): LogAlias {
  return (style) => (txn) => {
    const ip = read(txn) ?? undefined;
    return styledText(ip === undefined || !style.hex ? ip?.toString() : hexAddress(ip), style);
  };
}

function hexAddress(ip: IpAddress): string {
  const bytes = [...ipToBytes(ip)];
  return bytes
    .map((byte) => byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0"))
    .join("");
}

function date(render: (dates: DateText, txn: Txn) => string): LogAlias {
  return (_style, { process }) => {
    const dates = new DateText((wallMs) => process.zoneOffsetMinutes(wallMs));
    return (txn) => render(dates, txn);
  };
}

/** `{a|b}`, "" when nothing is captured. */
function captures(read: (txn: Txn) => readonly (string | undefined)[]): LogAlias {
  return (style) => (txn) => {
    const values = read(txn);
    if (values.length === 0) return "";
    const list = `{${values.map((value) => headerEncoded(value ?? "")).join("|")}}`;
    return style.quoted ? `"${list}"` : list;
  };
}

/** Each value on its own, a missing one "-": the CLF style. */
function captureList(read: (txn: Txn) => readonly (string | undefined)[]): LogAlias {
  return (style) => (txn) =>
    read(txn)
      .map((value) => styledText(value === undefined ? undefined : headerEncoded(value), style))
      .join(" ");
}

function encoded(value: string | undefined): string | undefined {
  return value === undefined ? undefined : hashEncoded(value);
}

function requestLine({ request }: Txn): string {
  if (request === null) return "<BADREQ>";
  return `${request.methodText()} ${request.targetText()} HTTP/1.${request.minorVersion}`;
}

/** The target up to the question mark. */
function targetPath(target: string): string {
  const mark = target.indexOf("?");
  return mark === -1 ? target : target.slice(0, mark);
}

function queryWithMark(target: string): string | undefined {
  const mark = target.indexOf("?");
  return mark === -1 ? undefined : target.slice(mark);
}

/** A part of the request; the same words for all parts of what was no request. */
function requestPart(
  read: (request: HttpMessage) => string | undefined,
  dashIfMissing: boolean = true,
): LogAlias {
  return (style) => {
    const own = dashIfMissing ? style : { ...style, mandatory: false };
    return ({ request, session }) => {
      if (request !== null) return styledText(encoded(read(request)), own);
      return styledText(session.http ? "<BADREQ>" : undefined, style);
    };
  };
}

const TOTALS: ReadonlySet<string> = new Set(["Ta", "Tt", "Tu"]);

/** A number that goes on growing after a line that was made early. */
function total(read: (txn: Txn) => number): LogAlias {
  return () => (txn) => (txn.log.isLoggedEarly === true ? `+${read(txn)}` : String(read(txn)));
}

const timerAliases: readonly (readonly [string, LogAlias])[] = Object.entries(timers).map(
  ([name, read]) => [name, TOTALS.has(name) ? total(read) : number(read)] as const,
);

/** Every variable by its name, without the percent sign. */
export const logAliases: ReadonlyMap<string, LogAlias> = new Map<string, LogAlias>([
  ...timerAliases,
  ["B", total(({ log }) => log.bytesOut)],
  ["CC", text(({ log }) => encoded(log.requestCookie))],
  ["CS", text(({ log }) => encoded(log.responseCookie))],
  ["H", text((_txn, { process }) => process.hostname)],
  ["HM", requestPart((request) => request.methodText())],
  ["HP", requestPart((request) => targetPath(request.targetText()))],
  ["HPO", requestPart((request) => request.path())],
  ["HQ", requestPart((request) => queryWithMark(request.targetText()), false)],
  ["HU", requestPart((request) => request.targetText())],
  ["HV", requestPart((request) => `HTTP/1.${request.minorVersion}`)],
  ["ID", text((txn) => txn.uniqueId())],
  [
    "ST",
    number(({ response, session, log }) =>
      session.http ? (response?.status ?? log.status ?? -1) : 0,
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
  ["ci", address(({ session }) => session.source)],
  ["cp", hexNumber(({ session }) => session.sourcePort)],
  ["f", text(({ frontend }) => frontend.name)],
  ["fc", number(({ log }) => log.frontendConnections)],
  ["fi", address(({ session }) => session.destination)],
  ["fp", hexNumber(({ session }) => session.destinationPort)],
  [
    "ft",
    text(({ frontend, session }) => (session.tls === null ? frontend.name : `${frontend.name}~`)),
  ],
  ["hr", captures((txn) => txn.requestCaptures)],
  ["hrl", captureList((txn) => txn.requestCaptures)],
  ["hs", captures((txn) => txn.responseCaptures)],
  ["hsl", captureList((txn) => txn.responseCaptures)],
  ["lc", number(({ log }) => log.logCounter ?? 0)],
  ["ms", number(({ session }) => Math.floor(session.acceptWallMs) % 1000)],
  ["pid", hexNumber((_txn, process) => process.pid)],
  ["r", text((txn) => hashEncoded(requestLine(txn)))],
  ["rc", plain(({ log }) => `${log.redispatched ? "+" : ""}${log.retries}`)],
  ["rt", hexNumber(({ log }) => log.requestNumber)],
  ["s", text(({ server }) => server?.name ?? "<NOSRV>")],
  ["sc", number(({ log }) => log.serverConnections)],
  ["si", address(({ server }) => server?.address)],
  ["sp", hexNumber(({ server }) => server?.port)],
  ["sq", number(({ log }) => log.serverQueuePosition)],
  ["sslc", text(({ session }) => session.tls?.cipher)],
  ["sslv", text(({ session }) => session.tls?.version)],
  ["t", date((dates, { session }) => dates.log(session.acceptWallMs))],
  ["tr", date((dates, { log }) => dates.log(log.times.requestWallMs))],
  ["trg", date((dates, { log }) => dates.gmt(log.times.requestWallMs))],
  ["trl", date((dates, { log }) => dates.local(log.times.requestWallMs))],
  ["ts", plain(({ log }) => log.termination.slice(0, 2))],
  ["tsc", plain(({ log }) => log.termination)],
]);

/** Variables that leave no trace without a value: the space behind them goes with them. */
export const vanishingAliases: ReadonlySet<string> = new Set(["hr", "hs", "hrl", "hsl"]);

/** A text that no flag changes. */
function plain(read: (txn: Txn) => string): LogAlias {
  return () => read;
}
