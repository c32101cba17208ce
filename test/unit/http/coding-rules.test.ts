/** What may be compressed, and the head of what is. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type CodingLimits,
  cannotDecode,
  isRequestCodable,
  isResponseCodable,
  markCoded,
} from "../../../src/http/coding-rules.ts";
import { headerName } from "../../../src/http/header-name.ts";
import {
  BODY_CHUNKED,
  BODY_LENGTH,
  BODY_NONE,
  BODY_UNTIL_CLOSE,
  HttpMessage,
} from "../../../src/http/message.ts";
import { currentRuntime } from "../../contract/current.ts";

const { bytes } = await currentRuntime();
const noBytes = bytes.alloc(0);

function message(fields: Readonly<Record<string, string>> = {}, bodyBytes = 100): HttpMessage {
  const made = new HttpMessage(noBytes);
  made.status = 200;
  made.bodyKind = BODY_LENGTH;
  made.contentLength = bodyBytes;
  made.fields.add(headerName("content-length"), String(bodyBytes));
  for (const [name, value] of Object.entries(fields)) made.fields.add(headerName(name), value);
  return made;
}

function shown({ fields }: HttpMessage): string[] {
  const lines: string[] = [];
  for (let i = 0; i < fields.size; i++) {
    if (fields.isPresent(i)) lines.push(`${fields.nameText(i)}: ${fields.valueText(i)}`);
  }
  return lines;
}

const anything: CodingLimits = { types: [], minBytes: 0 };
const get = (): HttpMessage => {
  const request = new HttpMessage(noBytes);
  request.setMethod("GET");
  return request;
};
const isCodable = (response: HttpMessage, limits = anything): boolean =>
  isResponseCodable(get(), response, limits);

test("a body that is there and whose end is known otherwise than by closing", () => {
  assert.equal(isCodable(message()), true);
  assert.equal(isCodable(message({}, 0)), false);
  for (const [kind, expected] of [
    [BODY_CHUNKED, true],
    [BODY_NONE, false],
    [BODY_UNTIL_CLOSE, false],
  ] as const) {
    const response = message();
    response.bodyKind = kind;
    assert.equal(isCodable(response), expected);
  }
});

test("sizes below the least are left alone; without a length there is no size", () => {
  const limits = { types: [], minBytes: 100 };
  assert.equal(isCodable(message({}, 99), limits), false);
  assert.equal(isCodable(message({}, 100), limits), true);
  const chunked = message({}, 0);
  chunked.bodyKind = BODY_CHUNKED;
  assert.equal(isCodable(chunked, limits), true);
});

test("types are told by their beginnings, the first value of the first line counts", () => {
  const limits = { types: ["text/"], minBytes: 0 };
  assert.equal(isCodable(message({ "content-type": "TEXT/html; charset=x" }), limits), true);
  assert.equal(isCodable(message({ "content-type": "image/png, text/html" }), limits), false);
  assert.equal(isCodable(message(), limits), false);
  assert.equal(isCodable(message({ "content-type": "Multipart/x" })), false);
});

test("a request needs a body, its type, and no coding yet", () => {
  const limits = { types: ["text/"], minBytes: 10 };
  assert.equal(isRequestCodable(message({ "content-type": "text/x" }, 10), limits), true);
  assert.equal(isRequestCodable(message({ "content-type": "text/x" }, 9), limits), false);
  assert.equal(isRequestCodable(message({ "content-type": "a/b" }), limits), false);
  assert.equal(isRequestCodable(message({ "content-encoding": "br" }), anything), false);
});

test("old Mozillas, but for later Explorers", () => {
  const agent = (value: string): boolean => cannotDecode(message({ "user-agent": value }).fields);
  assert.equal(cannotDecode(message().fields), false);
  assert.equal(agent("Mozilla/4.0 (compatible)"), true);
  assert.equal(agent("Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)"), true);
  assert.equal(agent("Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; SV1)"), false);
  assert.equal(agent("Mozilla/4.0 (compatible; MSIE 7.0)"), false);
  assert.equal(agent("Mozilla/4.0 (compatible; MSIE 6"), true);
});

test("the head of a coded body", () => {
  const response = message({ etag: '"a"', vary: "Origin" });
  markCoded(response, "gzip");
  assert.deepEqual(shown(response), [
    'etag: W/"a"',
    "vary: Origin,Accept-Encoding",
    "transfer-encoding: chunked",
    "content-encoding: gzip",
  ]);
  assert.equal(response.bodyKind, BODY_CHUNKED);
});

test("Vary that says it already, or nothing; tags that are weak or none", () => {
  for (const [vary, expected] of [
    ["X, accept-encoding", "X, accept-encoding"],
    ["", "Accept-Encoding"],
    ["X-Accept-Encoding", "X-Accept-Encoding,Accept-Encoding"],
  ] as const) {
    const response = message({ vary });
    markCoded(response, null);
    assert.deepEqual(shown(response), [`vary: ${expected}`, "transfer-encoding: chunked"]);
  }
  const response = message({ etag: 'W/"a"' });
  markCoded(response, null);
  assert.equal(shown(response)[0], 'etag: W/"a"');
});
