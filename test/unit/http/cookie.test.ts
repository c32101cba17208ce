/** Cookies as HAProxy 2.6 reads the same lines through `req.cook` and `req.cook_cnt`. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  requestCookie,
  requestCookieWith,
  requestCookies,
  responseCookie,
  responseCookies,
} from "../../../src/http/cookie.ts";
import {
  cutRequestCookiePrefix,
  removeRequestCookie,
  tightenRequestCookies,
  tightenResponseCookies,
} from "../../../src/http/cookie-edits.ts";
import { COOKIE, SET_COOKIE } from "../../../src/http/header-name.ts";
import { parsedGetResponse, parsedRequest } from "../support/heads.ts";

/** Lines, values of `a`, value of `b`, count of all. */
const ROWS: readonly (readonly [
  readonly string[],
  readonly string[],
  string | undefined,
  number,
])[] = [
  [["a=1; b=2; a=3"], ["1", "3"], "2", 3],
  [["a=1;b=2", "a=4"], ["1", "4"], "2", 3],
  [['a = 1 ; b="x;y"; c'], ["1"], '"x;y"', 2],
  [["A=1; aa=2; a="], [""], undefined, 3],
  [["a=1,b=2; $Version=1; c=x=y"], ["1"], "2", 3],
  [["a=1;;b=2;"], ["1"], "2", 2],
  [[";a=1 2; b = 3"], ["1 2"], "3", 2],
  [['b"=1; a=2'], ["2"], undefined, 2],
  [["a"], [], undefined, 0],
];

function request(...lines: readonly string[]): ReturnType<typeof parsedRequest>["fields"] {
  return parsedRequest("Host: h", ...lines.map((line) => `Cookie: ${line}`)).fields;
}

describe("request cookies", () => {
  for (const [lines, a, b, count] of ROWS) {
    it(JSON.stringify(lines), () => {
      const fields = request(...lines);
      assert.deepEqual(requestCookies(fields, "a"), a);
      assert.equal(requestCookie(fields, "a"), a[0]);
      assert.equal(requestCookie(fields, "b"), b);
      assert.equal(requestCookies(fields, undefined).length, count);
    });
  }

  const removals: readonly (readonly [string, string | undefined])[] = [
    ["s=1", undefined],
    ["s=1; b=2", "b=2"],
    ["a=1; s=2", "a=1"],
    ["a=1; s=2; b=3", "a=1; b=3"],
    ["s=1; a=1; s=2", "a=1"],
    ["a=1", "a=1"],
    ["a=1;s=2;b=3", "a=1; b=3"],
    ["a=1 ;s=2;", "a=1;"],
    ["s=1; $Path=/; b=2; $Path=/b", "b=2; $Path=/b"],
    ["$Version=1; s=1; $Path=/", undefined],
    ["a\xa0 ; s=1", "a\xa0"],
  ];
  for (const [line, left] of removals) {
    it(`removing s from ${line}`, () => {
      const fields = request(line);
      assert.equal(removeRequestCookie(fields, "s"), line !== left);
      assert.equal(fields.first(COOKIE), left);
    });
  }

  const cuts: readonly (readonly [string, string])[] = [
    ["s=ca~123", "s=123"],
    ["x=1; s=cb~; y=2", "x=1; s=; y=2"],
    ["s=cb", "s=cb"],
    ["s = cb~1~2 ; b=1", "s=1~2 ; b=1"],
    ["s=ca~1; s=cb~2", "s=1; s=2"],
    ["t=ca~1", "t=ca~1"],
  ];
  for (const [line, left] of cuts) {
    it(`cutting the prefix of s in ${line}`, () => {
      const fields = request(line);
      cutRequestCookiePrefix(fields, "s", "~");
      assert.equal(fields.first(COOKIE), left);
    });
  }

  it("takes the blanks around = out of every cookie", () => {
    const fields = request("a = 1; s=2;b =3");
    tightenRequestCookies(fields);
    assert.equal(fields.first(COOKIE), "a=1; s=2;b=3");
  });

  it("leaves attributes, empty names and other blanks alone", () => {
    const fields = request("$v = 1; = 2; x= ;y = 3 ;\xa0=1");
    tightenRequestCookies(fields);
    assert.equal(fields.first(COOKIE), "$v = 1; =2; x=;y=3 ;\xa0=1");
  });

  it("finds a cookie by the beginning of its name", () => {
    assert.equal(requestCookieWith(request("a=1; sess = 2"), "se"), "sess=2");
    assert.equal(requestCookieWith(request("a=1"), "se"), undefined);
  });
});

describe("response cookies", () => {
  it("takes the pair and not the attributes", () => {
    const { fields } = parsedGetResponse(
      "HTTP/1.1 200 OK",
      "Set-Cookie: a=1; Path=/; Domain=x",
      "Set-Cookie: b=2",
      "Set-Cookie: a=3",
    );
    assert.deepEqual(responseCookies(fields, "a"), ["1", "3"]);
    assert.equal(responseCookie(fields, "b"), "2");
    assert.equal(responseCookie(fields, "Path"), undefined);
    assert.equal(responseCookies(fields, undefined).length, 3);
  });

  it("takes the blanks around = out of the cookie and not of its attributes", () => {
    const { fields } = parsedGetResponse("HTTP/1.1 200 OK", "Set-Cookie: a = 1 ; Path = /");
    tightenResponseCookies(fields);
    assert.equal(fields.first(SET_COOKIE), "a=1 ; Path = /");
  });
});
