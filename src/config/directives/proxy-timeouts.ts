/** `timeout NAME TIME` (manual 4.2), one row a timer, and the retries that follow them. */
import { type Arguments, unsigned } from "../arguments.ts";
import {
  type Directive,
  type SectionKind,
  anyProxy,
  backendSide,
  frontendSide,
} from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { Timeouts } from "../model.ts";
import type { ProxyDraft } from "../proxy-draft.ts";

function timeout(
  name: string,
  field: keyof Timeouts,
  sections: readonly SectionKind[],
  summary: string,
): Directive<ProxyDraft> {
  return {
    name: `timeout ${name}`,
    in: sections,
    syntax: `timeout ${name} <time>`,
    manual: "4.2",
    summary,
    parse(args: Arguments, { model }: ProxyDraft): void {
      const timeMs = args.waitMs("a time", unsigned);
      if (timeMs !== undefined && args.end()) model.timeouts[field] = timeMs;
    },
  };
}

/** What `retry-on` may name besides status codes. */
const retryReasons: readonly string[] = [
  "none",
  "conn-failure",
  "empty-response",
  "junk-response",
  "response-timeout",
  "0rtt-rejected",
  "all-retryable-errors",
];
const retryStatuses: readonly string[] = [
  "401",
  "403",
  "404",
  "408",
  "421",
  "425",
  "429",
  "500",
  "501",
  "502",
  "503",
  "504",
];

function parseRetryOn(args: Arguments, { model }: ProxyDraft, load: Load): void {
  if (args.expect("at least one condition") === undefined) return;
  const words = [args.last, ...args.rest()];
  for (const word of words) {
    if (retryReasons.includes(word.text) || retryStatuses.includes(word.text)) continue;
    return load.diagnostics.error(
      word,
      `'retry-on' does not know '${word.text}'`,
      `expected ${retryReasons.join(", ")} or one of the statuses ${retryStatuses.join(", ")}`,
    );
  }
  const none = words.find((word) => word.text === "none");
  if (none !== undefined && words.length > 1) {
    return load.diagnostics.error(none, "'none' goes with no other condition");
  }
  model.retryOn = words.map((word) => word.text);
}

export const proxyTimeoutDirectives: readonly Directive<ProxyDraft>[] = [
  timeout("check", "check", backendSide, "longest wait for a check's answer once connected"),
  timeout("client", "client", frontendSide, "longest inactivity of the client"),
  timeout("client-fin", "clientFin", frontendSide, "longest inactivity of a half-closed client"),
  timeout("client-hs", "clientHs", frontendSide, "longest wait for a PROXY header, and for TLS"),
  timeout("connect", "connect", backendSide, "longest wait for a connection to a server"),
  timeout("http-keep-alive", "httpKeepAlive", anyProxy, "longest wait for the next request"),
  timeout("http-request", "httpRequest", anyProxy, "longest wait for a complete request"),
  timeout("queue", "queue", backendSide, "longest stay in the queue"),
  timeout("server", "server", backendSide, "longest inactivity of the server"),
  timeout("server-fin", "serverFin", backendSide, "longest inactivity of a half-closed server"),
  timeout("tarpit", "tarpit", anyProxy, "how long tarpitted requests are held"),
  timeout("tunnel", "tunnel", backendSide, "longest inactivity of a tunnel"),
  {
    name: "retries",
    in: backendSide,
    syntax: "retries <value>",
    manual: "4.2",
    summary: "attempts after a failed connection",
    parse(args: Arguments, { model }: ProxyDraft): void {
      const count = args.integer("a number", unsigned);
      if (count !== undefined && args.end()) model.retries = count;
    },
  },
  {
    name: "retry-on",
    in: backendSide,
    syntax: "retry-on <condition> ...",
    manual: "4.2",
    summary: "which failures are retried",
    parse: parseRetryOn,
  },
];
