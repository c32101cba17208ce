/**
 * Cases of rule tables: a scripted client's bytes go through a proxy; compared are the answer, what
 * the server received, and the line that was logged (status, termination state, server, captures).
 */
import type { Case, Side } from "./compare.ts";
import { get } from "./configs.ts";
import { until } from "../support/deadline.ts";
import { type OriginScript, okResponse } from "../support/origin.ts";

/** Defaults of rule tables: short bounds, and a log line of what rules decide. */
export const ruleDefaults = `
defaults
    mode http
    log 127.0.0.1:\${P:log} local0
    log-format "%ST %tsc %b/%s %hr %hs"
    timeout connect 2s
    timeout client 3s
    timeout server 3s
    timeout http-request 3s
    timeout tarpit 50ms
`;

/** A server `web` that says ok to everything. */
export const okOrigin: Readonly<Record<string, OriginScript>> = { web: okResponse("ok") };

/** What came of one connection. */
export interface Observed {
  readonly answer: string;
  readonly seen: unknown;
  readonly log: string;
}

/** Sends `pieces` (numbers are pauses in ms), reads to the close, and waits for the log line. */
export async function observed(
  side: Side,
  port: string,
  pieces: readonly (string | number)[],
): Promise<Observed> {
  const from = side.syslog.lines.length;
  using client = await side.connect(port);
  for (const piece of pieces) {
    if (typeof piece === "string") client.send(piece);
    else await new Promise((over) => setTimeout(over, piece));
  }
  const answer = await client.readAll();
  const line = await until(() => side.syslog.lines[from], "the line of the request");
  return { answer, seen: side.seen("web"), log: line.replace(/^.*?\]: /s, "").trim() };
}

/** A case of the frontend `fe`: those bytes, then the proxy's close. */
export function sending(...pieces: readonly (string | number)[]): Case {
  return (side) => observed(side, "fe", pieces);
}

/** A GET of the frontend `fe` on a connection of its own. */
export function getting(target: string, fields = ""): Case {
  return sending(get(target, `Connection: close\r\n${fields}`));
}

/** One case a target, named by it. */
export function gettingEach(...targets: readonly string[]): Record<string, Case> {
  return Object.fromEntries(targets.map((target) => [`GET ${target}`, getting(target)]));
}
