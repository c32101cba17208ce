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
    parse(args: Arguments, { model }: ProxyDraft): void {
      if (kind === "https") {
        if (args.end()) model.logFormat = { kind };
        return;
      }
      const isClf = args.takeIf("clf");
      if (args.end()) model.logFormat = { kind: isClf ? `${kind}-clf` : kind };
    },
  };
}

const FORWARDED_FOR = "X-Forwarded-For";
const ORIGINAL_TO = "X-Original-To";

/** The arguments of `forwardfor` and `originalto`; null after reporting. */
function parseAddressHeader(args: Arguments, load: Load, usual: string): ProxyModel["forwardFor"] {
  let headerName = usual;
  let except: NonNullable<ProxyModel["forwardFor"]>["except"] = null;
  let ifNone = false;
  for (let word = args.take(); word !== undefined; word = args.take()) {
    if (word.text === "except") {
      const network = args.expect("<network> after 'except'");
      if (network === undefined) return null;
      if (parsePrefix(network.text) === undefined) {
        load.diagnostics.error(
          network,
          `'${network.text}' is not a network`,
          "expected an address, optionally with /mask",
        );
        return null;
      }
      except = network;
    } else if (word.text === "header") {
      const header = args.expect("<name> after 'header'");
      if (header === undefined) return null;
      headerName = header.text;
    } else if (word.text === "if-none" && usual === FORWARDED_FOR) {
      ifNone = true;
    } else {
      load.diagnostics.error(
        word,
        `'${args.name}' does not know '${word.text}'`,
        usual === FORWARDED_FOR
          ? "expected 'except', 'header' or 'if-none'"
          : "expected 'except' or 'header'",
      );
      return null;
    }
  }
  return { headerName, except, ifNone };
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
    parse(args: Arguments, { model }: ProxyDraft, load: Load): void {
      model.forwardFor = parseAddressHeader(args, load, FORWARDED_FOR) ?? model.forwardFor;
    },
    syntax: "option forwardfor [ except <network> ] [ header <name> ] [ if-none ]",
    summary: "tells servers the client's address",
  },
  {
    name: "option originalto",
    in: anyProxy,
    manual,
    syntax: "option originalto [ except <network> ] [ header <name> ]",
    summary: "tells servers the address that the client had asked for",
    parse(args: Arguments, { model }: ProxyDraft, load: Load): void {
      model.originalTo = parseAddressHeader(args, load, ORIGINAL_TO) ?? model.originalTo;
    },
  },
  {
    name: "option http-restrict-req-hdr-names",
    in: anyProxy,
    manual,
    syntax: "option http-restrict-req-hdr-names { preserve | delete | reject }",
    summary: "request headers whose names are not letters, digits and hyphens only",
    parse(args: Arguments, { model }: ProxyDraft): void {
      const policy = args.oneOf(["preserve", "delete", "reject"]);
      if (policy !== undefined && args.end()) model.requestHeaderNames = policy;
    },
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
