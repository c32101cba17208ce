/** Compression of responses: who gets one, what its head says, what is logged and counted. */
import { type Case, compareArea } from "./compare.ts";
import { fetching } from "./coded-answer.ts";
import { get } from "./configs.ts";
import { observed, ruleDefaults } from "./rule-table.ts";
import { codedView } from "./coded-answer.ts";

const defaults = ruleDefaults.replace("%hr %hs", "%hr %hs %B %[res.comp] %[res.comp_algo]");
const text = "hello world ".repeat(40);

/** A response: `?` is followed by the lines of its head, in JSON. */
function scripted(target: string, body: string = text): string {
  const query = target.split("?")[1] ?? "";
  const lines: unknown = query === "" ? [] : JSON.parse(decodeURIComponent(query));
  const fields = Array.isArray(lines) ? lines.map(String) : [];
  const status = fields[0]?.startsWith("HTTP/") === true ? fields.shift()! : "HTTP/1.1 200 OK";
  const hasType = fields.some((field) => /^content-type/i.test(field));
  const isFramed = fields.some((field) => /^(transfer-encoding|content-length)/i.test(field));
  const head = [
    status,
    ...(hasType ? [] : ["Content-Type: text/html"]),
    ...fields.filter((field) => !field.endsWith(":")),
    ...(isFramed ? [] : [`Content-Length: ${body.length}`]),
  ].join("\r\n");
  const isChunked = fields.some((field) => /chunked/.test(field));
  const framed = isChunked
    ? `${body.length.toString(16)}\r\n${body}\r\n0\r\nX-Trailer: t\r\n\r\n`
    : body;
  return `${head}\r\n\r\n${framed}`;
}

const origins = {
  web: ({ request }: { request: { target: string; method: string } }): string => {
    const answer = scripted(request.target);
    const isBodyless = request.method === "HEAD" || / (204|304) /.test(answer.slice(0, 14));
    return isBodyless ? answer.slice(0, answer.indexOf("\r\n\r\n") + 4) : answer;
  },
};

/** The target at which the origin answers with these lines. */
const answering = (...lines: readonly string[]): string =>
  `/?${encodeURIComponent(JSON.stringify(lines))}`;

function config(lines: string, backendLines = ""): string {
  return `${defaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    ${lines}
    default_backend be

backend be
    ${backendLines}
    server web 127.0.0.1:\${P:web}
`;
}

function accepting(...values: readonly string[]): Record<string, Case> {
  return Object.fromEntries(
    values.map((value) => [
      `Accept-Encoding: ${value}`,
      fetching(
        "/",
        value
          .split("|")
          .map((each) => `Accept-Encoding: ${each}\r\n`)
          .join(""),
      ),
    ]),
  );
}

function agents(...values: readonly string[]): Record<string, Case> {
  const cases = values.map((value): [string, Case] => [
    `User-Agent: ${value}`,
    fetching("/", `Accept-Encoding: gzip\r\nUser-Agent: ${value}\r\n`),
  ]);
  return Object.fromEntries(cases);
}

/** To a client that takes gzip. */
function heads(...heads: readonly (readonly string[])[]): Record<string, Case> {
  const cases = heads.map((lines): [string, Case] => [
    lines.join(" | "),
    fetching(answering(...lines), "Accept-Encoding: gzip\r\n"),
  ]);
  return Object.fromEntries(cases);
}

compareArea(
  "compression: what the client takes",
  { config: config("compression algo gzip deflate"), origins },
  {
    "no Accept-Encoding": fetching("/", ""),
    ...accepting(
      "gzip",
      "deflate",
      "deflate, gzip",
      "gzip, deflate",
      "GZIP",
      "x-gzip",
      "gzipx",
      "br",
    ),
    ...accepting("", ",,gzip;q=0.1,,deflate;q=1", "identity", "identity, gzip;q=0.2", "*", "*;q=0"),
    ...accepting("gzip;q=0", "gzip;q=0.0, deflate", "gzip;q=0.5, deflate;q=0.9", "gzip;q=0, *"),
    ...accepting("deflate;q=0.5, gzip;q=0.5", "*, gzip;q=0", "gzip;q=0.5, *", "*;q=0.5, gzip;q=.6"),
    ...accepting("gzip ; q=0", "gzip;x=1;q=0", "gzip;q=abc", "gzip;q=", "gzip;q=0.001", "gzip;Q=0"),
    ...accepting(
      "deflate, gzip;q=2",
      "gzip\t;\tq=0",
      "gzip;q=0.1234, deflate;q=0.1235",
      "gzip;q=-1",
    ),
    ...accepting(
      "gzip;q",
      "gzip q=0",
      "deflate;q=0.1|gzip",
      "br|gzip",
      "gzip;q=0.5x, deflate;q=0.4",
    ),
    ...agents(
      "Mozilla/5.0",
      "Mozilla/4",
      "Mozilla/40 x",
      "mozilla/4.0",
      "foo Mozilla/4.0",
      "foo,Mozilla/4.0",
    ),
    ...agents(
      "Mozilla/4.0 (compatible)",
      "Mozilla/4.0 (compatible; MSIE 5.5; Windows NT 5.1)",
      "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)",
      "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; SV1)",
      "Mozilla/4.0 (compatible; MSIE 6.0; SV1; X)",
      "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 5.1)",
      "Mozilla/4.0 (compatible; MSIE 7.0, a)",
      "Mozilla/4.0 (compatible; MSIE 10.0; Windows NT 5.1)",
      "Mozilla/4.0 (compatible; MSIE A.0; Windows NT 5.1)",
      "Mozilla/4.0 (compatible; MSIE 6",
    ),
    "two agents": fetching(
      "/",
      "Accept-Encoding: gzip\r\nUser-Agent: Mozilla/5.0\r\nUser-Agent: Mozilla/4.0\r\n",
    ),
  },
);

compareArea(
  "compression: what the response is",
  { config: config("compression algo gzip"), origins },
  {
    ...heads(
      ...[200, 201, 202, 203, 205, 206, 300, 304, 404, 500].map((status) => [
        `HTTP/1.1 ${status} X`,
      ]),
    ),
    ...heads(["HTTP/1.1 204 X", "Content-Length:"]),
    ...heads(
      ["Content-Type:"],
      ["Content-Type: multipart/x"],
      ["Content-Type: Multipart/form-data"],
    ),
    ...heads(["Content-Type: text/multipart"], ["Content-Type: a/b, multipart/x"]),
    ...heads(["Cache-Control: no-transform"], ["Cache-Control: public, No-Transform"]),
    ...heads(
      ["Cache-Control: public", "Cache-Control: no-transform"],
      ["Cache-Control: xno-transform"],
    ),
    ...heads(["Content-Encoding: br"], ["Content-Encoding: identity"], ["Pragma: no-transform"]),
    ...heads(
      ['ETag: "a"'],
      ['ETag: W/"a"'],
      ["ETag: a"],
      ['ETag: ""'],
      ['ETag: "a'],
      ['ETag: w/"a"'],
    ),
    ...heads(['ETag: "a", "b"'], ['ETag: "a"', 'ETag: "b"'], ['ETag: "a"b"'], ["ETag: W/a"]),
    ...heads(['ETag: W/"'], ['ETag: "'], ['ETag:  "a" ']),
    ...heads(["Accept-Ranges: bytes", "Content-Range: bytes 0-1/2", "Connection: close"]),
    "a client of HTTP/1.0": async (side) => {
      const request = get("/", "Accept-Encoding: gzip\r\n", "1.0");
      return codedView((await observed(side, "fe", [request])).answer);
    },
    "to HEAD": async (side) => {
      const request = get("/", "Accept-Encoding: gzip\r\nConnection: close\r\n");
      return observed(side, "fe", [request.replace("GET", "HEAD")]);
    },
  },
);

compareArea(
  "compression: types, and the only algorithm that asks nobody",
  {
    config: config(
      "compression algo identity gzip\n compression type text/html application/json;x text/",
      "compression offload",
    ),
    origins,
  },
  {
    ...accepting(
      "gzip",
      "*",
      "identity",
      "gzip;q=0",
      "identity, gzip;q=0.2",
      "gzip;q=0.2, identity;q=0.1",
    ),
    "no Accept-Encoding": fetching("/", ""),
    ...agents("Mozilla/4.0"),
    ...heads(["Content-Type: TEXT/html; charset=x"], ["Content-Type: text/htmlx"]),
    ...heads(
      ["Content-Type: text"],
      ["Content-Type: application/json;x=1"],
      ["Content-Type: image/png"],
    ),
    ...heads(
      ["Content-Type: x, text/html"],
      ["Content-Type: image/png", "Content-Type: text/html"],
    ),
    ...heads(["Content-Type:"]),
  },
);

compareArea(
  "compression: the backend's word before the frontend's",
  {
    config: config(
      "compression algo gzip\n compression type text/css",
      "compression algo raw-deflate",
    ),
    origins,
  },
  {
    ...accepting("gzip", "gzip, deflate"),
    ...heads(["Content-Type: text/css"]),
    css: fetching(answering("Content-Type: text/css"), "Accept-Encoding: gzip, deflate\r\n"),
  },
);
