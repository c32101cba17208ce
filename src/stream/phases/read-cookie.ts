/**
 * What a request's cookies say (manual 4.2, `cookie`, `capture cookie`): the server that the client
 * is to stay at, and for the log what came of it (8.5: N none, I unknown, V valid, D down, E and O
 * too old, U not used because a rule had chosen).
 */
import { requestCookies, requestCookieWith } from "../../http/cookie.ts";
import {
  cutRequestCookiePrefix,
  removeRequestCookie,
  tightenRequestCookies,
} from "../../http/cookie-edits.ts";
import { type DatedCookie, readDatedCookie } from "../../http/cookie-date.ts";
import type { CookieModel } from "../../config/model.ts";
import type { Server } from "../../server/server.ts";
import type { Backend } from "../backend.ts";
import type { Stream } from "../stream.ts";
import { isPersistent } from "./persistence.ts";

/** Between the server's name and the application's value in `prefix` mode. */
export const PREFIX_DELIMITER = "~";

/** A date so much in the future, in seconds, is wrong. */
const FUTURE_SEC = 86_400;

/** Reads the cookies of the stream's request, and takes out of them what the server must not see. */
export function readCookies(stream: Stream, backend: Backend): void {
  const { captureCookie } = stream.frontend.parts;
  const { cookie } = backend.parts;
  const { fields } = stream.request!;
  tightenRequestCookies(fields);
  if (captureCookie !== null) {
    stream.ownSpecial.requestCookie = requestCookieWith(fields, captureCookie.name)?.slice(
      0,
      captureCookie.maxBytes,
    );
  }
  if (cookie === null) return;
  stream.ownSpecial.cookieState = "N";
  stream.ownSpecial.cookieAction = "N";
  for (const value of requestCookies(fields, cookie.name)) {
    if (judge(stream, backend, cookie, value)) break;
  }
  if (cookie.mode === "prefix") cutRequestCookiePrefix(fields, cookie.name, PREFIX_DELIMITER);
  if (cookie.indirect && cookie.mode === "insert") removeRequestCookie(fields, cookie.name);
}

/** Notes what a cookie of that value means; true when it decides. */
function judge(stream: Stream, backend: Backend, cookie: CookieModel, value: string): boolean {
  const dated = cookie.mode === "prefix" ? undated(value) : readDatedCookie(value);
  if (stream.special.assigned !== null || stream.special.persistence === "ignored") {
    stream.ownSpecial.cookieState = "U";
    return true;
  }
  const age = ageFault(stream, cookie, dated);
  if (age !== "") {
    stream.ownSpecial.cookieState = age;
    return false;
  }
  const servers = backend.farm.servers.filter((each) => each.cookie === dated.server);
  const usable = servers.find((server) => isPersistent(stream, server));
  if (usable === undefined) stream.ownSpecial.cookieState = servers.length === 0 ? "I" : "D";
  else stay(stream, usable, dated);
  return usable !== undefined;
}

function stay(stream: Stream, server: Server, dated: DatedCookie): void {
  stream.ownSpecial.cookieState = server.isRunning() ? "V" : "D";
  stream.ownSpecial.assigned = server;
  stream.ownSpecial.cookieDates = dated;
}

/** `prefix` cookies carry no dates; without the delimiter all of the value is the server's name. */
function undated(value: string): DatedCookie {
  const delimiter = value.indexOf(PREFIX_DELIMITER);
  return { server: delimiter < 0 ? value : value.slice(0, delimiter), lastSec: 0, firstSec: 0 };
}

/** E after too long an absence, O after too long a stay, "" if the dates do not matter. */
function ageFault(stream: Stream, cookie: CookieModel, dated: DatedCookie): "E" | "O" | "" {
  const { maxIdleSec, maxLifeSec } = cookie;
  if (maxIdleSec === null && maxLifeSec === null) return "";
  const wallSec = Math.floor(stream.host.wallMs() / 1000);
  if (maxLifeSec !== null && isBeyond(wallSec, dated.firstSec, maxLifeSec)) return "O";
  if (maxIdleSec !== null && isBeyond(wallSec, dated.lastSec, maxIdleSec)) return "E";
  return "";
}

function isBeyond(wallSec: number, dateSec: number, mostSec: number): boolean {
  if (dateSec === 0) return false;
  const age = wallSec - dateSec;
  return age > mostSec || age < -FUTURE_SEC;
}
