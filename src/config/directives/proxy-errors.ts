/** What a proxy answers in place of a server (manual 4.2): error pages, redirections, replies. */
import type { Arguments } from "../arguments.ts";
import { type Directive, anyProxy } from "../directive.ts";
import { expectErrorStatus, readErrorFile, readErrorPage } from "../values/error-file.ts";
import type { Load } from "../load-state.ts";
import type { ProxyDraft } from "../proxy-draft.ts";

const manual = "4.2";

const REASONS = { 302: "Found", 303: "See Other" } as const;

/** `errorloc CODE URL`: the page is a redirection. */
function errorLocation(name: string, status: 302 | 303, summary: string): Directive<ProxyDraft> {
  return {
    name,
    in: anyProxy,
    manual,
    syntax: `${name} <code> <url>`,
    summary,
    parse(args: Arguments, { errorLines }: ProxyDraft, load: Load): void {
      const code = expectErrorStatus(args, load);
      const url = code === undefined ? undefined : args.expect("a URL after the status");
      if (code === undefined || url === undefined || !args.end()) return;
      const content =
        `HTTP/1.1 ${status} ${REASONS[status]}\r\nCache-Control: no-cache\r\n` +
        `Content-length: 0\r\nLocation: ${url.text}\r\n\r\n`;
      errorLines.push({ status: code, page: { path: url, content, reply: null } });
    },
  };
}

/** `http-error status CODE …`: error files are read here, other bodies compiled with the rules. */
function parseHttpError(args: Arguments, { errorLines }: ProxyDraft, load: Load): void {
  const keyword = args.last;
  if (args.oneOf(["status"]) === undefined) return;
  const status = expectErrorStatus(args, load);
  if (status === undefined) return;
  const code = args.last;
  if (args.takeIf("default-errorfiles")) {
    if (args.end()) errorLines.push({ status, page: null });
  } else if (args.takeIf("errorfile")) {
    const path = args.expect("a file after 'errorfile'");
    const page = path === undefined || !args.end() ? undefined : readErrorPage(path, load);
    if (page !== undefined) errorLines.push({ status, page });
  } else if (args.takeIf("errorfiles")) {
    const group = args.expect("the name of an http-errors section");
    if (group === undefined || !args.end()) return;
    errorLines.push({ group, codes: [code], requires: false });
  } else {
    const reply = [keyword, ...args.rest()];
    errorLines.push({ status, page: { path: keyword, content: "", reply } });
  }
}

export const proxyErrorDirectives: readonly Directive<ProxyDraft>[] = [
  {
    name: "errorfile",
    in: anyProxy,
    manual,
    syntax: "errorfile <code> <file>",
    summary: "answers a status with the response in a file",
    parse(args: Arguments, { errorLines }: ProxyDraft, load: Load): void {
      const file = readErrorFile(args, load);
      if (file !== undefined) errorLines.push(file);
    },
  },
  {
    name: "errorfiles",
    in: anyProxy,
    manual,
    syntax: "errorfiles <name> [<code> ...]",
    summary: "takes error pages from an http-errors section",
    parse(args: Arguments, { errorLines }: ProxyDraft): void {
      const group = args.expect("the name of an http-errors section");
      if (group !== undefined) errorLines.push({ group, codes: args.rest(), requires: true });
    },
  },
  errorLocation("errorloc", 302, "answers a status with a redirection"),
  errorLocation("errorloc302", 302, "answers a status with a redirection"),
  errorLocation("errorloc303", 303, "answers a status with a redirection to be fetched by GET"),
  {
    name: "http-error",
    in: anyProxy,
    manual,
    syntax:
      "http-error status <code> [content-type <type>] [ { default-errorfiles | errorfile <file> | " +
      "errorfiles <name> | file <file> | lf-file <file> | string <str> | lf-string <fmt> } ] " +
      "[ hdr <name> <fmt> ]*",
    summary: "answers a status with a reply of the proxy's own",
    parse: parseHttpError,
  },
];
