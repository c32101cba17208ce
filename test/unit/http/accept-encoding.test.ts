/** What a client prefers, by its Accept-Encoding. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { preferredCoding } from "../../../src/http/accept-encoding.ts";
import { Fields } from "../../../src/http/fields.ts";
import { ACCEPT_ENCODING } from "../../../src/http/header-name.ts";
import { currentRuntime } from "../../contract/current.ts";

const { bytes } = await currentRuntime();
const codings = [{ token: "deflate" }, { token: "gzip" }];

function preferred(...lines: readonly string[]): string | undefined {
  const fields = new Fields(bytes.alloc(0));
  for (const line of lines) fields.add(ACCEPT_ENCODING, line);
  return preferredCoding(fields, codings)?.token;
}

test("nothing named is nothing wanted", () => {
  assert.equal(preferred(), undefined);
  assert.equal(preferred(""), undefined);
  assert.equal(preferred("br, x-gzip, gzipx"), undefined);
});

test("the highest weight wins, the first of equal ones, over all lines", () => {
  assert.equal(preferred("gzip, deflate"), "gzip");
  assert.equal(preferred("deflate;q=0.5, GZIP;q=0.5"), "deflate");
  assert.equal(preferred("gzip;q=0.5", "deflate;q=0.501"), "deflate");
  assert.equal(preferred("gzip;q=0.1234, deflate;q=0.1239"), "gzip");
});

test("weights are read leniently, and zero is a refusal", () => {
  assert.equal(preferred("gzip;q=0"), undefined);
  assert.equal(preferred("gzip ; \tq=0.000"), undefined);
  assert.equal(preferred("gzip;x=1;q=0"), undefined);
  for (const odd of ["gzip;q=", "gzip;q=x", "gzip;q=-1", "gzip;Q=0", "gzip q=0", "gzip;q"])
    assert.equal(preferred(`${odd}, deflate;q=0.9`), "gzip", odd);
});

test("a star stands for the first one", () => {
  assert.equal(preferred("*"), "deflate");
  assert.equal(preferred("*;q=0.5, gzip"), "gzip");
  assert.equal(preferred("*;q=0"), undefined);
});
