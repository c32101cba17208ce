/** What is kept of a ClientHello: the lists, their shares of the buffer, and malformed hellos. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { xxh64 } from "../../../../src/core/xxhash.ts";
import type { ByteBuffer } from "../../../../src/runtime/bytes.ts";
import { captureHello, helloRandom } from "../../../../src/sample/tls/hello-capture.ts";
import type { HelloCapture } from "../../../../src/sample/tls/hello-capture.ts";
import { helloMessage } from "../../../../src/sample/tls/hello-message.ts";
import { clientHello, extension } from "../../../support/client-hello.ts";
import type { HelloParts } from "../../../support/client-hello.ts";
import { bytes as factory } from "../../../../runtime-adapters/shared/bytes.ts";

function message(parts: HelloParts): ByteBuffer {
  const record = factory.latin1(clientHello(parts));
  const found = helloMessage(record, 0, record.length, factory);
  assert.ok(typeof found !== "string");
  return found;
}

function kept(parts: HelloParts, sizeBytes = 4096): HelloCapture {
  const capture = captureHello(message(parts), sizeBytes);
  assert.ok(capture !== undefined);
  return capture;
}

const groups = (data: string): string => extension(10, data);
const last = extension(0x7777, "x");

test("the lists of a usual hello", () => {
  assert.deepEqual(kept({}), {
    version: 0x0303,
    cipherHash: BigInt.asIntN(64, xxh64("\x13\x01\xc0\x2f\x0a\x0a", 0n)),
    ciphers: "\x13\x01\xc0\x2f\x0a\x0a",
    extensions: "\x1a\x1a\0\0\0\x0a\0\x0b\0\x0d\0\x10\0\x23\0\x2b\0\x33",
    groups: "\0\x1d\0\x17",
    pointFormats: "\0",
    versions: "\x03\x04",
    signatureAlgorithms: "\x04\x03\x08\x04",
  });
  assert.equal(helloRandom(message({})), "r".repeat(32));
});

test("the buffer is shared out in order: suites, extensions in pairs, groups, formats, versions, algorithms", () => {
  const shares = (sizeBytes: number): number[] => {
    const { ciphers, extensions, groups, pointFormats, versions, signatureAlgorithms } = kept(
      {},
      sizeBytes,
    );
    const lists = [ciphers, extensions, groups, pointFormats, versions, signatureAlgorithms];
    return lists.map((list) => list.length);
  };
  assert.deepEqual(shares(5), [5, 0, 0, 0, 0, 0]);
  assert.deepEqual(shares(9), [6, 2, 0, 0, 0, 0]);
  assert.deepEqual(shares(13), [6, 6, 1, 0, 0, 0]);
  assert.deepEqual(shares(24), [6, 18, 0, 0, 0, 0]);
  assert.deepEqual(shares(29), [6, 18, 4, 1, 0, 0]);
  assert.deepEqual(shares(32), [6, 18, 4, 1, 2, 1]);
  assert.deepEqual(kept({}, 5).cipherHash, kept({}).cipherHash);
});

for (const [title, extensions, numbers, list] of [
  ["no extensions", null, "", ""],
  [
    "the last of a repeated one counts",
    groups("\0\x02aa") + groups("\0\x02bb") + last,
    "\0\x0a\0\x0aww",
    "bb",
  ],
  ["a list of odd size", groups("\0\x03abc") + last, "\0\x0aww", "abc"],
  ["a list longer than its extension", groups("\0\x03ab") + last, "\0\x0a", ""],
  ["a length cut short", groups("\0") + last, "\0\x0a", ""],
  [
    "an extension longer than the block",
    `${groups("\0\x02aa")}\0\x0b\0\x20\x01\0`,
    "\0\x0a\0\x0b",
    "",
  ],
  ["nothing behind the last header", groups("\0\x02aa") + extension(11, ""), "\0\x0a", "aa"],
  [
    "bytes behind a list are the next header",
    groups("\0\x02aa\0\x17\0\0") + last,
    "\0\x0a\0\x17ww",
    "aa",
  ],
] as const) {
  test(title, () => {
    const capture = kept({ extensions });
    assert.equal(capture.extensions, numbers);
    assert.equal(capture.groups, list);
  });
}

test("what ends before its cipher suites is not kept", () => {
  const whole = message({});
  for (const size of [4, 38, 44, 48]) {
    assert.equal(captureHello(whole.subarray(0, size), 4096), undefined);
  }
  assert.equal(helloRandom(whole.subarray(0, 37)), undefined);
});

test("a message in several records is put together; its parts are waited for", () => {
  const whole = clientHello();
  const body = whole.slice(5);
  const record = (part: string): string =>
    `\x16\x03\x01${String.fromCharCode(part.length >> 8, part.length & 255)}${part}`;
  const cut = record(body.slice(0, 2)) + record(body.slice(2, 60)) + record(body.slice(60));
  const read = (text: string): unknown => {
    const found = helloMessage(factory.latin1(text), 0, text.length, factory);
    return typeof found === "string" ? found : found.latin1Slice(0, found.length);
  };
  assert.equal(read(cut), body);
  for (let size = 0; size < cut.length; size++) assert.equal(read(cut.slice(0, size)), "partial");
  for (const other of [
    "GET / HTTP/1.1\r\n",
    "\x16\x02\x01\0\x05abcde",
    "\x16\x03\x01\0\x01\x02",
    "\x16\x03\x01\0\0",
  ])
    assert.equal(read(other), "unlike");
});
