/**
 * How servers are checked (manual 4.2): the option that chooses the kind of check, and the lines
 * that are its steps. Steps stay words here; src/server/health compiles them.
 */
import type { Arguments } from "../arguments.ts";
import { type Directive, backendSide } from "../directive.ts";
import type { Load } from "../load-state.ts";
import { blankHttpCheck } from "../model/blank/check.ts";
import type { CheckKind, CheckRuleModel } from "../model.ts";
import type { Word } from "../words/word.ts";
import type { ProxyDraft } from "../proxy-draft.ts";

const manual = "4.2";

/** `option httpchk [METHOD] [URI] [VERSION] [HOST]`; a lone argument is the URI. */
function parseHttpchk(args: Arguments, { model }: ProxyDraft, load: Load): void {
  const first = args.take();
  const second = args.take();
  const version = args.take();
  const host = args.take();
  if (!args.end()) return;
  if (version?.text.includes("\r\n") === true) {
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
  const blank = blankHttpCheck();
  model.checkOption = { kind: "http", words: [] };
  model.httpCheck.method = second === undefined ? blank.method : first!.text;
  model.httpCheck.uri = second?.text ?? first?.text ?? blank.uri;
  model.httpCheck.version = version?.text ?? blank.version;
  model.httpCheck.host = host?.text ?? null;
}

/** Adds a step; the first of a section takes the place of those it inherited. */
function addStep(kind: "tcp" | "http", args: Arguments, draft: ProxyDraft): void {
  const { model, from } = draft;
  const inherited: readonly CheckRuleModel[] = from?.model.checkRules[kind] ?? [];
  const own = model.checkRules[kind].filter((rule) => !inherited.includes(rule));
  const rule: CheckRuleModel = { line: args.line, words: args.line.words.slice(1) };
  args.rest();
  model.checkRules = { ...model.checkRules, [kind]: [...own, rule] };
}

function step(name: string, syntax: string, summary: string): Directive<ProxyDraft> {
  const kind = name.startsWith("http-check") ? "http" : "tcp";
  return {
    name,
    in: backendSide,
    manual,
    syntax,
    summary,
    parse: (args, draft) => addStep(kind, args, draft),
  };
}

/** `option pgsql-check user USERNAME`. */
function parsePgsqlCheck(args: Arguments, { model }: ProxyDraft): void {
  if (args.nestedOneOf("option pgsql-check", ["user"]) === undefined) return;
  const user = args.expect("<username>");
  if (user === undefined || !args.end()) return;
  model.checkOption = { kind: "pgsql", words: [user] };
}

/** `option mysql-check [user USERNAME [post-41|pre-41]]`. */
function parseMysqlCheck(args: Arguments, { model }: ProxyDraft): void {
  const words: Word[] = [];
  if (args.peek !== undefined) {
    if (args.nestedOneOf("option mysql-check", ["user"]) === undefined) return;
    const user = args.expect("<username>");
    if (user === undefined) return;
    words.push(user);
    const version = args.peek;
    if (version !== undefined) {
      if (args.oneOf(["post-41", "pre-41"]) === undefined) return;
      words.push(version);
    }
  }
  if (args.end()) model.checkOption = { kind: "mysql", words };
}

/** `option smtpchk [HELLO DOMAIN]`: another command than these two, or no domain, is the default. */
function parseSmtpCheck(args: Arguments, { model }: ProxyDraft): void {
  const hello = args.take();
  const domain = args.take();
  if (!args.end()) return;
  const isKnown = hello?.text === "HELO" || hello?.text === "EHLO";
  const words = isKnown && domain !== undefined ? [hello, domain] : [];
  model.checkOption = { kind: "smtp", words };
}

/** An option that says no more than how servers are checked. */
function protocol(name: string, kind: CheckKind, summary: string): Directive<ProxyDraft> {
  return {
    name: `option ${name}`,
    in: backendSide,
    manual,
    syntax: `option ${name}`,
    summary,
    parse(args: Arguments, { model }: ProxyDraft): void {
      if (args.end()) model.checkOption = { kind, words: [] };
    },
  };
}

const CONNECT =
  "connect [default] [port <expr>] [addr <address>] [send-proxy] [ssl] [sni <sni>] [alpn <alpn>] [proto <name>] [via-socks4] [linger] [comment <msg>]";
const EXPECT =
  "expect [min-recv <int>] [comment <msg>] [ok-status <st>] [error-status <st>] [tout-status <st>] [on-success <fmt>] [on-error <fmt>] [status-code <expr>]";
const VARIABLES = "set-var(<var>[,<cond>...]) <expr> | set-var-fmt(…) <fmt> | unset-var(<var>)";

const tcpSteps: readonly Directive<ProxyDraft>[] = [
  step("tcp-check connect", `tcp-check ${CONNECT}`, "opens a connection of a check"),
  step("tcp-check send", "tcp-check send <data> [comment <msg>]", "sends a text"),
  step("tcp-check send-lf", "tcp-check send-lf <fmt> [comment <msg>]", "sends a formatted text"),
  step("tcp-check send-binary", "tcp-check send-binary <hex> [comment <msg>]", "sends bytes"),
  step(
    "tcp-check send-binary-lf",
    "tcp-check send-binary-lf <hexfmt> [comment <msg>]",
    "sends bytes whose digits a format makes",
  ),
  step(
    "tcp-check expect",
    `tcp-check ${EXPECT} [!] {string|rstring|binary|rbinary|string-lf|binary-lf} <pattern>`,
    "what the answer must hold",
  ),
  step("tcp-check comment", "tcp-check comment <string>", "is told when the next step fails"),
  step("tcp-check", `tcp-check ${VARIABLES}`, "changes a variable while a check runs"),
];

const httpSteps: readonly Directive<ProxyDraft>[] = [
  step("http-check connect", `http-check ${CONNECT}`, "opens a connection of an HTTP check"),
  step(
    "http-check send",
    "http-check send [meth <method>] [{uri <uri>|uri-lf <fmt>}] [ver <version>] [hdr <name> <fmt>]* [{body <string>|body-lf <fmt>}] [comment <msg>]",
    "what an HTTP check asks",
  ),
  step(
    "http-check expect",
    `http-check ${EXPECT} [!] {status|rstatus|hdr|fhdr|string|rstring|string-lf} <pattern>`,
    "what an HTTP check's answer must be",
  ),
  step("http-check comment", "http-check comment <string>", "is told when the next step fails"),
  step("http-check", `http-check ${VARIABLES}`, "changes a variable while a check runs"),
];

export const proxyCheckDirectives: readonly Directive<ProxyDraft>[] = [
  {
    name: "option httpchk",
    in: backendSide,
    manual,
    syntax: "option httpchk [<method>] [<uri>] [<version>] [<host>]",
    summary: "checks servers by HTTP",
    parse: parseHttpchk,
  },
  {
    name: "option tcp-check",
    in: backendSide,
    manual,
    syntax: "option tcp-check",
    summary: "checks servers by the tcp-check rules, or by connecting without any",
    parse(args: Arguments, { model }: ProxyDraft): void {
      if (args.end()) model.checkOption = { kind: "tcp", words: [] };
    },
  },
  protocol("redis-check", "redis", "checks servers by a PING of Redis"),
  protocol("ldap-check", "ldap", "checks servers by an anonymous bind of LDAP"),
  protocol("ssl-hello-chk", "ssl-hello", "checks servers by a ClientHello of SSL 3.0"),
  {
    name: "option pgsql-check",
    in: backendSide,
    manual,
    syntax: "option pgsql-check user <username>",
    summary: "checks servers by a startup message of PostgreSQL",
    parse: parsePgsqlCheck,
  },
  {
    name: "option mysql-check",
    in: backendSide,
    manual,
    syntax: "option mysql-check [user <username> [{post-41|pre-41}]]",
    summary: "checks servers by the greeting of MySQL, and by logging in without a password",
    parse: parseMysqlCheck,
  },
  {
    name: "option smtpchk",
    in: backendSide,
    manual,
    syntax: "option smtpchk [<hello> <domain>]",
    summary: "checks servers by the greeting of a mail server, HELO or EHLO, and QUIT",
    parse: parseSmtpCheck,
  },
  ...tcpSteps,
  ...httpSteps,
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
  {
    name: "http-check send-state",
    in: backendSide,
    manual,
    syntax: "http-check send-state",
    summary: "tells each server in its check's request how it is seen",
    parse(args: Arguments, { model }: ProxyDraft): void {
      if (args.end()) model.httpCheck.sendState = true;
    },
  },
];
