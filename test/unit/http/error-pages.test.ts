import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { defaultErrorText, ERROR_STATUSES } from "../../../src/http/default-errors.ts";
import { isFault, parseErrorFile } from "../../../src/http/error-file.ts";
import { reasonOfStatus } from "../../../src/http/status.ts";
import { bytes } from "../support/bytes.ts";

function fault(text: string): string | undefined {
  const result = parseErrorFile(bytes(text));
  return result !== null && isFault(result) ? result.message : undefined;
}

describe("default error pages", () => {
  it("400 is what HAProxy sends, byte for byte", () => {
    assert.equal(
      defaultErrorText(400),
      "HTTP/1.1 400 Bad request\r\nContent-length: 90\r\nCache-Control: no-cache\r\nConnection: close\r\n" +
        "Content-Type: text/html\r\n\r\n<html><body><h1>400 Bad request</h1>\n" +
        "Your browser sent an invalid request.\n</body></html>\n",
    );
  });

  it("the lengths are those HAProxy announces", () => {
    const lengths = ERROR_STATUSES.map(
      (status) => /length: (\d+)/.exec(defaultErrorText(status)!)![1],
    );
    assert.equal(
      lengths.join(" "),
      "58 90 112 93 83 146 112 110 114 106 104 116 80 117 97 136 107 107 92",
    );
  });

  it("none for another status", () => assert.equal(defaultErrorText(402), undefined));

  it("every page reads back as an error file", () => {
    for (const status of ERROR_STATUSES) {
      const page = parseErrorFile(bytes(defaultErrorText(status)!));
      assert.ok(page !== null && !isFault(page));
      assert.equal(page.status, status);
      assert.deepEqual(
        page.fields.map(([name]) => name),
        ["content-length", "cache-control", "content-type"],
      );
    }
  });
});

describe("error files", () => {
  it("takes LF line ends, takes Connection out and heeds it, keeps version and body", () => {
    assert.deepEqual(
      parseErrorFile(bytes("HTTP/1.0 403 Forbidden\nX-A: 1\nConnection: close\n\nbody\n")),
      {
        minorVersion: 0,
        status: 403,
        reason: "Forbidden",
        fields: [["x-a", "1"]],
        closes: true,
        body: "body\n",
      },
    );
  });

  it("an empty file answers nothing", () => assert.equal(parseErrorFile(bytes("")), null));

  it("names what is wrong", () => {
    assert.match(fault("hello\n")!, /unable to parse headers/);
    assert.match(fault("HTTP/1.1 403 X\r\nA: b\r\n")!, /empty line is missing/);
    assert.match(
      fault("HTTP/1.1 403 X\r\nContent-Length: 9\r\n\r\nbody")!,
      /content-length \(4 != 9\)/,
    );
    assert.match(
      fault("HTTP/1.1 403 X\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")!,
      /chunk-encoded/,
    );
  });
});

describe("reasons", () => {
  it("known, by class, and beyond", () => {
    assert.deepEqual([200, 302, 408, 502, 250, 399, 498, 599, 600].map(reasonOfStatus), [
      "OK",
      "Moved Temporarily",
      "Request Time-out",
      "Bad Gateway or Proxy Error",
      "Success",
      "Redirection",
      "Client Error",
      "Server Error",
      "Other",
    ]);
  });
});
