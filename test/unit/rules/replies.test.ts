/** Bytes of the proxy's own replies; each expected text is what HAProxy 2.6 sends for the rule. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Outcome } from "../../../src/rules/types.ts";
import { complaints, requestFor, responseWith, ruleScope, run, wire } from "./world.ts";

const files = {
  "f.txt": "hello %[path]\n",
  empty: "",
  "e.http": "HTTP/1.0 503 Sorry\r\nContent-Type: a/b\r\nX-Z: 1\r\nConnection: close\r\n\r\nbody\n",
};
const httpErrors = {
  site: new Map([[404, { content: "HTTP/1.1 404 Gone fishing\r\nContent-Length: 2\r\n\r\nno" }]]),
};
const noCache = "cache-control: no-cache\r\n";
const page = (status: string, lengthBytes: number, title: string, text: string): string =>
  `HTTP/1.1 ${status}\r\ncontent-length: ${lengthBytes}\r\n${noCache}content-type: text/html\r\n\r\n` +
  `<html><body><h1>${title}</h1>\n${text}\n</body></html>\n`;
const forbidden = page(
  "403 Forbidden",
  93,
  "403 Forbidden",
  "Request forbidden by administrative rules.",
);

/** Rule, target, how it was sent, bytes. */
const rows: readonly (readonly [string, string, string, string])[] = [
  [
    "redirect location /a%[path] code 301",
    "/r",
    "reply",
    "HTTP/1.1 301 Moved Permanently\r\ncontent-length: 0\r\nlocation: /a/r\r\n\r\n",
  ],
  [
    "redirect location /a code 302",
    "/r",
    "reply",
    `HTTP/1.1 302 Found\r\ncontent-length: 0\r\nlocation: /a\r\n${noCache}\r\n`,
  ],
  [
    "redirect location /a code 303",
    "/r",
    "reply",
    `HTTP/1.1 303 See Other\r\ncontent-length: 0\r\nlocation: /a\r\n${noCache}\r\n`,
  ],
  [
    "redirect location /a code 307",
    "/r",
    "reply",
    `HTTP/1.1 307 Temporary Redirect\r\ncontent-length: 0\r\nlocation: /a\r\n${noCache}\r\n`,
  ],
  [
    "redirect location /a code 308 set-cookie A=1",
    "/r",
    "reply",
    "HTTP/1.1 308 Permanent Redirect\r\ncontent-length: 0\r\nlocation: /a\r\nset-cookie: A=1; path=/;\r\n\r\n",
  ],
  [
    "redirect location /a clear-cookie B=",
    "/r",
    "reply",
    `HTTP/1.1 302 Found\r\ncontent-length: 0\r\nlocation: /a\r\n${noCache}set-cookie: B=; path=/; Max-Age=0;\r\n\r\n`,
  ],
  [
    "redirect location /a clear-cookie B",
    "/r",
    "reply",
    `HTTP/1.1 302 Found\r\ncontent-length: 0\r\nlocation: /a\r\n${noCache}set-cookie: B; path=/; Max-Age=0;\r\n\r\n`,
  ],
  [
    "redirect location %[req.hdr(nope)]",
    "/r",
    "reply",
    `HTTP/1.1 302 Found\r\ncontent-length: 0\r\nlocation: \r\n${noCache}\r\n`,
  ],
  ["return", "/", "reply", "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"],
  ["return status 204", "/", "reply", "HTTP/1.1 204 No Content\r\n\r\n"],
  ["return status 304", "/", "reply", "HTTP/1.1 304 Not Modified\r\ncontent-length: 0\r\n\r\n"],
  [
    "return content-type text/x string abc",
    "/",
    "reply",
    "HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-type: text/x\r\n\r\nabc",
  ],
  [
    "return content-type text/x lf-string %[req.hdr(nope)]",
    "/",
    "reply",
    "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
  ],
  [
    "return content-type text/x file f.txt hdr X-A b",
    "/",
    "reply",
    "HTTP/1.1 200 OK\r\nx-a: b\r\ncontent-length: 14\r\ncontent-type: text/x\r\n\r\nhello %[path]\n",
  ],
  [
    "return status 404 content-type t%[path] lf-file f.txt",
    "/retlf",
    "reply",
    "HTTP/1.1 404 Not Found\r\ncontent-length: 13\r\ncontent-type: t%[path]\r\n\r\nhello /retlf\n",
  ],
  [
    "return content-type a/b file empty hdr X-A b",
    "/",
    "reply",
    "HTTP/1.1 200 OK\r\nx-a: b\r\ncontent-length: 0\r\n\r\n",
  ],
  [
    "return status 404 default-errorfiles",
    "/",
    "reply",
    page("404 Not Found", 83, "404 Not Found", "The resource could not be found."),
  ],
  ["return default-errorfiles", "/", "reply", page("200 OK", 58, "200 OK", "Service ready.")],
  [
    "return errorfile e.http",
    "/",
    "reply",
    "HTTP/1.0 503 Sorry\r\ncontent-type: a/b\r\nx-z: 1\r\n\r\nbody\n",
  ],
  [
    "return status 404 errorfiles site",
    "/",
    "reply",
    "HTTP/1.1 404 Gone fishing\r\ncontent-length: 2\r\n\r\nno",
  ],
  [
    "return status 403 errorfiles site",
    "/",
    "reply",
    "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n",
  ],
  ["deny", "/", "deny", forbidden],
  ["deny status 418", "/", "deny", "HTTP/1.1 418 I'm a teapot\r\ncontent-length: 0\r\n\r\n"],
  ["deny deny_status 299", "/", "deny", "HTTP/1.1 299 Success\r\ncontent-length: 0\r\n\r\n"],
  [
    "deny status 404 content-type text/plain",
    "/",
    "deny",
    "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n",
  ],
  [
    "deny content-type text/plain string hi",
    "/",
    "deny",
    "HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\ncontent-type: text/plain\r\n\r\nhi",
  ],
  [
    "deny deny_status 404 content-type text/plain string hi hdr X-A %[req.hdr(nope)] hdr X-B b%[path]",
    "/d",
    "deny",
    "HTTP/1.1 404 Not Found\r\nx-b: b/d\r\ncontent-length: 2\r\ncontent-type: text/plain\r\n\r\nhi",
  ],
  [
    "deny status 429 hdr X-A aa",
    "/",
    "deny",
    "HTTP/1.1 429 Too Many Requests\r\nx-a: aa\r\ncontent-length: 0\r\n\r\n",
  ],
];

describe("replies", () => {
  for (const [rule, target, how, expected] of rows) {
    test(rule, () => {
      const txn = requestFor(target);
      assert.equal(run([rule], txn, ruleScope({ files, httpErrors })), Outcome.done);
      assert.deepEqual(txn.notes, [how]);
      assert.equal(wire(txn.replies[0]!, txn), expected);
    });
  }

  test("redirect targets", () => {
    const locations = [
      ["prefix http://x", "/rpfx/a?b", "http://x/rpfx/a?b"],
      ["prefix /", "/rslash/x", "/rslash/x"],
      ["prefix http://x", "http://h/rpfx/1", "http://x/rpfx/1"],
      ["prefix http://x drop-query append-slash", "/rapp/a?b", "http://x/rapp/a/"],
      ["prefix http://x drop-query append-slash", "/rapp/a/?b", "http://x/rapp/a/"],
      ["prefix http://x append-slash", "/rap2/a?b", "http://x/rap2/a?b/"],
      ["location /z drop-query append-slash", "/rlap/a?b", "/z"],
      ["scheme https", "/rsch?a", "https://h/rsch?a"],
      ["scheme https", "http://h/rsch", "https://h/rsch"],
    ] as const;
    for (const [words, target, expected] of locations) {
      const txn = requestFor(target);
      run([`redirect ${words}`], txn);
      const location = txn.replies[0]!.fields.find(({ name }) => name === "location");
      assert.equal(location!.value(txn, ""), expected, words);
    }
  });

  test("ignore-empty lets the rule pass", () => {
    const txn = requestFor("/");
    assert.equal(run(["redirect location %[req.hdr(to)] ignore-empty"], txn), Outcome.next);
    assert.deepEqual(txn.notes, []);
    const other = requestFor("/", "To: /x");
    assert.equal(run(["redirect location %[req.hdr(to)] ignore-empty"], other), Outcome.done);
    assert.match(wire(other.replies[0]!, other), /\r\nlocation: \/x\r\n/);
  });

  test("auth shows the page of 401 with the realm", () => {
    const body =
      "<html><body><h1>401 Unauthorized</h1>\nYou need a valid user and password to access this content.\n</body></html>\n";
    for (const [rule, realm] of [
      ["auth", "fe"],
      ['auth realm "my realm"', "my realm"],
    ] as const) {
      const txn = requestFor("/");
      assert.equal(run([rule], txn), Outcome.done);
      assert.deepEqual(txn.notes, ["reply"]);
      assert.equal(
        wire(txn.replies[0]!, txn),
        `HTTP/1.1 401 Unauthorized\r\ncontent-length: 112\r\n${noCache}content-type: text/html\r\n` +
          `www-authenticate: Basic realm="${realm}"\r\n\r\n${body}`,
      );
    }
  });

  test("a tarpit waits, and is not begun again when the stream is woken", () => {
    const txn = requestFor("/");
    const lines = ["tarpit deny_status 429", "set-log-level err"];
    assert.equal(run(lines, txn), Outcome.wait);
    assert.equal(run(lines, txn), Outcome.wait);
    assert.deepEqual(txn.notes, ["tarpit"]);
    assert.equal(txn.replies[0]!.status, 429);
  });

  test("a denied response is a 502", () => {
    const txn = responseWith(200);
    assert.equal(run(["deny"], txn, ruleScope(), "http-response"), Outcome.done);
    assert.equal(txn.replies[0]!.status, 502);
  });

  test("faults are told where they are", () => {
    const expected = [
      [
        "return status 418 default-errorfiles",
        /^\[418\] there is no error page for status 418 \(expected one of 200, /,
      ],
      ["return string hi", /^\[string\] a reply with a body needs a 'content-type'$/],
      ["return status 199", /^\[199\] expected a status from 200 to 599, found '199'$/],
      [
        "return content-type a/b string x string y",
        /^\[string\] unexpected 'string', 'string' is there already/,
      ],
      ["return errorfiles nope", /^\[nope\] there is no 'http-errors' section named 'nope'$/],
      ["return content-type a/b file nope", /^\[nope\] cannot read 'nope': no such file$/],
      ["return status 204 content-type a/b string x", /^\[string\] a 204 reply has no body$/],
      ["return deny_status 403", /^\[deny_status\] unexpected 'deny_status' after action 'return'/],
      ["return contenttype a/b", /^\[contenttype\] .*\(did you mean 'content-type'\?\)$/],
      ["return status 200 hdr X", /^\[X\] action 'return' expects a value for the header$/],
      ["redirect location /a code 305", /^\[305\] a redirect cannot have status '305'/],
      ["redirect code 301", /^\[redirect\] a redirect needs 'location', 'prefix' or 'scheme'$/],
      ["redirect location /a drop-querry", /^\[drop-querry\] .*\(did you mean 'drop-query'\?\)$/],
      ["auth realm", /^\[realm\] action 'auth' expects a text after 'realm'$/],
    ] as const;
    for (const [rule, message] of expected) {
      const told = complaints(rule);
      assert.equal(told.length, 1, `${rule}: ${told.join("; ")}`);
      assert.match(told[0]!, message, rule);
    }
  });
});
