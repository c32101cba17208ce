/** How servers are checked (manual 4.2): option httpchk and tcp-check, http-check lines. */
import type { Arguments } from "../arguments.ts";
import { type Directive, backendSide } from "../directive.ts";
import { parseHttpCheckSend } from "../http-check-send.ts";
import { parseHttpCheckExpect } from "../http-check-expect.ts";
import type { Load } from "../load-state.ts";
import { blankHttpCheck } from "../model/blank.ts";
import type { ProxyDraft } from "../proxy-draft.ts";

const manual = "4.2";

/** `option httpchk [METHOD] [URI] [VERSION]`; a lone argument is the URI. */
function parseHttpchk(args: Arguments, { model }: ProxyDraft, load: Load): void {
  const first = args.take();
  const second = args.take();
  const version = args.take();
  if (!args.end()) return;
  const legacy = version?.text.includes("\r\n") ?? false;
  if (version !== undefined && legacy) {
    return load.diagnostics.error(
      version,
      "headers after the version are not supported",
      "use 'http-check send hdr <name> <value>'",
    );
  }
  if (version !== undefined && !/^HTTP\/1\.[01]$/.test(version.text)) {
    return load.diagnostics.error(
      version,
      `'${version.text}' is not a version of HTTP/1`,
      "expected HTTP/1.0 or HTTP/1.1",
    );
  }
  model.checkKind = "http";
  const blank = blankHttpCheck();
  model.httpCheck.method = second === undefined ? blank.method : first!.text;
  model.httpCheck.uri = second?.text ?? first?.text ?? blank.uri;
  model.httpCheck.version = version?.text ?? blank.version;
}

/** `http-check connect` alone says what is done anyway; its options change the connection. */
function parseConnect(args: Arguments, { model }: ProxyDraft, load: Load): void {
  const option = args.peek;
  if (option !== undefined) {
    return load.diagnostics.error(
      option,
      `'http-check connect ${option.text}' is not supported by this version of Sluice yet`,
    );
  }
  const { steps } = model.httpCheck;
  if (steps.length > 0) {
    return load.diagnostics.error(
      args.line,
      "a check of several connections or requests is not supported by this version of Sluice yet",
    );
  }
  steps.push(args.line.words.slice(1));
}

export const proxyCheckDirectives: readonly Directive<ProxyDraft>[] = [
  {
    name: "option httpchk",
    in: backendSide,
    manual,
    syntax: "option httpchk [<method>] [<uri>] [<version>]",
    summary: "checks servers by HTTP",
    parse: parseHttpchk,
  },
  {
    name: "option tcp-check",
    in: backendSide,
    manual,
    syntax: "option tcp-check",
    summary: "checks servers by connecting",
    parse(args: Arguments, { model }: ProxyDraft): void {
      if (args.end()) model.checkKind = "tcp";
    },
  },
  {
    name: "http-check connect",
    in: backendSide,
    manual,
    syntax: "http-check connect",
    summary: "opens the check's connection",
    parse: parseConnect,
  },
  {
    name: "http-check send",
    in: backendSide,
    manual,
    syntax:
      "http-check send [meth <method>] [uri <uri>] [ver <version>] [hdr <name> <value>]* [body <string>]",
    summary: "what an HTTP check asks",
    parse(args: Arguments, { model }: ProxyDraft, load: Load): void {
      parseHttpCheckSend(args, model.httpCheck, load.diagnostics);
    },
  },
  {
    name: "http-check expect",
    in: backendSide,
    manual,
    syntax:
      "http-check expect [!] { status <codes> | rstatus <regex> | string <string> | rstring <regex> }",
    summary: "what an HTTP check's answer must be",
    parse(args: Arguments, { model }: ProxyDraft, load: Load): void {
      const expect = parseHttpCheckExpect(args, load.diagnostics);
      if (expect !== undefined) model.httpCheck.expects.push(expect);
    },
  },
  {
    name: "http-check disable-on-404",
    in: backendSide,
    manual,
    syntax: "http-check disable-on-404",
    summary: "a 404 means: no new sessions, but alive",
    parse(args: Arguments, { model }: ProxyDraft): void {
      if (args.end()) model.httpCheck.disableOn404 = true;
    },
  },
];
