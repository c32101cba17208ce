/**
 * Signatures of JSON Web Tokens in compact serialization (RFC 7515 section 3.1, RFC 7518 section 3),
 * judged as HAProxy's jwt_verify judges them: what the token's own header says of the algorithm is
 * not looked at, for who configures the check says it.
 */
import type { ByteFactory } from "../../runtime/bytes.ts";
import type { PublicKey, SignatureScheme } from "../../runtime/crypto.ts";
import { decodeBase64Url } from "../base64.ts";
import { derOfEcdsaSignature } from "./ecdsa-signature.ts";

/** What jwt_verify returns (manual 7.3.1). -4, out of memory, does not come up here. */
export const Verdict = {
  failure: 0,
  success: 1,
  unknownAlgorithm: -1,
  unmanagedAlgorithm: -2,
  invalidToken: -3,
  unknownCertificate: -5,
} as const;

/** An algorithm of RFC 7518 section 3.1. */
export type Algorithm =
  | { readonly family: "none" }
  | { readonly family: "hmac"; readonly digest: string }
  | { readonly family: SignatureScheme; readonly digest: string };

const FAMILIES = { HS: "hmac", RS: "pkcs1", PS: "pss", ES: "ecdsa" } as const;

/** By name: `none`, and each family with 256, 384 and 512. Names are matched by case. */
export const ALGORITHMS: ReadonlyMap<string, Algorithm> = new Map<string, Algorithm>([
  ["none", { family: "none" }],
  ...Object.entries(FAMILIES).flatMap(([prefix, family]) =>
    ["256", "384", "512"].map((bits): [string, Algorithm] => [
      `${prefix}${bits}`,
      { family, digest: `sha${bits}` },
    ]),
  ),
]);

/** A token, taken apart. */
export interface SignedToken {
  /** Header and payload with the dot between them. */
  readonly content: string;
  /** As it stands in the token; "" where there is none. */
  readonly signature: string;
}

/** The parts of a token; undefined without a dot, or with more than two. */
export function splitSigned(token: string): SignedToken | undefined {
  const first = token.indexOf(".");
  if (first === -1) return undefined;
  const second = token.indexOf(".", first + 1);
  if (second === -1) return { content: token, signature: "" };
  if (token.includes(".", second + 1)) return undefined;
  return { content: token.slice(0, second), signature: token.slice(second + 1) };
}

/** The bytes of a signature; undefined for one that is empty or malformed. */
export function signatureBytes({ signature }: SignedToken): string | undefined {
  return signature === "" ? undefined : decodeBase64Url(signature);
}

/** Whether a public key says that the signature is of the content. */
export function verdictOfKey(
  key: PublicKey | null,
  scheme: SignatureScheme,
  digest: string,
  content: string,
  signature: string,
  bytes: ByteFactory,
): number {
  if (key === null) return Verdict.unknownCertificate;
  const given = scheme === "ecdsa" ? derOfEcdsaSignature(signature) : signature;
  if (given === undefined) return Verdict.invalidToken;
  const isRight = key.verify(scheme, digest, bytes.latin1(content), bytes.latin1(given));
  return isRight ? Verdict.success : Verdict.failure;
}
