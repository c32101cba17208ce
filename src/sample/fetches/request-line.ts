/** Fetches of the request line and what it is made of (manual 7.3.6). */
import { avalanche, sdbm } from "../../core/hash.ts";
import { ipToBytes } from "../../core/ip-bytes.ts";
import { parseIp } from "../../core/ip.ts";
import { HOST } from "../../http/header-name.ts";
import { METHOD_OTHER, methodOfText } from "../../http/method.ts";
import type { HttpMessage } from "../../http/message.ts";
import { cutPathq, cutRequestLine, pathqOf } from "../log-format/logged-request.ts";
import { argText, simpleFetch } from "../rows.ts";
import type { FetchRow, SampleType, SampleValue } from "../types.ts";
import { Where } from "../types.ts";

const MANUAL = "7.3.6";

function ofRequest(
  name: string,
  type: SampleType,
  summary: string,
  read: (request: HttpMessage) => SampleValue | undefined,
  aliases: readonly string[] = [],
): FetchRow {
  return simpleFetch(
    name,
    type,
    Where.request,
    MANUAL,
    summary,
    ({ request }) => (request === null ? undefined : read(request)),
    aliases,
  );
}

/** Survives the request: available in response rules and logs too. */
function captured(
  name: string,
  type: SampleType,
  summary: string,
  read: (request: HttpMessage) => SampleValue | undefined,
): FetchRow {
  return simpleFetch(name, type, Where.stream, MANUAL, summary, ({ request }) =>
    request === null ? undefined : read(request),
  );
}

function base(request: HttpMessage): string {
  return (request.fields.first(HOST) ?? "") + (request.path() ?? "");
}

function baseWithQuery(request: HttpMessage): string {
  return (request.fields.first(HOST) ?? "") + (request.pathq() ?? "");
}

/** The 32-bit hash of `base32` and `url32`. */
function hash32(text: string): number {
  return avalanche(sdbm(text));
}

function bytes32(hash: number): string {
  return String.fromCharCode(hash >>> 24, (hash >>> 16) & 255, (hash >>> 8) & 255, hash & 255);
}

function withSource(
  name: string,
  summary: string,
  text: (request: HttpMessage) => string,
): FetchRow {
  return simpleFetch(
    name,
    "bin",
    Where.request,
    MANUAL,
    summary,
    ({ request, session: { source } }) =>
      request === null || source === null
        ? undefined
        : bytes32(hash32(text(request))) + ipToBytes(source),
  );
}

/** Address and port of a target such as http://1.2.3.4:80/; port 0 without one. */
function targetAddress(request: HttpMessage): { host: string; port: number } | undefined {
  const match = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([0-9.]+)(?::(\d{1,5}))?(?:[/?]|$)/.exec(
    request.targetText(),
  );
  return match === null ? undefined : { host: match[1]!, port: Number(match[2] ?? 80) };
}

function versionOf(message: HttpMessage): string {
  return `1.${message.minorVersion}`;
}

const query: FetchRow = {
  name: "query",
  type: "str",
  where: Where.request,
  manual: MANUAL,
  args: [{ name: "options", type: "str", optional: true }],
  syntax: "query([with_qm]) : string",
  summary: "What follows the first question mark, with it if there is anything and asked so.",
  compile: (args, scope) => {
    const option = argText(args, 0);
    if (option !== "" && option !== "with_qm") {
      scope.diagnostics.error(
        args[0]!.at,
        `fetch method 'query': '${option}' is not an option`,
        "the only one is 'with_qm'",
      );
      return undefined;
    }
    const mark = option === "" ? "" : "?";
    return {
      type: "str",
      eval: ({ request }) => {
        const text = request?.query();
        return text === undefined || text === "" ? text : mark + text;
      },
    };
  },
};

const captureUri: FetchRow = {
  name: "capture.req.uri",
  type: "str",
  where: Where.stream,
  manual: MANUAL,
  args: [],
  syntax: "capture.req.uri : str",
  summary: "The path with the query as the client gave them, as far as logs keep them.",
  compile: (_args, { requestLineLength }) => ({
    type: "str",
    eval: ({ request }) => {
      if (request === null) return undefined;
      const cut = cutRequestLine(request, requestLineLength);
      return cut === null ? pathqOf(request.givenTarget()) : cutPathq(cut);
    },
  }),
};

export const requestLineFetches: readonly FetchRow[] = [
  captured(
    "method",
    "meth",
    "The method as the client gave it; one that HAProxy has no word for as rules left it.",
    (request) => {
      const given = request.givenMethod();
      return methodOfText(given) === METHOD_OTHER ? request.methodText() : given;
    },
  ),
  captured("capture.req.method", "str", "The method as the client gave it.", (request) =>
    request.givenMethod(),
  ),
  captureUri,
  captured(
    "capture.req.ver",
    "str",
    "The version, as HTTP/1.1.",
    (request) => `HTTP/${versionOf(request)}`,
  ),
  ofRequest("path", "str", "The path without the query.", (request) => request.path()),
  ofRequest("pathq", "str", "The path with the query.", (request) => request.pathq()),
  query,
  ofRequest("url", "str", "The request target as it stands.", (request) => request.targetText()),
  ofRequest("url_ip", "ipv4", "Address of an absolute target.", (request) => {
    const target = targetAddress(request);
    return target === undefined ? undefined : parseIp(target.host);
  }),
  ofRequest(
    "url_port",
    "int",
    "Port of an absolute target with an address.",
    (request) => targetAddress(request)?.port,
  ),
  ofRequest("base", "str", "Host and path together.", base),
  ofRequest("baseq", "str", "Host, path and query together.", baseWithQuery),
  ofRequest("base32", "int", "A 32-bit hash of `base`.", (request) => hash32(base(request))),
  ofRequest("url32", "int", "A 32-bit hash of host, path and query.", (request) =>
    hash32(baseWithQuery(request)),
  ),
  withSource("base32+src", "Hash of `base` and the client's address.", base),
  withSource("url32+src", "Hash of host, path and query, and the client's address.", baseWithQuery),
  ofRequest("req.ver", "str", "The version, as 1.1.", versionOf, ["req_ver"]),
  simpleFetch(
    "capture.res.ver",
    "str",
    Where.stream,
    MANUAL,
    "The version, as HTTP/1.1.",
    ({ response }) => (response === null ? undefined : `HTTP/${versionOf(response)}`),
  ),
  simpleFetch(
    "res.ver",
    "str",
    Where.response,
    MANUAL,
    "The version, as 1.1.",
    ({ response }) => (response === null ? undefined : versionOf(response)),
    ["resp_ver"],
  ),
  simpleFetch("status", "int", Where.connected, MANUAL, "The status code.", ({ response }) =>
    response === null ? undefined : response.status,
  ),
];
