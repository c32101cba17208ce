/** What decides about persistence per request, and what tells a server its name (manual 4.2). */
import type { Arguments } from "../arguments.ts";
import { type Directive, backendSide } from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { ProxyDraft } from "../proxy-draft.ts";
import { expectCondition } from "../rule-words.ts";
import { expectSource } from "../values/source.ts";

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

const RDP_COOKIE = /^rdp-cookie(?:\((.*)\))?$/;

function parsePersist(args: Arguments, { model }: ProxyDraft, load: Load): void {
  const method = args.expect("rdp-cookie[(<name>)]");
  if (method === undefined) return;
  const [found, name] = RDP_COOKIE.exec(method.text) ?? [];
  if (found === undefined) load.diagnostics.error(method, "unknown method", "expected rdp-cookie");
  else if (name === "") load.diagnostics.error(method, "the cookie needs a name");
  else if (args.end()) model.persistRdpCookie = name ?? "msts";
}

export const proxyPersistenceDirectives: readonly Directive<ProxyDraft>[] = [
  persistRule("force", "keeps persistence to servers that are down, if a condition holds"),
  persistRule("ignore", "takes no notice of persistence, if a condition holds"),
  {
    name: "persist",
    in: backendSide,
    manual,
    syntax: "persist rdp-cookie[(<name>)]",
    summary: "goes to the server whose address the cookie of an RDP request tells",
    parse: parsePersist,
  },
  {
    name: "source",
    in: ["defaults", ...backendSide],
    manual,
    syntax:
      "source <address>[:<port>] [usesrc { <address>[:<port>] | client | clientip | hdr_ip(<name>[,<occurrence>]) }] [interface <name>]",
    summary: "address that servers without a 'source' of their own are connected to from",
    parse(args: Arguments, { model }: ProxyDraft, load: Load): void {
      const source = expectSource(args, "one port", load);
      if (source !== undefined && args.end()) model.source = source;
    },
  },
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
