/**
 * Cost of parsing and writing HTTP/1 heads: a ten-field request and an eight-field response, with
 * the edits a proxy makes. Run with `node_modules/.bin/bun bench/micro/h1.ts`.
 */
import { bench, do_not_optimize, run } from "mitata";
import { encodeRequestHead, encodeResponseHead } from "../../src/http/h1/encode.ts";
import { parseRequestHead, parseResponseHead } from "../../src/http/h1/parse.ts";
import { headerName, HOST, SERVER, X_FORWARDED_FOR } from "../../src/http/header-name.ts";
import { HttpMessage } from "../../src/http/message.ts";
import { METHOD_GET } from "../../src/http/method.ts";
import { bytes, emptyBytes } from "../../test/unit/support/bytes.ts";

const REQUEST =
  [
    "GET /static/app/index.html?version=12 HTTP/1.1",
    "Host: www.example.com",
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language: en-US,en;q=0.5",
    "Accept-Encoding: gzip, deflate, br",
    "Cookie: session=0123456789abcdef; theme=dark",
    "Referer: https://www.example.com/",
    "Cache-Control: no-cache",
    "X-Request-Id: 6a1c2f30-7b1e-4f6a",
    "Connection: keep-alive",
  ].join("\r\n") + "\r\n\r\n";

const RESPONSE =
  [
    "HTTP/1.1 200 OK",
    "Server: nginx/1.22.1",
    "Date: Mon, 01 Jan 2024 00:00:00 GMT",
    "Content-Type: text/html; charset=utf-8",
    "Content-Length: 1024",
    "Last-Modified: Mon, 01 Jan 2024 00:00:00 GMT",
    "Connection: keep-alive",
    'ETag: "65920080-400"',
    "Accept-Ranges: bytes",
  ].join("\r\n") + "\r\n\r\n";

const limits = { maxFields: 100, maxHeadBytes: 15360 };
const requestBytes = bytes(REQUEST);
const responseBytes = bytes(RESPONSE);
const input = bytes(REQUEST);
const out = emptyBytes(16384);
const request = new HttpMessage(emptyBytes(0));
const response = new HttpMessage(emptyBytes(0));
const forwardedProto = headerName("x-forwarded-proto");

function parse(): number {
  requestBytes.copy(input, 0, 0, requestBytes.length);
  request.reset();
  return parseRequestHead(request, input, 0, input.length, limits);
}

bench("parse request, 10 fields", () => do_not_optimize(parse()));
bench("parse response, 8 fields", () => {
  response.reset();
  do_not_optimize(
    parseResponseHead(response, responseBytes, 0, responseBytes.length, limits, METHOD_GET),
  );
});
bench("encode request untouched", () => {
  do_not_optimize(encodeRequestHead(request, out, 0, out.length));
});
bench("encode response untouched", () => {
  do_not_optimize(encodeResponseHead(response, out, 0, out.length));
});
bench("parse, 2 lookups, 2 sets, encode", () => {
  parse();
  do_not_optimize(request.fields.first(HOST));
  request.fields.remove(SERVER);
  request.fields.set(X_FORWARDED_FOR, "127.0.0.1");
  request.fields.set(forwardedProto, "https");
  do_not_optimize(encodeRequestHead(request, out, 0, out.length));
});
bench("find an absent name in 10 fields", () => {
  do_not_optimize(request.fields.find(SERVER, -1));
});

await run();
