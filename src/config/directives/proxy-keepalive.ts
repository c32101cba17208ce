/** `clitcpka-*` and `srvtcpka-*`: how the system probes idle TCP connections (manual 4.2). */
import { type Arguments, unsigned } from "../arguments.ts";
import { type Directive, backendSide, frontendSide } from "../directive.ts";
import type { KeepAliveModel } from "../model/proxy.ts";
import type { ProxyDraft } from "../proxy-draft.ts";
import { timeSetting } from "./setting.ts";

const manual = "4.2";

type Side = "client" | "server";

/** A side's settings, made anew: sections that inherit them must not share what is changed. */
function set({ model }: ProxyDraft, side: Side, change: Partial<KeepAliveModel>): void {
  model.keepAlive = {
    ...model.keepAlive,
    [side]: { ...model.keepAlive[side], ...change },
  };
}

/** Whole seconds, as the system takes them. */
function seconds(timeMs: number): number {
  return Math.ceil(timeMs / 1000);
}

function rowsOf(side: Side): readonly Directive<ProxyDraft>[] {
  const prefix = side === "client" ? "clitcpka" : "srvtcpka";
  const sections = side === "client" ? frontendSide : backendSide;
  const facts = (part: string, summary: string) => ({
    name: `${prefix}-${part}`,
    in: sections,
    manual,
    summary: `${summary} the ${side}`,
  });
  return [
    {
      ...facts("cnt", "how many unanswered TCP keepalive probes end the connection to"),
      syntax: `${prefix}-cnt <count>`,
      parse(args: Arguments, draft: ProxyDraft): void {
        const count = args.integer("a number of probes", unsigned);
        if (count !== undefined && args.end()) set(draft, side, { count });
      },
    },
    timeSetting(
      facts("idle", "how long a connection is silent before TCP probes"),
      unsigned,
      (draft: ProxyDraft, timeMs) => set(draft, side, { idleSec: seconds(timeMs) }),
      "s",
    ),
    timeSetting(
      facts("intvl", "the time between TCP keepalive probes to"),
      unsigned,
      (draft: ProxyDraft, timeMs) => set(draft, side, { intervalSec: seconds(timeMs) }),
      "s",
    ),
  ];
}

export const proxyKeepAliveDirectives: readonly Directive<ProxyDraft>[] = [
  ...rowsOf("client"),
  ...rowsOf("server"),
];
