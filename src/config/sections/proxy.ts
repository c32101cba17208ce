/** The sections defaults, frontend, listen and backend (manual 4). */
import type { Arguments } from "../arguments.ts";
import type { Directive, ProxySection } from "../directive.ts";
import { proxyBasicDirectives } from "../directives/proxy-basics.ts";
import { proxyCheckDirectives } from "../directives/proxy-checks.ts";
import { proxyCompressionDirectives } from "../directives/proxy-compression.ts";
import { proxyCookieDirectives } from "../directives/proxy-cookie.ts";
import { proxyErrorDirectives } from "../directives/proxy-errors.ts";
import { proxyLoggingDirectives } from "../directives/proxy-logging.ts";
import { proxyForwardedDirectives } from "../directives/proxy-forwarded.ts";
import { proxyHintDirectives } from "../directives/proxy-hints.ts";
import { proxyOptionDirectives } from "../directives/proxy-options.ts";
import { proxyDirectDirectives } from "../directives/proxy-direct.ts";
import { proxyPersistenceDirectives } from "../directives/proxy-persistence.ts";
import { proxyServerStateDirectives } from "../directives/server-state.ts";
import { proxyFilterDirectives } from "../directives/proxy-filters.ts";
import { proxyKeepAliveDirectives } from "../directives/proxy-keepalive.ts";
import { proxyRuleDirectives } from "../directives/proxy-rules.ts";
import { proxyStatsDirectives } from "../directives/proxy-stats.ts";
import { proxySwitchDirectives } from "../directives/proxy-switches.ts";
import { proxyTimeoutDirectives } from "../directives/proxy-timeouts.ts";
import type { Load } from "../load-state.ts";
import { type ProxyDraft, hasRules, startDraft } from "../proxy-draft.ts";
import { expectSectionName, isGoodName } from "../values/proxy-name.ts";
import { type OpenSection, type SectionRow, openSection } from "../section.ts";
import type { Word } from "../words/word.ts";

/** Every directive of the four sections. */
export const proxyDirectives: readonly Directive<ProxyDraft>[] = [
  ...proxyBasicDirectives,
  ...proxyTimeoutDirectives,
  ...proxySwitchDirectives,
  ...proxyOptionDirectives,
  ...proxyForwardedDirectives,
  ...proxyHintDirectives,
  ...proxyKeepAliveDirectives,
  ...proxyFilterDirectives,
  ...proxyCompressionDirectives,
  ...proxyRuleDirectives,
  ...proxyCookieDirectives,
  ...proxyDirectDirectives,
  ...proxyPersistenceDirectives,
  ...proxyServerStateDirectives,
  ...proxyCheckDirectives,
  ...proxyLoggingDirectives,
  ...proxyErrorDirectives,
  ...proxyStatsDirectives,
];

/** The named defaults section, the latest one, or null; undefined after reporting. */
function findDefaults(args: Arguments, load: Load): ProxyDraft | null | undefined {
  if (!args.takeIf("from")) return load.defaults.at(-1) ?? null;
  const name = args.expect("the name of a defaults section after 'from'");
  if (name === undefined) return undefined;
  const found = load.defaults.filter((each) => each.model.name === name.text);
  if (found.length === 1) return found[0];
  const message =
    found.length === 0
      ? `there is no defaults section '${name.text}' before this line`
      : `'${name.text}' is ambiguous, ${found.length} defaults sections have this name`;
  load.diagnostics.error(name, message);
  return undefined;
}

function openProxy(section: "frontend" | "listen" | "backend"): SectionRow["open"] {
  return (args, load) => {
    const name = expectSectionName(args, load.diagnostics);
    const defaults = name === undefined ? undefined : findDefaults(args, load);
    if (name === undefined || defaults === undefined || !args.end()) return undefined;
    reportDuplicate(section, name, load);
    const draft = startDraft(section, name.text, args.line, defaults, load.global.sslServerVerify);
    load.proxies.push(draft);
    return openSection(section, name.text, draft, proxyDirectives, load);
  };
}

/** A frontend and a backend may share a name; otherwise names are unique. */
function reportDuplicate(section: ProxySection, name: Word, load: Load): void {
  const other = load.proxies.find(({ model }) => {
    const pair = new Set([section, model.kind]);
    return model.name === name.text && !(pair.has("frontend") && pair.has("backend"));
  });
  if (other === undefined) return;
  const { kind, position } = other.model;
  load.diagnostics.error(
    name,
    `${section} '${name.text}' has the name of ${kind} '${name.text}' at ${position.file}:${position.line}`,
  );
}

function openDefaults(args: Arguments, load: Load): OpenSection | undefined {
  const isNamed = args.peek !== undefined && args.peek.text !== "from";
  const name = isNamed ? args.take() : undefined;
  if (name !== undefined && !isGoodName(name, load.diagnostics)) return undefined;
  // Without "from" a defaults section starts from the built-in settings, not from the one before.
  const from = args.peek?.text === "from" ? findDefaults(args, load) : null;
  if (from === undefined || !args.end()) return undefined;
  if (from !== null && hasRules(from)) {
    load.diagnostics.error(
      args.last,
      `a defaults section cannot inherit from '${from.model.name}', which holds rules`,
    );
    return undefined;
  }
  const draft = startDraft(
    "defaults",
    name?.text ?? "",
    args.line,
    from,
    load.global.sslServerVerify,
  );
  load.defaults.push(draft);
  return openSection("defaults", draft.model.name, draft, proxyDirectives, load);
}

export const proxySections: readonly SectionRow[] = [
  {
    name: "defaults",
    syntax: "defaults [<name>] [ from <defaults_name> ]",
    manual: "4",
    summary: "settings that later proxies begin with",
    open: openDefaults,
  },
  {
    name: "frontend",
    syntax: "frontend <name> [ from <defaults_name> ]",
    manual: "4",
    summary: "listens for clients",
    open: openProxy("frontend"),
  },
  {
    name: "backend",
    syntax: "backend <name> [ from <defaults_name> ]",
    manual: "4",
    summary: "a set of servers",
    open: openProxy("backend"),
  },
  {
    name: "listen",
    syntax: "listen <name> [ from <defaults_name> ]",
    manual: "4",
    summary: "a frontend and a backend in one",
    open: openProxy("listen"),
  },
];
