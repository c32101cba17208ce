/**
 * Message digests that `digest` and `hmac` take, by OpenSSL's names (manual 7.3.1). A runtime's
 * library may lack some; what needs an output length (SHAKE) or is switched off in OpenSSL since 3.0
 * (MD4, Whirlpool, …) is not among them.
 */
import type { CompileScope } from "./compile-scope.ts";
import type { Arg } from "./types.ts";

const SIZES = ["224", "256", "384", "512"];

/** Names in lower case and the one name that all runtimes know it by. */
const DIGESTS: ReadonlyMap<string, string> = new Map([
  ...["md5", "sha1", "sha512-224", "sha512-256", "blake2b512", "blake2s256"].map(same),
  ...["ripemd160", "sm3", "md5-sha1"].map(same),
  ...SIZES.flatMap((size) => [
    same(`sha${size}`),
    same(`sha3-${size}`),
    alias(`sha-${size}`, `sha${size}`),
    alias(`sha2-${size}`, `sha${size}`),
    alias(`rsa-sha${size}`, `sha${size}`),
    alias(`rsa-sha3-${size}`, `sha3-${size}`),
  ]),
  alias("ssl3-md5", "md5"),
  alias("rsa-md5", "md5"),
  alias("sha-1", "sha1"),
  alias("ssl3-sha1", "sha1"),
  alias("rsa-sha1", "sha1"),
  alias("ripemd", "ripemd160"),
  alias("rmd160", "ripemd160"),
  alias("rsa-ripemd160", "ripemd160"),
  alias("sha-512/224", "sha512-224"),
  alias("sha2-512/224", "sha512-224"),
  alias("sha-512/256", "sha512-256"),
  alias("sha2-512/256", "sha512-256"),
]);

function same(name: string): [string, string] {
  return [name, name];
}

function alias(name: string, known: string): [string, string] {
  return [name, known];
}

/** The algorithm an argument names, as the runtime knows it; undefined after reporting. */
export function digestArg(
  arg: Arg | undefined,
  name: string,
  scope: CompileScope,
  at: Arg["at"],
): string | undefined {
  const text = arg?.text ?? "";
  const algorithm = DIGESTS.get(text.toLowerCase());
  const { crypto, runtimeName } = scope.process;
  if (algorithm !== undefined && crypto.hasDigest(algorithm)) return algorithm;
  const lack =
    algorithm === undefined ? `'${text}' is no known digest` : `${runtimeName} has no '${text}'`;
  const known = [...new Set(DIGESTS.values())].filter((each) => crypto.hasDigest(each));
  scope.diagnostics.error(
    arg?.at ?? at,
    `converter '${name}': ${lack}`,
    `known are ${known.join(", ")}`,
  );
  return undefined;
}
