/**
 * The request line as logs keep it: as the client gave it, whatever rules made of it, and at most so
 * many characters (manual 3.2 `tune.http.logurilen`). Where one was cut, its parts are read from
 * what is left, as HAProxy reads them.
 */
import type { HttpMessage } from "../../http/message.ts";
import { splitTarget, type TargetParts } from "../../http/uri.ts";

/** Two spaces and the version. */
const AROUND_TARGET = " ".length + " HTTP/1.1".length;

/** What is left of a request line that is longer than `length`; null for one that fits. */
export function cutRequestLine(request: HttpMessage, length: number): string | null {
  const method = request.givenMethod();
  const target = request.givenTarget();
  if (method.length + target.length + AROUND_TARGET <= length) return null;
  return `${method} ${target} HTTP/1.${request.minorVersion}`.slice(0, length);
}

/** The method; undefined where the line ends before a target begins. */
export function cutMethod(line: string): string | undefined {
  return cutTarget(line) === undefined ? undefined : line.slice(0, line.indexOf(" "));
}

/** The target as far as it is left. */
export function cutTarget(line: string): string | undefined {
  return line.split(" ")[1] || undefined;
}

/** The version as far as it is left; a line without one would be of HTTP/0.9. */
export function cutVersion(line: string): string | undefined {
  if (cutTarget(line) === undefined) return undefined;
  return line.split(" ")[2] || "HTTP/0.9";
}

const parts: TargetParts = {
  form: 0,
  authorityStart: 0,
  authorityEnd: 0,
  pathStart: 0,
  pathEnd: 0,
  queryStart: 0,
};

/** The path of the target as far as it is left. */
export function cutPath(line: string): string | undefined {
  const target = cutTarget(line);
  return target === undefined ? undefined : pathOf(target);
}

/** Path and query of the target as far as they are left. */
export function cutPathq(line: string): string | undefined {
  const target = cutTarget(line);
  return target === undefined ? undefined : pathqOf(target);
}

/** The path of a target; undefined for one without (`*`, `host:port`). */
export function pathOf(target: string): string | undefined {
  splitTarget(target, parts);
  const { pathStart, pathEnd } = parts;
  return pathStart === pathEnd ? undefined : target.slice(pathStart, pathEnd);
}

/** The path and the query of a target; undefined for one without a path. */
export function pathqOf(target: string): string | undefined {
  splitTarget(target, parts);
  const { pathStart, pathEnd } = parts;
  return pathStart === pathEnd ? undefined : target.slice(pathStart);
}
