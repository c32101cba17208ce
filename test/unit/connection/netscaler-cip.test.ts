/** NetScaler Client IP headers, in the two forms of netscaler-client-ip-insertion-protocol.txt. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseNetscalerCip } from "../../../src/connection/netscaler-cip.ts";
import { bytes } from "../support/bytes.ts";

const MAGIC = 0x05060708;
const magic = "\x05\x06\x07\x08";
const long = (value: number): string => `\0\0${String.fromCharCode(value >> 8, value & 255)}`;
const ports = "\x30\x39\x00\x50";
const tcp = ports + "\0".repeat(16);
const ipv4 = `\x45${"\0".repeat(8)}\x06\0\0\x01\x02\x03\x04\x05\x06\x07\x08`;
const ipv6 = `\x60${"\0".repeat(5)}\x06\0${"\0".repeat(15)}\x01${"\0".repeat(15)}\x02`;
const legacy = (headers: string): string => magic + long(headers.length) + headers;
const standard = (headers: string): string =>
  `${magic}${long(12 + headers.length)}\0\x01\0${String.fromCharCode(headers.length)}${headers}`;

function parse(text: string): unknown {
  const header = parseNetscalerCip(bytes(text), MAGIC);
  if (header.kind !== "complete" || header.addresses === null) return header.kind;
  const { source, sourcePort, destination, destinationPort } = header.addresses;
  const ends = `${source.toString()}:${sourcePort} ${destination.toString()}:${destinationPort}`;
  return `${header.sizeBytes} ${ends}`;
}

test("both forms, both families, and what follows is left", () => {
  assert.equal(parse(`${legacy(ipv4 + tcp)}GET`), "48 1.2.3.4:12345 5.6.7.8:80");
  assert.equal(parse(`${standard(ipv4 + tcp)}GET`), "52 1.2.3.4:12345 5.6.7.8:80");
  assert.equal(parse(legacy(ipv6 + tcp)), "68 ::1:12345 ::2:80");
  assert.equal(parse(standard(ipv6 + tcp)), "72 ::1:12345 ::2:80");
});

test("options of the IP header are skipped", () => {
  const withOptions = `\x46${ipv4.slice(1)}\0\0\0\0`;
  assert.equal(parse(standard(withOptions + tcp)), "56 1.2.3.4:12345 5.6.7.8:80");
});

test("every beginning is incomplete", () => {
  for (const text of [legacy(ipv4 + tcp), standard(ipv6 + tcp)]) {
    for (let size = 0; size < text.length; size++)
      assert.equal(parse(text.slice(0, size)), "incomplete", `${size} bytes`);
  }
});

test("what breaks the form is invalid", () => {
  const wrong = [
    `\x05\x06\x07\x09${legacy(ipv4 + tcp).slice(4)}`,
    standard(ipv4 + tcp).replace("\0\x01", "\0\x02"),
    legacy(`\x75${ipv4.slice(1)}${tcp}`),
    legacy(ipv4.replace("\x06", "\x11") + tcp),
    magic + long(600) + ipv4 + tcp,
    magic + long(8) + ipv4 + tcp,
    legacy(ipv6),
  ];
  for (const text of wrong) assert.equal(parse(text), "invalid", JSON.stringify(text));
});
