/** `option NAME` with arguments (manual 4.2): logging formats, forwardfor, redispatch. */
import { parsePrefix } from "../../core/prefix.ts";
import type { Arguments } from "../arguments.ts";
import {
  type Directive,
  type SectionKind,
  anyProxy,
  backendSide,
  frontendSide,
} from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { ProxyModel } from "../model.ts";
import type { ProxyDraft } from "../proxy-draft.ts";

const manual = "4.2";

function logFormat(
  name: string,
  sections: readonly SectionKind[],
  kind: "http" | "tcp" | "https",
  summary: string,
): Directive<ProxyDraft> {
  return {
    name: `option ${name}`,
    in: sections,
    manual,
    summary,
    syntax: kind === "https" ? `option ${name}` : `option ${name} [ clf ]`,
    parse(args: Arguments, { model }: ProxyDraft, load: Load): void {
      const clf = kind === "https" ? undefined : args.peek;
      if (clf?.text === "clf" && kind === "tcp") {
        return load.diagnostics.error(
          clf,
          "'option tcplog clf' is not supported by this version of Sluice yet",
        );
      }
      const isClf = args.takeIf("clf");
      if (args.end()) model.logFormat = { kind: isClf ? "http-clf" : kind };
    },
  };
}

function parseForwardFor(args: Arguments, { model }: ProxyDraft, load: Load): void {
  let headerName = "X-Forwarded-For";
  let except: NonNullable<ProxyModel["forwardFor"]>["except"] = null;
  let ifNone = false;
  for (let word = args.take(); word !== undefined; word = args.take()) {
    if (word.text === "except") {
      const network = args.expect("<network> after 'except'");
      if (network === undefined) return;
      if (parsePrefix(network.text) === undefined) {
        return load.diagnostics.error(
          network,
          `'${network.text}' is not a network`,
          "expected an address, optionally with /mask",
        );
      }
      except = network;
    } else if (word.text === "header") {
      const header = args.expect("<name> after 'header'");
      if (header === undefined) return;
      headerName = header.text;
    } else if (word.text === "if-none") {
      ifNone = true;
    } else {
      return load.diagnostics.error(
        word,
        `'option forwardfor' does not know '${word.text}'`,
        "expected 'except', 'header' or 'if-none'",
      );
    }
  }
  model.forwardFor = { headerName, except, ifNone };
}

function parseRedispatch(args: Arguments, { model }: ProxyDraft): void {
  if (args.peek === undefined) {
    model.redispatch = -1;
    return;
  }
  const interval = args.integer("<interval>", { min: -0x7fffffff, max: 0x7fffffff });
  if (interval !== undefined && args.end()) model.redispatch = interval === 0 ? null : interval;
}

function noRedispatch(args: Arguments, { model }: ProxyDraft): void {
  if (args.end()) model.redispatch = null;
}

export const proxyOptionDirectives: readonly Directive<ProxyDraft>[] = [
  logFormat("httplog", frontendSide, "http", "logs HTTP requests"),
  logFormat("httpslog", frontendSide, "https", "logs HTTP requests with facts of TLS"),
  logFormat("tcplog", frontendSide, "tcp", "logs TCP connections"),
  {
    name: "option forwardfor",
    in: anyProxy,
    manual,
    parse: parseForwardFor,
    syntax: "option forwardfor [ except <network> ] [ header <name> ] [ if-none ]",
    summary: "tells servers the client's address",
  },
  {
    name: "option redispatch",
    in: backendSide,
    manual,
    syntax: "option redispatch [<interval>]",
    summary: "retries at another server; every <interval> attempts, -1 for the last one only",
    parse: parseRedispatch,
    negate: noRedispatch,
    restore: noRedispatch,
  },
];
