/** Hashes, digests and authentication codes over usual, empty, odd and missing inputs. */
import { compareExpressions, gives, newerExpressions } from "./expression-table.ts";

const INPUTS = [
  "str(abc)",
  "str()",
  "int(5)",
  "int(-1)",
  "bool(1)",
  "ipv4(1.2.3.4)",
  "ipv6(2001:db8::1)",
  "bin(00ff00)",
  "req.hdr(x-empty)",
  "req.hdr(x-none)",
];
const on = (inputs: readonly string[], ...converters: readonly string[]): string[] =>
  converters.flatMap((converter) => inputs.map((input) => `%[${input},${converter}]`));

compareExpressions(
  "hashes of every kind of input",
  on(
    INPUTS,
    "crc32",
    "crc32c",
    "djb2",
    "sdbm",
    "xxh32",
    "xxh64",
    "xxh3",
    "sha1,hex",
    "sha2,hex",
    "digest(sha256),hex",
    "hmac(sha256,a2V5),hex",
  ),
);

const AVALANCHES = ["(1)", "(0)", "(2)", "(-1)", "()"];
const SEEDS = ["(1)", "(-1)", "(4294967297)", "(9223372036854775807)", "(9223372036854775808)"];
compareExpressions(
  "avalanches and seeds",
  on(
    ["str(abc)", "str()"],
    ...["crc32", "crc32c", "djb2", "sdbm"].flatMap((name) => AVALANCHES.map((arg) => name + arg)),
    ...["xxh32", "xxh64", "xxh3"].flatMap((name) => SEEDS.map((arg) => name + arg)),
  ),
);

/** Bytes that differ, as many as asked for, in hexadecimal. */
function bytesOf(size: number): string {
  let hex = "";
  for (let at = 0, byte = size & 255; at < size; at++, byte = (byte * 167 + 13) & 255)
    hex += byte.toString(16).padStart(2, "0");
  return hex;
}
/** On both sides of every border between XXH3's ways, blocks and stripes. */
const SIZES = [1, 2, 3, 4, 5, 8, 9, 12, 16, 17, 31, 32, 33, 64, 65, 127, 128, 129, 144, 145];
const LARGE = [239, 240, 241, 255, 256, 257, 512, 513, 900];
compareExpressions(
  "xxHash over sizes",
  on(
    [...SIZES, ...LARGE].map((size) => `bin(${bytesOf(size)})`),
    "xxh3",
    "xxh3(42)",
    "xxh3(-1)",
    "xxh32(7)",
    "xxh64(7)",
  ),
);

const DIGESTS = (
  "md5 MD5 sha1 SHA512 sha224 sha-256 SHA2-256 sha512-224 sha512-256 sha3-256 sha3-512 " +
  "blake2b512 blake2s256 ripemd160 RSA-SHA256 md5-sha1 ssl3-md5"
).split(" ");
compareExpressions(
  "digests by name",
  on(
    ["str(abc)", "str()"],
    ...DIGESTS.map((name) => `digest(${name}),hex`),
    ...["(224)", "(256)", "(384)", "(512)", "()"].map((bits) => `sha2${bits},hex`),
  ),
);

compareExpressions(
  "hmac with keys of all kinds",
  on(
    ["str(abc)", "str()"],
    ...["a2V5", "", "txn.key", "txn.none", "txn.bad", "txn.int", "txn.empty", "txn.long"].map(
      (key) => `hmac(sha256,${key}),hex`,
    ),
    ...["md5", "sha512", "sha3-256"].map((name) => `hmac(${name},a2V5),hex`),
  ),
  `http-request set-var(txn.key) str(a2V5)
    http-request set-var(txn.bad) str(!!)
    http-request set-var(txn.int) int(5)
    http-request set-var(txn.empty) str()
    http-request set-var(txn.long) str(${"MDEyMzQ1Njc4OWFi".repeat(14)})`,
);

/** From the definition in RFC 1950; HAProxy has it since 3.4. */
newerExpressions("adler32", "3.4", [
  gives("%[str(Wikipedia),adler32]", "300286872"),
  gives("%[str(),adler32]", "1"),
  gives("%[req.hdr(x-none),adler32]", ""),
]);

compareExpressions(
  "comparisons with variables",
  on(
    ["str(a2V5)", "str(a2V)", "str(b)", "str(a2V5x)", "str()", "str(5)", "int(5)", "bin(0001)"],
    ...["key", "none", "int", "empty", "bin"].flatMap((name) => [
      `secure_memcmp(txn.${name})`,
      `strcmp(txn.${name})`,
    ]),
  ),
  `http-request set-var(txn.key) str(a2V5)
    http-request set-var(txn.int) int(5)
    http-request set-var(txn.empty) str()
    http-request set-var(txn.bin) bin(0001)`,
);
