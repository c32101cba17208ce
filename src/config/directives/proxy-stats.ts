/** `stats …` in a proxy (manual 4.2). Any of these lines turns the statistics page on. */
import { type Arguments, unsigned } from "../arguments.ts";
import { type Directive, type SectionKind, anyProxy } from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { StatsModel } from "../model.ts";
import { blankStats } from "../model/blank/stats.ts";
import type { ProxyDraft } from "../proxy-draft.ts";
import { cutRule, expectCondition } from "../rule-words.ts";

/** A row that reads its arguments and, when they are right, changes the page's settings. */
function stats(
  name: string,
  syntax: string,
  sections: readonly SectionKind[],
  summary: string,
  read: (
    args: Arguments,
    load: Load,
    proxy: ProxyDraft,
  ) => ((page: StatsModel) => void) | undefined,
): Directive<ProxyDraft> {
  return {
    name: `stats ${name}`,
    syntax: `stats ${name}${syntax}`,
    in: sections,
    manual: "4.2",
    summary,
    parse(args: Arguments, proxy: ProxyDraft, load: Load): void {
      const change = read(args, load, proxy);
      if (change === undefined || !args.end()) return;
      proxy.model.stats ??= blankStats();
      proxy.model.stats.enabled = true;
      change(proxy.model.stats);
    },
  };
}

function text(args: Arguments, what: string): string | undefined {
  return args.expect(what)?.text;
}

const notDefaults: readonly SectionKind[] = ["frontend", "listen", "backend"];

export const proxyStatsDirectives: readonly Directive<ProxyDraft>[] = [
  stats("enable", "", anyProxy, "serves the statistics page", () => () => {}),
  stats("uri", " <prefix>", anyProxy, "where the page is", (args) => {
    const uri = text(args, "a URI");
    return uri === undefined
      ? undefined
      : (page) => {
          page.uri = uri;
        };
  }),
  stats("realm", " <realm>", anyProxy, "realm of its authentication", (args) => {
    const realm = text(args, "a realm");
    return realm === undefined
      ? undefined
      : (page) => {
          page.realm = realm;
        };
  }),
  stats("auth", " <user>:<passwd>", anyProxy, "who may see it", (args, load) => {
    const word = args.expect("<user>:<password>");
    if (word === undefined) return undefined;
    const colon = word.text.indexOf(":");
    if (colon < 0) {
      load.diagnostics.error(word, "the password is missing", "expected <user>:<password>");
      return undefined;
    }
    const account = { user: word.text.slice(0, colon), password: word.text.slice(colon + 1) };
    return (page) => {
      page.auth.push(account);
    };
  }),
  stats("refresh", " <delay>", anyProxy, "how often the page reloads itself", (args) => {
    const delayMs = args.timeMs("a delay in seconds", unsigned, "s");
    return delayMs === undefined
      ? undefined
      : (page) => {
          page.refreshSec = Math.ceil(delayMs / 1000);
        };
  }),
  stats("show-legends", "", anyProxy, "shows more in tooltips", () => (page) => {
    page.showLegends = true;
  }),
  stats("show-modules", "", anyProxy, "shows what protocols count, in tooltips", () => (page) => {
    page.showModules = true;
  }),
  stats("hide-version", "", anyProxy, "does not show the version", () => (page) => {
    page.hideVersion = true;
  }),
  stats("show-node", " [<name>]", anyProxy, "shows the node's name", (args) => {
    const name = args.take()?.text ?? "";
    return (page) => {
      page.showNode = name;
    };
  }),
  stats("show-desc", " [<desc>]", anyProxy, "shows a description", (args) => {
    const description = args
      .rest()
      .map((word) => word.text)
      .join(" ");
    return (page) => {
      page.showDesc = description;
    };
  }),
  stats("scope", ' { <name> | "." }', anyProxy, "shows only these proxies", (args) => {
    const name = text(args, "a proxy's name or '.'");
    return name === undefined
      ? undefined
      : (page) => {
          page.scope.push(name);
        };
  }),
  stats(
    "admin",
    " { if | unless } <cond>",
    notDefaults,
    "when the page may change servers",
    (args, load) => {
      const condition = expectCondition(args, load.diagnostics);
      return condition === undefined
        ? undefined
        : (page) => {
            page.admin = condition;
          };
    },
  ),
  stats(
    "http-request",
    " { allow | deny | auth [realm <realm>] } [ { if | unless } <condition> ]",
    notDefaults,
    "who may see the page",
    (args, load) => {
      const rule = cutRule(args, load.diagnostics);
      return rule === undefined
        ? undefined
        : (page) => {
            page.httpRequestRules.push(rule);
          };
    },
  ),
];
