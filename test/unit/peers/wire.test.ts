/** Integers, messages, hellos and definitions of the peers protocol, byte for byte. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readDefinition } from "../../../src/peers/definition.ts";
import { earlyFault, helloEnd, helloText, judgeHello } from "../../../src/peers/hello.ts";
import { MessageReader } from "../../../src/peers/messages.ts";
import { ReceivedKeys, SentKeys } from "../../../src/peers/server-keys.ts";
import { integerBytes, WireReader, WireWriter } from "../../../src/peers/wire.ts";
import { bytes as byteFactory } from "../../../runtime-adapters/shared/bytes.ts";

const written = (write: (to: WireWriter) => void): string => {
  const to = new WireWriter(byteFactory.alloc(256));
  write(to);
  return Buffer.from(to.bytes.subarray(0, to.at)).toString("hex");
};

const reader = (hex: string): WireReader => {
  const bytes = byteFactory.view(Buffer.from(hex, "hex"));
  return new WireReader(bytes, 0, bytes.length);
};

test("integers of variable length are those of the protocol's text and of HAProxy's wire", () => {
  const known: readonly (readonly [number, string])[] = [
    [0, "00"],
    [239, "ef"],
    [240, "f000"],
    [0x1234, "f49401"],
    [512, "f011"],
    [10_000, "f0e203"],
    [20_000, "f0d308"],
  ];
  for (const [value, hex] of known) {
    assert.equal(
      written((to) => to.integer(value)),
      hex,
    );
    assert.equal(reader(hex).integer(), value);
  }
  for (let bits = 0; bits <= 53; bits++) {
    for (const value of [2 ** bits - 1, 2 ** bits]) {
      const hex = written((to) => to.integer(value));
      assert.equal(hex.length / 2, integerBytes(value));
      assert.equal(reader(hex).integer(), value);
    }
  }
});

test("what is not whole is not read", () => {
  const short = reader("f0");
  short.integer();
  assert.equal(short.ok, false);
  const endless = reader("ff".repeat(12));
  endless.integer();
  assert.equal(endless.ok, false);
  const text = reader("05616263");
  assert.equal(text.sizedText(), "");
  assert.equal(text.ok, false);
});

test("a hello is judged as HAProxy does", () => {
  assert.equal(helloText("B", "A", 7), "HAProxyS 2.1\nB\nA 7 1\n");
  assert.equal(helloEnd("HAProxyS 2.1\nB\nA"), -1);
  const status = (text: string): number => judgeHello(text, "A", (name) => name === "B").status;
  assert.equal(status("HAProxyS 2.1\nA\nB 1 1\n"), 200);
  assert.equal(status("HAProxyS 2.0\r\nA\r\nB 1\r\n"), 200);
  assert.equal(status("HAProxyS 2.2\nA\nB 1 1\n"), 502);
  assert.equal(status("HAProxyS 2\nA\nB 1 1\n"), 502);
  assert.equal(status("HAProxyS\nA\nB 1 1\n"), 501);
  assert.equal(status("HAProxyS 2.1\nX\nB 1 1\n"), 503);
  assert.equal(status("HAProxyS 2.1\nA\nZ 1 1\n"), 504);
  assert.equal(status("HAProxyS 2.1\nA\nB\n"), 501);
  assert.equal(earlyFault("GET / HTTP/1.0\r\n"), 501);
  assert.equal(earlyFault("HAProxyS 2.1\n"), null);
});

test("a definition as HAProxy 2.6 sends it is read", () => {
  const ints = readDefinition(reader("0404696e74730204f011f0e203"));
  assert.deepEqual(
    [ints?.id, ints?.name, ints?.keyType, ints?.keyBytes, ints?.dataBits],
    [4, "ints", "integer", 4, 0x200],
  );
  assert.deepEqual(
    ints?.data?.map(({ type }) => type.name),
    ["http_req_cnt"],
  );
  assert.equal(readDefinition(reader("04")), undefined);
});

test("a string of server_key is sent once and known by its number from then on", () => {
  const keys = new SentKeys();
  assert.equal(
    written((to) => keys.write(to, "s1")),
    "0401027331",
  );
  assert.equal(
    written((to) => keys.write(to, "s1")),
    "0101",
  );
  assert.equal(
    written((to) => keys.write(to, undefined)),
    "00",
  );
  const received = new ReceivedKeys();
  assert.equal(received.read(reader("0401027331")), "s1");
  assert.equal(received.read(reader("0101")), "s1");
  const outside = reader("02f000");
  assert.equal(received.read(outside), undefined);
  assert.equal(outside.ok, false);
});

test("no bytes whatever make the readers throw or keep more than a buffer", () => {
  let seed = 20_261;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  for (let round = 0; round < 2000; round++) {
    const messages = new MessageReader(byteFactory, 64);
    const keys = new ReceivedKeys();
    let ended = false;
    for (let piece = 0; piece < 4 && !ended; piece++) {
      const bytes = Buffer.from(
        Array.from({ length: random(50) }, () => (random(3) === 0 ? 10 : random(256))),
      );
      messages.take(byteFactory.view(bytes), {
        message(_class, type, body) {
          if (body !== null && type % 2 === 0) readDefinition(body);
          else if (body !== null) keys.read(body);
          return true;
        },
        tooLarge() {
          ended = true;
        },
      });
    }
  }
});
