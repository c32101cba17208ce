/** Each row is what HAProxy 3.2 did with `cookie SRV insert nocache` and `option checkcache`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Keepable, keepable } from "../../../src/http/cacheable.ts";
import { Fields } from "../../../src/http/fields.ts";
import { headerName } from "../../../src/http/header-name.ts";
import { METHOD_GET, METHOD_POST } from "../../../src/http/method.ts";
import { bytes } from "../../../runtime-adapters/shared/bytes.ts";

function fieldsOf(lines: readonly string[]): Fields {
  const fields = new Fields(bytes.alloc(0));
  for (const line of lines)
    fields.add(headerName(line.split(": ")[0]!), line.slice(line.indexOf(": ") + 2));
  return fields;
}

const rows: readonly (readonly [Keepable, ...string[]])[] = [
  ["nothing"],
  ["all", 'etag: "a"'],
  ["all", "expires: 0"],
  ["all", "last-modified: Thu, 01 Jan 2007 00:00:00 GMT"],
  ["all", "cache-control: max-age=60"],
  ["all", "cache-control: MAX-AGE=5"],
  ["all", "cache-control: max-age"],
  ["all", "cache-control: s-maxage=3"],
  ["nothing", "cache-control: x-max-age=3"],
  ["nothing", "cache-control: maxage=3"],
  ["nothing", "cache-control: public"],
  ["nothing", 'etag: "a"', "cache-control: max-age=0"],
  ["nothing", 'etag: "a"', "cache-control: s-maxage=0"],
  ["all", 'etag: "a"', "cache-control: max-age=00"],
  ["nothing", "cache-control: max-age=0, max-age=5"],
  ["nothing", "cache-control: max-age=5, max-age=0"],
  ["nothing", 'etag: "a"', "cache-control: no-cache"],
  ["nothing", 'etag: "a"', "cache-control: no-cache=x"],
  ["all", 'etag: "a"', "cache-control: no-cachex"],
  ["nothing", 'etag: "a"', "cache-control: PRIVATE"],
  ["nothing", 'etag: "a"', 'cache-control: private="x"'],
  ["all", 'etag: "a"', "cache-control: private ; x"],
  ["nothing", "cache-control: no-store, max-age=3"],
  ["nothing", "cache-control: max-age=5, private"],
  // The later word counts.
  ["nothing", 'etag: "a"', "cache-control: public, private"],
  ["all", 'etag: "a"', "cache-control: private", "cache-control: public"],
  ["all but cookies", 'cache-control: no-cache="set-cookie", max-age=3'],
  ["all but cookies", 'etag: "a"', 'cache-control: NO-CACHE="SET-COOKIE"'],
  ["all but cookies", 'etag: "a"', 'cache-control: public, no-cache="set-cookie"'],
  ["all", 'etag: "a"', 'cache-control: no-cache="set-cookie", public'],
  ["nothing", 'etag: "a"', 'cache-control: no-cache="set-cookie,foo"'],
  // Only the first Pragma, and only as a whole.
  ["nothing", 'etag: "a"', "pragma: no-cache"],
  ["nothing", 'etag: "a"', "pragma: NO-CACHE", "cache-control: public"],
  ["all", 'etag: "a"', "pragma: x, no-cache"],
  ["all", 'etag: "a"', "pragma: x", "pragma: no-cache"],
];
for (const [kept, ...lines] of rows) {
  test(`${kept}: ${lines.join(" + ")}`, () => {
    assert.equal(keepable(METHOD_GET, 200, fieldsOf(lines)), kept);
  });
}

test("by status and method", () => {
  const fields = fieldsOf(['etag: "a"']);
  for (const status of [200, 203, 204, 206, 300, 301, 404, 405, 410, 414, 501]) {
    assert.equal(keepable(METHOD_GET, status, fields), "all", String(status));
  }
  for (const status of [201, 302, 307, 308, 400, 500, 502]) {
    assert.equal(keepable(METHOD_GET, status, fields), "nothing", String(status));
  }
  assert.equal(keepable(METHOD_POST, 200, fields), "nothing");
});

test("what is public may be kept whatever was asked and answered, if it says how long", () => {
  const fields = fieldsOf(['etag: "a"', "cache-control: PUBLIC"]);
  assert.equal(keepable(METHOD_POST, 302, fields), "all");
  assert.equal(keepable(METHOD_POST, 200, fieldsOf(["cache-control: public"])), "nothing");
  assert.equal(
    keepable(METHOD_POST, 200, fieldsOf(['etag: "a"', "cache-control: publicx"])),
    "nothing",
  );
});
