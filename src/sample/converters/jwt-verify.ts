/** Converters `jwt_verify` and `jwt_verify_cert` (manual 7.3.1): who signed a JSON Web Token. */
import type { PublicKey } from "../../runtime/crypto.ts";
import type { CompileScope } from "../compile-scope.ts";
import {
  ALGORITHMS,
  Verdict,
  signatureBytes,
  splitSigned,
  verdictOfKey,
} from "../jose/signed-token.ts";
import type { Algorithm, SignedToken } from "../jose/signed-token.ts";
import type { KeysByFile } from "../key-files.ts";
import type { Txn } from "../txn.ts";
import type { Arg, ConverterRow, SampleValue } from "../types.ts";
import { MANUAL } from "./rows.ts";
import { textArg } from "./secrets.ts";

/** Judges a token by one algorithm; undefined for no sample. */
type Judge = (token: SignedToken, algorithm: Algorithm, keyText: string) => number;

/**
 * Reads the key that stands in the configuration; false after reporting that it cannot be used. The
 * algorithm is undefined where a variable tells it.
 */
type KeyLoader = (
  algorithm: Algorithm | undefined,
  text: string,
  at: Arg["at"],
  scope: CompileScope,
) => boolean;

/** A key file matters to all but HMAC; one that gives no key is -5 with each token. */
const loadPublicKey: KeyLoader = (algorithm, path, at, { keys, diagnostics }) => {
  if (algorithm?.family === "none" || algorithm?.family === "hmac") return true;
  if (keys.publicKeys.load(path) === null && algorithm !== undefined)
    diagnostics.warn(at, `converter 'jwt_verify': no public key can be read from '${path}'`);
  return true;
};

const loadCertificate: KeyLoader = (_algorithm, path, at, { keys, diagnostics }) => {
  if (keys.certificates.load(path) !== null) return true;
  diagnostics.error(at, `converter 'jwt_verify_cert': no certificate can be read from '${path}'`);
  return false;
};

/** The row of a converter that takes an algorithm and a key, both of them variables or not. */
function verifyRow(
  row: Pick<ConverterRow, "name" | "syntax" | "summary">,
  keyName: string,
  judgeFor: (scope: CompileScope) => Judge,
  load: KeyLoader,
): ConverterRow {
  return {
    ...row,
    input: "bin",
    output: "int",
    manual: MANUAL,
    args: [
      { name: "alg", type: "str" },
      { name: keyName, type: "str" },
    ],
    compile: ([alg, key], scope, at) => {
      const algorithmArg = textArg(alg, scope);
      const configured = "literal" in algorithmArg ? algorithmArg.literal : undefined;
      const known = configured === undefined ? undefined : ALGORITHMS.get(configured);
      if (configured !== undefined && known === undefined) {
        const message = `converter '${row.name}': unknown JWT algorithm '${configured}'`;
        const hint = `known are ${[...ALGORITHMS.keys()].join(", ")}`;
        scope.diagnostics.error(alg?.at ?? at, message, hint);
        return undefined;
      }
      const keyArg = textArg(key, scope);
      const place = key?.at ?? at;
      if ("literal" in keyArg && !load(known, keyArg.literal, place, scope)) return undefined;
      const judge = judgeFor(scope);
      const convert = (value: SampleValue, txn: Txn): number | undefined => {
        const name = "read" in algorithmArg ? algorithmArg.read(txn) : algorithmArg.literal;
        if (name === undefined) return undefined;
        const algorithm = ALGORITHMS.get(name);
        if (algorithm === undefined) return Verdict.unknownAlgorithm;
        const keyText = "read" in keyArg ? keyArg.read(txn) : keyArg.literal;
        if (keyText === undefined || keyText === "" || typeof value !== "string") return undefined;
        const token = splitSigned(value);
        return token === undefined ? Verdict.invalidToken : judge(token, algorithm, keyText);
      };
      return { convert };
    },
  };
}

function judgeByKey(
  token: SignedToken,
  algorithm: Exclude<Algorithm, { readonly family: "none" | "hmac" }>,
  keys: KeysByFile<PublicKey>,
  path: string,
  scope: CompileScope,
): number {
  const signature = signatureBytes(token);
  if (signature === undefined) return Verdict.invalidToken;
  const { family, digest } = algorithm;
  const { bytes } = scope.process;
  return verdictOfKey(keys.known(path), family, digest, token.content, signature, bytes);
}

function verifier(scope: CompileScope): Judge {
  const { process, keys } = scope;
  return (token, algorithm, keyText) => {
    if (algorithm.family === "none")
      return token.signature === "" ? Verdict.success : Verdict.failure;
    if (algorithm.family !== "hmac")
      return judgeByKey(token, algorithm, keys.publicKeys, keyText, scope);
    const signature = signatureBytes(token);
    if (signature === undefined) return Verdict.invalidToken;
    const right = process.hmac(algorithm.digest, keyText, token.content);
    return process.timingSafeEqual(signature, right) ? Verdict.success : Verdict.failure;
  };
}

function certificateVerifier(scope: CompileScope): Judge {
  return (token, algorithm, path) =>
    algorithm.family === "none" || algorithm.family === "hmac"
      ? Verdict.unmanagedAlgorithm
      : judgeByKey(token, algorithm, scope.keys.certificates, path, scope);
}

export const jwtVerifyConverters: readonly ConverterRow[] = [
  verifyRow(
    {
      name: "jwt_verify",
      syntax: "jwt_verify(<alg>,<key>)",
      summary:
        "1 when a token's signature is right, 0 when not, less when that cannot be told; " +
        "the key is a secret or the file of a public key.",
    },
    "key",
    verifier,
    loadPublicKey,
  ),
  verifyRow(
    {
      name: "jwt_verify_cert",
      syntax: "jwt_verify_cert(<alg>,<cert>)",
      summary: "As jwt_verify, with the file of a certificate; -2 for HMAC algorithms and none.",
    },
    "cert",
    certificateVerifier,
    loadCertificate,
  ),
];
