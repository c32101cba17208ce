/** Converters that hash (manual 7.3.1): fast ones for balancing, digests, HMAC. */
import { avalanche, crc32, crc32c, djb2, sdbm } from "../../core/hash.ts";
import { xxh32, xxh64 } from "../../core/xxhash.ts";
import { decodeBase64 } from "../base64.ts";
import { textOf } from "../cast.ts";
import type { ProcessFacts } from "../compile-scope.ts";
import { fromUint64 } from "../integer.ts";
import { argInt, argText } from "../rows.ts";
import type { Arg, ConverterRow } from "../types.ts";
import { MANUAL, shapedText, variableReader, variableRef } from "./rows.ts";

const DIGESTS: ReadonlySet<string> = new Set([
  "md5",
  "sha1",
  "sha224",
  "sha256",
  "sha384",
  "sha512",
]);

function fast(name: string, hash: (text: string) => number): ConverterRow {
  return shapedText(
    name,
    "bin",
    "int",
    [{ name: "avalanche", type: "int", optional: true }],
    `The ${name} hash, with a full avalanche behind it for 1.`,
    (args) => (argInt(args, 0, 0) === 1 ? (text) => avalanche(hash(text)) : hash),
  );
}

const SEED_ARGS: ConverterRow["args"] = [{ name: "seed", type: "int", optional: true }];

const xxh32Row: ConverterRow = shapedText(
  "xxh32",
  "bin",
  "int",
  SEED_ARGS,
  "The 32-bit xxHash.",
  (args) => {
    const seed = argInt(args, 0, 0);
    return (text) => xxh32(text, seed);
  },
);

const xxh64Row: ConverterRow = shapedText(
  "xxh64",
  "bin",
  "int",
  SEED_ARGS,
  "The 64-bit xxHash, signed.",
  (args) => {
    const seed = BigInt(argText(args, 0) || "0");
    return (text) => fromUint64(xxh64(text, seed));
  },
);

function digestRow(
  name: string,
  args: ConverterRow["args"],
  summary: string,
  algorithmOf: (args: readonly Arg[]) => string,
): ConverterRow {
  return shapedText(name, "bin", "bin", args, summary, (given, { process, diagnostics }, at) => {
    const algorithm = algorithmOf(given).toLowerCase();
    if (DIGESTS.has(algorithm)) return (text) => process.digest(algorithm, text);
    const known = [...DIGESTS].join(", ");
    diagnostics.error(
      given[0]?.at ?? at,
      `converter '${name}': unsupported '${given[0]?.text ?? ""}'`,
      `known are ${known}`,
    );
    return undefined;
  });
}

const hmac: ConverterRow = {
  name: "hmac",
  input: "bin",
  output: "bin",
  syntax: "hmac(<algorithm>,<key>)",
  manual: MANUAL,
  summary: "Authentication code of the bytes; the key is base64 or a variable that holds base64.",
  args: [
    { name: "algorithm", type: "str" },
    { name: "key", type: "sample" },
  ],
  compile: (args, scope, at) => {
    const { process, diagnostics } = scope;
    const algorithm = argText(args, 0).toLowerCase();
    const keyText = argText(args, 1);
    if (!DIGESTS.has(algorithm)) {
      diagnostics.error(
        args[0]?.at ?? at,
        `converter 'hmac': unsupported algorithm '${algorithm}'`,
      );
      return undefined;
    }
    const key = decodeBase64(keyText);
    if (key !== undefined) return { convert: (value) => signed(process, algorithm, key, value) };
    const ref = variableRef(args[1], "hmac", scope, at);
    if (ref === undefined) return undefined;
    const read = variableReader(ref, scope);
    return {
      convert: (value, txn) => {
        const held = read(txn);
        const variableKey = held === undefined ? undefined : decodeBase64(textOf(held));
        return variableKey === undefined
          ? undefined
          : signed(process, algorithm, variableKey, value);
      },
    };
  },
};

function signed(
  process: ProcessFacts,
  algorithm: string,
  key: string,
  value: unknown,
): string | undefined {
  return typeof value === "string" ? process.hmac(algorithm, key, value) : undefined;
}

export const hashConverters: readonly ConverterRow[] = [
  fast("crc32", crc32),
  fast("crc32c", crc32c),
  fast("djb2", djb2),
  fast("sdbm", sdbm),
  xxh32Row,
  xxh64Row,
  hmac,
  digestRow("sha1", [], "The SHA-1 digest.", () => "sha1"),
  digestRow(
    "sha2",
    [{ name: "bits", type: "int", optional: true }],
    "The SHA-2 digest of 224, 256, 384 or 512 bits.",
    (args) => `sha${argInt(args, 0, 256)}`,
  ),
  digestRow("digest", [{ name: "algorithm", type: "str" }], "A digest by its name.", (args) =>
    argText(args, 0),
  ),
];
