import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hostOfAuthority, schemeLength, withoutDefaultPort } from "../../../src/http/uri.ts";
import { urlDecode, urlEncode } from "../../../src/http/url-code.ts";

describe("url code", () => {
  it("decodes percent and, from an offset on, plus", () => {
    assert.equal(urlDecode("/a%20b+c?d+e%2B", 8), "/a b+c?d e+");
    assert.equal(urlDecode("plain", 0), "plain");
    assert.equal(urlDecode("%fF", 3), "\xff");
  });

  it("refuses broken codes", () => {
    for (const text of ["%", "%4", "%4g", "%g4", "a%"]) assert.equal(urlDecode(text, 0), undefined);
  });

  it("encodes all but the unreserved", () => {
    assert.equal(urlEncode("aZ09-._~ /\n\xe9"), "aZ09-._~%20%2F%0A%E9");
  });
});

describe("uri", () => {
  it("scheme, host and default ports", () => {
    assert.deepEqual(
      ["http://a", "x+y-1.://", "1x://", "/p", "http:/"].map(schemeLength),
      [7, 9, 0, 0, 0],
    );
    assert.equal(hostOfAuthority("u:p@h:1"), "h:1");
    assert.equal(withoutDefaultPort("a:80", ["80"]), "a");
    assert.equal(withoutDefaultPort("a:", []), "a");
    assert.equal(withoutDefaultPort("a:81", ["80"]), "a:81");
    assert.equal(withoutDefaultPort("[::1]", ["1"]), "[::1]");
    assert.equal(withoutDefaultPort("[::1]:80", ["80"]), "[::1]");
  });
});
