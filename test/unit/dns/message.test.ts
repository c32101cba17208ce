/** DNS messages: what is asked, and what is made of answers, well formed and hostile. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { addressesOf, servicesOf } from "../../../src/dns/answer-addresses.ts";
import { question, readAnswer, RecordType } from "../../../src/dns/message.ts";
import { encodeName, readName } from "../../../src/dns/name.ts";
import { answer, raw } from "./answers.ts";

describe("names", () => {
  test("are written as labels in lower case", () => {
    assert.equal(encodeName("A.test"), "\x01a\x04test\0");
    assert.equal(encodeName("a.test."), "\x01a\x04test\0");
    assert.equal(encodeName("."), "\0");
    assert.equal(encodeName("-x_.1"), "\x03-x_\x011\0");
  });

  test("that cannot be names are none", () => {
    for (const text of ["", "a..b", ".a", "x".repeat(64), "abcd.".repeat(51)]) {
      assert.equal(encodeName(text), undefined, text);
    }
    assert.equal(encodeName("x".repeat(63))?.length, 65);
  });

  test("are read through pointers, which may not run in circles nor out of the message", () => {
    const message = raw("\x01b\0\x01A\xc0\x00");
    assert.deepEqual(readName(message, 3), { name: "\x01a\x01b\0", end: 7 });
    assert.equal(readName(raw("\xc0\x00"), 0), undefined);
    assert.equal(readName(raw("\x05ab"), 0), undefined);
    assert.equal(readName(raw("\xc0"), 0), undefined);
    assert.equal(readName(raw("\x80"), 0), undefined);
    assert.equal(readName(raw("\x3f" + "a".repeat(63)).slice(0, 64), 0), undefined);
    assert.equal(readName(raw(("\x3f" + "a".repeat(63)).repeat(5) + "\0"), 0), undefined);
  });
});

test("a question is one name with recursion asked for and EDNS behind it", () => {
  const name = encodeName("a.test")!;
  assert.equal(
    Buffer.from(question(0x1234, name, RecordType.aaaa, 512), "latin1").toString("hex"),
    "1234010000010000000000010161047465737400001c00010000290200000000000000",
  );
});

describe("answers", () => {
  const asked = { id: 7, name: "a.test", type: RecordType.a };

  test("give the addresses of the name in order", () => {
    const read = readAnswer(answer({ ...asked, a: ["10.0.0.1", "10.0.0.2"] }))!;
    assert.equal(read.id, 7);
    assert.equal(read.name, encodeName("a.test"));
    assert.equal(read.rcode, 0);
    assert.deepEqual([addressesOf(read)].flat().map(String), ["10.0.0.1", "10.0.0.2"]);
  });

  test("give those of the name that a CNAME stands for", () => {
    const chain = {
      cname: [
        ["a.test", "b.test"],
        ["b.test", "c.test"],
      ] as const,
      owner: "c.test",
    };
    const read = readAnswer(answer({ ...asked, ...chain, a: ["10.0.0.9"] }))!;
    assert.deepEqual([addressesOf(read)].flat().map(String), ["10.0.0.9"]);
  });

  test("tell a broken chain and no address apart", () => {
    const broken = { cname: [["x.test", "b.test"]] as const };
    assert.equal(addressesOf(readAnswer(answer({ ...asked, ...broken }))!), "cname_error");
    assert.equal(addressesOf(readAnswer(answer(asked))!), "any_err");
    const foreign = readAnswer(answer({ ...asked, owner: "other.test", a: ["10.0.0.1"] }))!;
    assert.equal(addressesOf(foreign), "any_err");
  });

  test("that were cut off have no records, and say so", () => {
    const read = readAnswer(answer({ ...asked, a: ["10.0.0.1"], flags: 0x8380 }))!;
    assert.equal(read.isTruncated, true);
    assert.deepEqual(read.records, []);
  });

  test("read SRV records", () => {
    const srv = "\0\x01\0\x02\x1f\x90" + encodeName("s.test")!;
    const read = readAnswer(answer({ id: 1, name: "_h.test", type: RecordType.srv, data: [srv] }))!;
    assert.deepEqual(read.records[0]!.data, {
      priority: 1,
      weight: 2,
      port: 8080,
      target: encodeName("s.test"),
    });
  });

  test("tell the addresses of services beside them", () => {
    const data = ["a.test", "b.test", "c.test"].map(
      (target) => "\0\x01\0\x02\x1f\x90" + encodeName(target)!,
    );
    const additional = ["b.test 10.0.0.2", "b.test 10.0.0.3", "c.test ::3", "d.test 10.0.0.4"];
    const whole = answer({ id: 1, name: "_h.test", type: RecordType.srv, data, additional });
    const addresses = (message: Uint8Array): unknown => {
      const services = servicesOf(readAnswer(message)!, [4, 6]);
      if (typeof services === "string") return services;
      return services.map(({ address }) => address?.toString() ?? null);
    };
    assert.deepEqual(addresses(whole), [null, "10.0.0.2", "::3"]);
    assert.deepEqual(addresses(whole.subarray(0, -1)), [null, null, null], "cut there");
  });

  test("that are malformed are none, wherever they are cut", () => {
    const whole = answer({
      ...asked,
      cname: [["a.test", "b.test"]],
      owner: "b.test",
      a: ["1.2.3.4"],
    });
    assert.ok(readAnswer(whole) !== undefined);
    for (let length = 0; length < whole.length; length++) {
      assert.equal(readAnswer(whole.subarray(0, length)), undefined, `cut at ${length}`);
    }
    assert.equal(readAnswer(answer({ ...asked, flags: 0x0100 })), undefined, "a question");
    assert.equal(readAnswer(answer({ ...asked, data: ["abc"] })), undefined, "an A of 3 bytes");
  });
});
