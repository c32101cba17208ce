/** Converters that encrypt and decrypt with AES (manual 7.3.1), in GCM and CBC mode. */
import type { Crypto } from "../../runtime/crypto.ts";
import { encodeBase64 } from "../base64.ts";
import type { CompileScope } from "../compile-scope.ts";
import { latin1Of } from "../latin1.ts";
import { argText } from "../rows.ts";
import { storeVariable } from "../variables/value.ts";
import type { Txn } from "../txn.ts";
import type { Arg, ArgSpec, CompiledConverter, ConverterRow } from "../types.ts";
import { MANUAL, variableRef } from "./rows.ts";
import { type TextReader, base64Arg } from "./secrets.ts";

const KEY_BITS: readonly string[] = ["128", "192", "256"];

/** Bits, nonce and key, as every cipher has them first. */
const KEY_ARGS: readonly ArgSpec[] = [
  { name: "bits", type: "int" },
  { name: "nonce", type: "str" },
  { name: "key", type: "str" },
];

/** What a use encrypts or decrypts with. */
interface Setting {
  readonly nonce: TextReader;
  /** As many bytes as the bits ask for; a longer key is cut, as HAProxy does, a shorter is none. */
  readonly key: TextReader;
}

/** The first three arguments; undefined after reporting. */
function settingOf(
  name: string,
  args: readonly Arg[],
  scope: CompileScope,
  at: Arg["at"],
): Setting | undefined {
  const bits = argText(args, 0);
  const place = args[0]?.at ?? at;
  if (!KEY_BITS.includes(bits)) {
    const message = `converter '${name}': a key has 128, 192 or 256 bits, not '${bits}'`;
    scope.diagnostics.error(place, message);
    return undefined;
  }
  const { crypto, runtimeName } = scope.process;
  if (!crypto.hasAes(Number(bits))) {
    scope.diagnostics.error(place, `converter '${name}': ${runtimeName} has no AES-${bits}`);
    return undefined;
  }
  const nonce = base64Arg(args[1], name, scope, at);
  const longKey = base64Arg(args[2], name, scope, at);
  if (nonce === undefined || longKey === undefined) return undefined;
  const size = Number(bits) / 8;
  const key: TextReader = (txn) => {
    const bytes = longKey(txn);
    return bytes === undefined || bytes.length < size ? undefined : bytes.slice(0, size);
  };
  return { nonce, key };
}

/** Works on a text with key and nonce; undefined when that fails. */
type Operation = (text: string, key: string, nonce: string, txn: Txn) => string | undefined;

function converterOf(setting: Setting, operate: Operation): CompiledConverter {
  return {
    convert: (value, txn) => {
      const key = setting.key(txn);
      const nonce = setting.nonce(txn);
      if (key === undefined || nonce === undefined || typeof value !== "string") return undefined;
      return operate(value, key, nonce, txn);
    },
  };
}

/** The additional data a use authenticates with the text; none without the argument. */
function additionalOf(
  name: string,
  arg: Arg | undefined,
  scope: CompileScope,
  at: Arg["at"],
): TextReader | undefined {
  return arg === undefined ? () => "" : base64Arg(arg, name, scope, at);
}

const AAD_ARG: ArgSpec = { name: "aad", type: "str", optional: true };

const gcmDecrypt: ConverterRow = {
  name: "aes_gcm_dec",
  input: "bin",
  output: "bin",
  manual: MANUAL,
  syntax: "aes_gcm_dec(<bits>,<nonce>,<key>,<aead_tag>[,<aad>])",
  summary: "Decrypts with AES-GCM; nothing unless the tag of 16 bytes is right. All in base64.",
  args: [...KEY_ARGS, { name: "aead_tag", type: "str" }, AAD_ARG],
  compile: (args, scope, at) => {
    const setting = settingOf("aes_gcm_dec", args, scope, at);
    const tagOf = setting && base64Arg(args[3], "aes_gcm_dec", scope, at);
    const additional = tagOf && additionalOf("aes_gcm_dec", args[4], scope, at);
    if (setting === undefined || tagOf === undefined || additional === undefined) return undefined;
    const { bytes, crypto } = scope.process;
    return converterOf(setting, (text, key, nonce, txn) => {
      const tag = tagOf(txn);
      const aad = additional(txn);
      if (tag === undefined || aad === undefined) return undefined;
      const sealed = { text: bytes.latin1(text), tag: bytes.latin1(tag) };
      const opened = crypto.openGcm(
        bytes.latin1(key),
        bytes.latin1(nonce),
        sealed,
        bytes.latin1(aad),
      );
      return latin1Of(opened, bytes);
    });
  },
};

const gcmEncrypt: ConverterRow = {
  name: "aes_gcm_enc",
  input: "bin",
  output: "bin",
  manual: MANUAL,
  syntax: "aes_gcm_enc(<bits>,<nonce>,<key>,<aead_tag>[,<aad>])",
  summary: "Encrypts with AES-GCM; the variable gets the tag, in base64 as nonce and key are.",
  args: [...KEY_ARGS, { name: "aead_tag", type: "str" }, AAD_ARG],
  compile: (args, scope, at) => {
    const setting = settingOf("aes_gcm_enc", args, scope, at);
    const ref = setting && variableRef(args[3], "aes_gcm_enc", scope, at);
    const additional = ref && additionalOf("aes_gcm_enc", args[4], scope, at);
    if (setting === undefined || ref === undefined || additional === undefined) return undefined;
    const { process } = scope;
    const { bytes, crypto } = process;
    return converterOf(setting, (text, key, nonce, txn) => {
      const aad = additional(txn);
      if (aad === undefined) return undefined;
      const sealed = crypto.sealGcm(
        bytes.latin1(key),
        bytes.latin1(nonce),
        bytes.latin1(text),
        bytes.latin1(aad),
      );
      if (sealed === null) return undefined;
      const tag = encodeBase64(latin1Of(sealed.tag, bytes) ?? "");
      storeVariable(txn, process, ref, tag, "str");
      return latin1Of(sealed.text, bytes);
    });
  },
};

function cbcRow(
  name: "aes_cbc_dec" | "aes_cbc_enc",
  summary: string,
  operate: (
    crypto: Crypto,
    ...data: readonly [Uint8Array, Uint8Array, Uint8Array]
  ) => Uint8Array | null,
): ConverterRow {
  return {
    name,
    summary,
    input: "bin",
    output: "bin",
    manual: MANUAL,
    syntax: `${name}(<bits>,<nonce>,<key>)`,
    args: KEY_ARGS,
    compile: (args, scope, at) => {
      const setting = settingOf(name, args, scope, at);
      if (setting === undefined) return undefined;
      const { bytes, crypto } = scope.process;
      return converterOf(setting, (text, key, nonce) =>
        latin1Of(
          operate(crypto, bytes.latin1(key), bytes.latin1(nonce), bytes.latin1(text)),
          bytes,
        ),
      );
    },
  };
}

export const cipherConverters: readonly ConverterRow[] = [
  gcmDecrypt,
  gcmEncrypt,
  cbcRow(
    "aes_cbc_dec",
    "Decrypts with AES-CBC and PKCS#7 padding; the nonce is the IV of 16 bytes, in base64.",
    (crypto, key, iv, text) => crypto.decryptCbc(key, iv, text),
  ),
  cbcRow(
    "aes_cbc_enc",
    "Encrypts with AES-CBC and PKCS#7 padding; the nonce is the IV of 16 bytes, in base64.",
    (crypto, key, iv, text) => crypto.encryptCbc(key, iv, text),
  ),
];
