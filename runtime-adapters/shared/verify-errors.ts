/** OpenSSL's X509_V_ERR numbers (x509_vfy.h) by the names that Bun, Node and Deno report. */
const numbers: ReadonlyMap<string, number> = new Map([
  ["UNABLE_TO_GET_ISSUER_CERT", 2],
  ["UNABLE_TO_GET_CRL", 3],
  ["UNABLE_TO_DECRYPT_CERT_SIGNATURE", 4],
  ["UNABLE_TO_DECRYPT_CRL_SIGNATURE", 5],
  ["UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY", 6],
  ["CERT_SIGNATURE_FAILURE", 7],
  ["CRL_SIGNATURE_FAILURE", 8],
  ["CERT_NOT_YET_VALID", 9],
  ["CERT_HAS_EXPIRED", 10],
  ["CRL_NOT_YET_VALID", 11],
  ["CRL_HAS_EXPIRED", 12],
  ["ERROR_IN_CERT_NOT_BEFORE_FIELD", 13],
  ["ERROR_IN_CERT_NOT_AFTER_FIELD", 14],
  ["ERROR_IN_CRL_LAST_UPDATE_FIELD", 15],
  ["ERROR_IN_CRL_NEXT_UPDATE_FIELD", 16],
  ["OUT_OF_MEM", 17],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", 18],
  ["SELF_SIGNED_CERT_IN_CHAIN", 19],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", 20],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", 21],
  ["CERT_CHAIN_TOO_LONG", 22],
  ["CERT_REVOKED", 23],
  ["INVALID_CA", 24],
  ["PATH_LENGTH_EXCEEDED", 25],
  ["INVALID_PURPOSE", 26],
  ["CERT_UNTRUSTED", 27],
  ["CERT_REJECTED", 28],
]);

/** X509_V_ERR_UNSPECIFIED, for a name OpenSSL does not list. */
const UNSPECIFIED = 1;

/** The number of a verification error's name; 0 for none. */
export function verifyErrorNumber(name: string): number {
  return name === "" ? 0 : (numbers.get(name) ?? UNSPECIFIED);
}

/** True for the name of a verification error, as opposed to a handshake that broke. */
export function isVerifyError(name: string): boolean {
  return numbers.has(name);
}
