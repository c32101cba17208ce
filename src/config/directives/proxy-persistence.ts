/** What decides about persistence per request, and what tells a server its name (manual 4.2). */
import type { Arguments } from "../arguments.ts";
import { type Directive, backendSide } from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { ProxyDraft } from "../proxy-draft.ts";
import { expectCondition } from "../rule-words.ts";

const manual = "4.2";

function persistRule(kind: "force" | "ignore", summary: string): Directive<ProxyDraft> {
  return {
    name: `${kind}-persist`,
    in: ["listen", "backend"],
    manual,
    syntax: `${kind}-persist { if | unless } <condition>`,
    summary,
    parse(args: Arguments, { model }: ProxyDraft, load: Load): void {
      const condition = expectCondition(args, load.diagnostics);
      if (condition !== undefined) model.persistRules.push({ kind, condition });
    },
  };
}

export const proxyPersistenceDirectives: readonly Directive<ProxyDraft>[] = [
  persistRule("force", "keeps persistence to servers that are down, if a condition holds"),
  persistRule("ignore", "takes no notice of persistence, if a condition holds"),
  {
    name: "http-send-name-header",
    in: backendSide,
    manual,
    syntax: "http-send-name-header [<header>]",
    summary: "tells each server its name in a header",
    parse(args: Arguments, { model }: ProxyDraft): void {
      const name = args.expect("<header>");
      if (name !== undefined) model.sendNameHeader = name.text;
    },
  },
];
