/** PROXY headers that Sluice refuses where HAProxy reads something else into them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseProxyHeader } from "../../../src/connection/proxy-protocol.ts";
import { bytes } from "../support/bytes.ts";

const refused: readonly string[] = [
  "PROXY TCP4 192.0.2 198.51.100.2 1234 80\r\n",
  "PROXY TCP4 192.0.2.300 198.51.100.2 1234 80\r\n",
  "PROXY TCP4 192.0.2.1 198.51.100.2 99999 80\r\n",
  "PROXY TCP4 192.0.2.1 198.51.100.2 1234 65536\r\n",
];

for (const header of refused) {
  test(`no header: ${header.trim()}`, () => {
    assert.equal(parseProxyHeader(bytes(header)).kind, "invalid");
  });
}

test("the highest numbers are taken", () => {
  const header = parseProxyHeader(bytes("PROXY TCP4 255.255.255.255 0.0.0.0 65535 0\r\n"));
  assert.equal(header.kind, "complete");
});
