/** Converters that hash (manual 7.3.1): fast ones for balancing, digests, HMAC. */
import { adler32, avalanche, crc32, crc32c, djb2, sdbm } from "../../core/hash.ts";
import { xxh3 } from "../../core/xxh3.ts";
import { xxh32, xxh64 } from "../../core/xxhash.ts";
import type { CompileScope } from "../compile-scope.ts";
import { digestArg } from "../digests.ts";
import { fromUint64, uint32Of, wholeInt } from "../integer.ts";
import { argInt, argText } from "../rows.ts";
import type { Arg, ConverterRow } from "../types.ts";
import { MANUAL, ofText, shapedText } from "./rows.ts";
import { base64Arg } from "./secrets.ts";

function fast(name: string, hash: (text: string) => number): ConverterRow {
  return shapedText(
    name,
    "bin",
    "int",
    [{ name: "avalanche", type: "int", optional: true }],
    `The ${name} hash, with a full avalanche behind it for any argument but 0.`,
    (args) => (argInt(args, 0, 0) !== 0 ? (text) => avalanche(hash(text)) : hash),
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
    const seed = uint32Of(wholeInt(argText(args, 0)) ?? 0);
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
    const seed = BigInt(wholeInt(argText(args, 0)) ?? 0);
    return (text) => fromUint64(xxh64(text, seed));
  },
);

const xxh3Row: ConverterRow = shapedText(
  "xxh3",
  "bin",
  "int",
  SEED_ARGS,
  "The 64-bit XXH3, signed.",
  (args) => {
    const seed = BigInt(wholeInt(argText(args, 0)) ?? 0);
    return (text) => fromUint64(xxh3(text, seed));
  },
);

/** A digest with a fixed name, or one that an argument tells. */
function digestRow(
  name: string,
  args: ConverterRow["args"],
  summary: string,
  algorithmOf: (args: readonly Arg[], scope: CompileScope, at: Arg["at"]) => string | undefined,
): ConverterRow {
  return shapedText(name, "bin", "bin", args, summary, (given, scope, at) => {
    const algorithm = algorithmOf(given, scope, at);
    if (algorithm === undefined) return undefined;
    return (text) => scope.process.digest(algorithm, text);
  });
}

function sha2Of(
  args: readonly Arg[],
  { diagnostics }: CompileScope,
  at: Arg["at"],
): string | undefined {
  const bits = argInt(args, 0, 256);
  if ([224, 256, 384, 512].includes(bits)) return `sha${bits}`;
  const message = `converter 'sha2': unsupported number of bits '${bits}'`;
  diagnostics.error(args[0]?.at ?? at, message, "known are 224, 256, 384 and 512");
  return undefined;
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
    { name: "key", type: "str" },
  ],
  compile: (args, scope, at) => {
    const algorithm = digestArg(args[0], "hmac", scope, at);
    if (algorithm === undefined) return undefined;
    const keyOf = base64Arg(args[1], "hmac", scope, at);
    if (keyOf === undefined) return undefined;
    const { process } = scope;
    return {
      convert: (value, txn) => {
        const key = keyOf(txn);
        if (key === undefined || typeof value !== "string") return undefined;
        return process.hmac(algorithm, key, value);
      },
    };
  },
};

export const hashConverters: readonly ConverterRow[] = [
  fast("crc32", crc32),
  fast("crc32c", crc32c),
  fast("djb2", djb2),
  fast("sdbm", sdbm),
  xxh32Row,
  xxh64Row,
  xxh3Row,
  ofText("adler32", "bin", "int", "The Adler-32 checksum (RFC 1950).", adler32),
  hmac,
  digestRow("sha1", [], "The SHA-1 digest.", () => "sha1"),
  digestRow(
    "sha2",
    [{ name: "bits", type: "int", optional: true }],
    "The SHA-2 digest of 224, 256, 384 or 512 bits.",
    sha2Of,
  ),
  digestRow(
    "digest",
    [{ name: "algorithm", type: "str", optional: true }],
    "A digest by its name.",
    (args, scope, at) => digestArg(args[0], "digest", scope, at),
  ),
];
