/**
 * Converters `jwt_decrypt_secret`, `jwt_decrypt_cert` and `jwt_decrypt_jwk` (HAProxy 3.4, manual
 * 7.3.1): the content of an encrypted JSON Web Token; the empty string when that cannot be had.
 */
import { decodeBase64 } from "../base64.ts";
import type { CompileScope } from "../compile-scope.ts";
import { decryptContent, parseEncrypted } from "../jose/encrypted-token.ts";
import { keyByJwk } from "../jose/json-web-key.ts";
import { type KeyFinder, keyByPrivateKey, keyBySecret } from "../jose/key-management.ts";
import type { Txn } from "../txn.ts";
import type { Arg, ConverterRow } from "../types.ts";
import { MANUAL } from "./rows.ts";
import { type TextReader, textArg } from "./secrets.ts";

/** What an argument's text finds keys with; undefined for a text that is no key. */
type KeySource = (text: string) => KeyFinder | undefined;

interface Sources {
  /** For a text of the configuration: asked once. */
  readonly configured: KeySource;
  /** For the text of a variable: asked with each request. */
  readonly atRunTime: KeySource;
}

function decryptRow(
  row: Pick<ConverterRow, "name" | "syntax" | "summary">,
  keyName: string,
  sourcesOf: (scope: CompileScope) => Sources,
): ConverterRow {
  return {
    ...row,
    input: "bin",
    output: "bin",
    manual: MANUAL,
    args: [{ name: keyName, type: "str" }],
    compile: ([arg], scope, at) => {
      const finderOf = finderReader(row.name, arg, scope, sourcesOf(scope), at);
      if (finderOf === undefined) return undefined;
      const { process } = scope;
      warnOfMissingSizes(row.name, arg?.at ?? at, scope);
      return {
        convert: (value, txn) => {
          if (typeof value !== "string") return undefined;
          const token = parseEncrypted(value);
          const key = token && finderOf(txn)?.(token, process);
          if (token === undefined || key === undefined) return "";
          return decryptContent(token, key, process) ?? "";
        },
      };
    },
  };
}

/** The finder of a use; undefined after reporting. */
function finderReader(
  name: string,
  arg: Arg | undefined,
  scope: CompileScope,
  sources: Sources,
  at: Arg["at"],
): ((txn: Txn) => KeyFinder | undefined) | undefined {
  const given = textArg(arg, scope);
  if ("read" in given) {
    return rememberingLast(given.read, sources.atRunTime);
  }
  const finder = sources.configured(given.literal);
  if (finder !== undefined) return () => finder;
  const message = `converter '${name}': '${given.literal}' gives no key, and is no variable's name`;
  scope.diagnostics.error(arg?.at ?? at, message);
  return undefined;
}

/** A key is parsed anew only when the variable holds another one than it did last. */
function rememberingLast(read: TextReader, source: KeySource): (txn: Txn) => KeyFinder | undefined {
  let lastText: string | undefined;
  let lastFinder: KeyFinder | undefined;
  return (txn) => {
    const text = read(txn);
    if (text === undefined || text === lastText) return text === undefined ? undefined : lastFinder;
    lastText = text;
    lastFinder = source(text);
    return lastFinder;
  };
}

/** A token tells its algorithm, so what the runtime lacks is known with the configuration only. */
function warnOfMissingSizes(name: string, at: Arg["at"], scope: CompileScope): void {
  const { crypto, runtimeName } = scope.process;
  if (crypto.hasAes(192)) return;
  const message = `converter '${name}': ${runtimeName} has no AES-192, tokens that use it give ""`;
  scope.diagnostics.warn(at, message);
}

export const jwtDecryptConverters: readonly ConverterRow[] = [
  decryptRow(
    {
      name: "jwt_decrypt_secret",
      syntax: "jwt_decrypt_secret(<secret>)",
      summary: "The content of a token encrypted with a secret, which is given in base64.",
    },
    "secret",
    () => {
      const source: KeySource = (text) => {
        const secret = decodeBase64(text);
        return secret === undefined || secret === "" ? undefined : keyBySecret(secret);
      };
      return { configured: source, atRunTime: source };
    },
  ),
  decryptRow(
    {
      name: "jwt_decrypt_cert",
      syntax: "jwt_decrypt_cert(<cert>)",
      summary: "The content of a token encrypted for an RSA key, which stands in a PEM file.",
    },
    "cert",
    ({ keys }) => ({
      configured: (path) => {
        const key = keys.privateKeys.load(path);
        return key === null ? undefined : keyByPrivateKey(key);
      },
      atRunTime: (path) => {
        const key = keys.privateKeys.known(path);
        return key === null ? undefined : keyByPrivateKey(key);
      },
    }),
  ),
  decryptRow(
    {
      name: "jwt_decrypt_jwk",
      syntax: "jwt_decrypt_jwk(<jwk>)",
      summary: "The content of a token, by a JSON Web Key of type oct or RSA.",
    },
    "jwk",
    ({ process }) => {
      const source: KeySource = (text) => keyByJwk(text, process.crypto);
      return { configured: source, atRunTime: source };
    },
  ),
];
