/** ACLs and rule lines (manual 4.2): kept as words here, compiled once all names are known. */
import { type Arguments, unsigned } from "../arguments.ts";
import {
  type Directive,
  type SectionKind,
  anyProxy,
  backendSide,
  frontendSide,
} from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { ProxyModel, RuleModel, RuleSetName, StickRuleModel } from "../model.ts";
import type { ProxyDraft } from "../proxy-draft.ts";
import { cutRule, expectCondition, takeCondition } from "../rule-words.ts";
import { readInteger } from "../values/units.ts";
import { timeSetting } from "./setting.ts";

const manual = "4.2";

/** Rules and ACLs stand in named defaults sections only: reports and says false elsewhere. */
function mayHoldRules(args: Arguments, proxy: ProxyDraft, load: Load): boolean {
  if (proxy.section !== "defaults" || proxy.model.name !== "") return true;
  load.diagnostics.error(
    args.line,
    `'${args.name}' is not allowed in an anonymous 'defaults' section`,
    "give the section a name",
  );
  return false;
}

function ruleSet(
  name: RuleSetName,
  sections: readonly SectionKind[],
  summary: string,
): Directive<ProxyDraft> {
  return {
    name,
    in: sections,
    manual,
    summary,
    misplaced: "refused",
    syntax: `${name} <action> [options...] [ { if | unless } <condition> ]`,
    parse(args: Arguments, proxy: ProxyDraft, load: Load): void {
      if (!mayHoldRules(args, proxy, load)) return;
      const rule = cutRule(args, load.diagnostics);
      if (rule === undefined) return;
      warnOfOrder(args, proxy, load);
      claimCapture(name, rule, proxy);
      proxy.model.rules[name].push(rule);
    },
  };
}

/** `capture … len N` has a slot of its own, at its place among the declared ones. */
function claimCapture(set: RuleSetName, { action }: RuleModel, { model }: ProxyDraft): void {
  const [keyword, , kind, length] = action;
  if (keyword?.text !== "capture" || kind?.text !== "len" || length === undefined) return;
  if (set !== "http-request" && set !== "tcp-request content") return;
  const maxBytes = readInteger(length.text);
  // A length that is none is reported when the rule is compiled.
  if (maxBytes !== undefined)
    model.captures.push({ direction: "request", name: null, maxBytes, rule: keyword });
}

/** The request's rules in the order they run, whatever the order of the lines. */
const requestOrder: readonly RuleSetName[] = [
  "tcp-request connection",
  "tcp-request session",
  "tcp-request content",
  "http-request",
];

/** A line after one that runs later misleads its reader. */
function warnOfOrder(args: Arguments, { model, redirects }: ProxyDraft, load: Load): void {
  const isRedirect = args.name === "redirect";
  const rank = requestOrder.findIndex((set) => set === args.name);
  if (rank < 0 && !isRedirect) return;
  const sets = isRedirect ? [] : requestOrder.slice(rank + 1);
  const later =
    sets.find((set) => model.rules[set].length > 0) ??
    (redirects.length > 0 && !isRedirect
      ? "redirect"
      : model.useBackend.length > 0
        ? "use_backend"
        : undefined);
  if (later === undefined) return;
  load.diagnostics.warn(
    args.line,
    `this '${args.name}' rule stands after a '${later}' rule but runs before it`,
  );
}

/** `redirect …` is `http-request redirect …` in its oldest form. */
function parseRedirect(args: Arguments, proxy: ProxyDraft, load: Load): void {
  if (args.peek === undefined) {
    args.expect("'location', 'prefix' or 'scheme'");
    return;
  }
  const keyword = args.last;
  const rule = cutRule(args, load.diagnostics);
  if (rule !== undefined) {
    warnOfOrder(args, proxy, load);
    proxy.redirects.push({ ...rule, action: [keyword, ...rule.action] });
  }
}

function parseAcl(args: Arguments, proxy: ProxyDraft, load: Load): void {
  if (!mayHoldRules(args, proxy, load)) return;
  const name = args.expect("<name> <criterion> ...");
  if (name === undefined) return;
  const badCharacter = /[^A-Za-z0-9_.:-]/.exec(name.text)?.[0];
  if (badCharacter !== undefined) {
    return load.diagnostics.error(name, `'${badCharacter}' is not permitted in an ACL name`);
  }
  if (args.expect("a criterion after the name") === undefined) return;
  const inherited = proxy.from?.model.acls.some((acl) => acl.words[0]!.text === name.text) ?? false;
  if (inherited) {
    return load.diagnostics.error(
      name,
      `ACL '${name.text}' is already defined in the defaults section`,
      "choose another name",
    );
  }
  proxy.model.acls.push({ line: args.line, words: [name, args.last, ...args.rest()] });
}

function stickRule(kind: StickRuleModel["kind"], summary: string): Directive<ProxyDraft> {
  return {
    name: `stick ${kind}`,
    in: ["listen", "backend"],
    manual,
    summary,
    syntax: `stick ${kind} <pattern> [table <table>] [{if | unless} <condition>]`,
    parse(args: Arguments, { model }: ProxyDraft, load: Load): void {
      const expression = args.expect("<pattern>");
      if (expression === undefined) return;
      const table = args.takeIf("table") ? args.expect("a table's name after 'table'") : null;
      if (table === undefined) return;
      const condition = takeCondition(args, load.diagnostics);
      if (condition !== undefined)
        model.stickRules.push({ line: args.line, kind, expression, table, condition });
    },
  };
}

function inspectDelay(
  name: string,
  sections: readonly SectionKind[],
  set: (model: ProxyModel, timeMs: number) => void,
): Directive<ProxyDraft> {
  const facts = {
    name,
    in: sections,
    manual,
    summary: "longest wait for data that content rules need",
  };
  const row = timeSetting<ProxyDraft>(facts, unsigned, ({ model }, timeMs) => set(model, timeMs));
  return {
    ...row,
    parse(args: Arguments, proxy: ProxyDraft, load: Load): void {
      if (mayHoldRules(args, proxy, load)) row.parse(args, proxy, load);
    },
  };
}

export const proxyRuleDirectives: readonly Directive<ProxyDraft>[] = [
  {
    name: "acl",
    in: anyProxy,
    manual,
    syntax: "acl <aclname> <criterion> [flags] [operator] <value> ...",
    summary: "names a condition",
    parse: parseAcl,
  },
  ruleSet("tcp-request connection", frontendSide, "acts on a connection that was just accepted"),
  ruleSet("tcp-request session", frontendSide, "acts on a session after its handshakes"),
  ruleSet("tcp-request content", anyProxy, "acts on the content of a request"),
  ruleSet("tcp-response content", backendSide, "acts on the content of a response"),
  ruleSet("http-request", anyProxy, "acts on an HTTP request"),
  ruleSet("http-response", anyProxy, "acts on a server's HTTP response"),
  ruleSet("http-after-response", anyProxy, "acts on every HTTP response, the proxy's own too"),
  inspectDelay("tcp-request inspect-delay", anyProxy, (model, timeMs) => {
    model.inspectDelayMs = timeMs;
  }),
  inspectDelay("tcp-response inspect-delay", backendSide, (model, timeMs) => {
    model.responseInspectDelayMs = timeMs;
  }),
  {
    name: "redirect",
    in: ["frontend", "listen", "backend"],
    manual,
    misplaced: "refused",
    syntax:
      "redirect { location <loc> | prefix <pfx> | scheme <sch> } [code <code>] [<option>] [{if | unless} <condition>]",
    summary: "redirects the client",
    parse: parseRedirect,
  },
  stickRule("match", "looks the server up in a table"),
  stickRule("on", "looks up, and stores after the choice"),
  stickRule("store-request", "stores by a fact of the request"),
  stickRule("store-response", "stores by a fact of the response"),
  {
    name: "stick-table",
    in: ["frontend", "listen", "backend"],
    manual,
    misplaced: "refused",
    syntax:
      "stick-table type <type> size <size> [expire <expire>] [nopurge] [peers <name>] [srvkey " +
      "name|addr] [write-to <table>] [recv-only] [brates-factor <factor>] [store <data_type>]*",
    summary: "gives the proxy a table",
    parse(args: Arguments, { model }: ProxyDraft, { diagnostics }: Load): void {
      if (args.expect("'type <type> size <size>'") === undefined) return;
      if (model.stickTable !== null) {
        diagnostics.error(args.last, `proxy '${model.name}' has a stick-table already`);
        return;
      }
      model.stickTable = { line: args.line, words: [args.last, ...args.rest()] };
    },
  },
  {
    name: "monitor fail",
    in: ["frontend", "listen"],
    manual,
    syntax: "monitor fail { if | unless } <condition>",
    summary: "when 'monitor-uri' answers with a failure",
    parse(args: Arguments, { model }: ProxyDraft, load: Load): void {
      const condition = expectCondition(args, load.diagnostics);
      if (condition !== undefined) model.monitorFail.push(condition);
    },
  },
];
