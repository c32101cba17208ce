/** Each row is what HAProxy 2.6 did with `cookie SRV insert nocache`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isCacheable } from "../../../src/http/cacheable.ts";
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

const rows: readonly (readonly [boolean, ...string[]])[] = [
  [false],
  [true, 'etag: "a"'],
  [true, "expires: 0"],
  [true, "last-modified: Thu, 01 Jan 2007 00:00:00 GMT"],
  [true, "cache-control: max-age=60"],
  [true, "cache-control: MAX-AGE=5"],
  [true, "cache-control: s-maxage=3"],
  [true, 'cache-control: no-cache="set-cookie", max-age=3'],
  [true, 'etag: "a"', 'cache-control: private="x"'],
  [false, "cache-control: public"],
  [false, 'etag: "a"', "cache-control: max-age=0"],
  [false, 'etag: "a"', "cache-control: s-maxage=0"],
  [false, 'etag: "a"', "cache-control: no-cache"],
  [false, 'etag: "a"', "cache-control: PRIVATE"],
  [false, 'etag: "a"', "pragma: no-cache"],
  [false, "cache-control: no-store, max-age=3"],
  [false, "cache-control: max-age=5, private"],
];
for (const [cacheable, ...lines] of rows) {
  test(`${cacheable ? "cacheable" : "not cacheable"}: ${lines.join(" + ")}`, () => {
    assert.equal(isCacheable(METHOD_GET, 200, fieldsOf(lines)), cacheable);
  });
}

test("by status and method", () => {
  const fields = fieldsOf(['etag: "a"']);
  for (const status of [200, 203, 204, 206, 300, 301, 404, 405, 410, 414, 501]) {
    assert.equal(isCacheable(METHOD_GET, status, fields), true, String(status));
  }
  for (const status of [201, 302, 307, 308, 400, 500, 502]) {
    assert.equal(isCacheable(METHOD_GET, status, fields), false, String(status));
  }
  assert.equal(isCacheable(METHOD_POST, 200, fields), false);
});
