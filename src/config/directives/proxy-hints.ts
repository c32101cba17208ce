/**
 * Options of proxies that only advise HAProxy's engine how to do its work, or turn off what Sluice
 * never does (manual 4.2): they are taken, and nothing follows.
 */
import type { Arguments } from "../arguments.ts";
import { type Directive, type SectionKind, anyProxy, frontendSide } from "../directive.ts";
import type { ProxyDraft } from "../proxy-draft.ts";
import { switchSetting } from "./setting.ts";

function hint(
  name: string,
  sections: readonly SectionKind[],
  reason: string,
): Directive<ProxyDraft> {
  const facts = { name: `option ${name}`, in: sections, manual: "4.2" };
  return switchSetting({ ...facts, summary: `accepted: ${reason}` }, () => {});
}

const NO_LOG_STREAMS = "it is about logs that proxies take in, which Sluice does not";
const NO_SPLICING = "Sluice never splices";

export const proxyHintDirectives: readonly Directive<ProxyDraft>[] = [
  hint("disable-h2-upgrade", frontendSide, "no connection of HTTP/1 becomes one of HTTP/2"),
  hint("splice-auto", anyProxy, NO_SPLICING),
  hint("splice-request", anyProxy, NO_SPLICING),
  hint("splice-response", anyProxy, NO_SPLICING),
  hint("assume-rfc6587-ntf", frontendSide, NO_LOG_STREAMS),
  hint("dont-parse-log", frontendSide, NO_LOG_STREAMS),
  {
    name: "option use-small-buffers",
    in: anyProxy,
    manual: "4.2",
    syntax: "option use-small-buffers [ queue | l7-retries | check ]*",
    summary: "accepted: what waits is kept in buffers of its own size",
    parse(args: Arguments): void {
      while (args.peek !== undefined && args.oneOf(["queue", "l7-retries", "check"]) !== undefined);
    },
    negate: (args: Arguments): void => void args.rest(),
  },
];
