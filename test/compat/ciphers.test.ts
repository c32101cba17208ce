/** AES-GCM and AES-CBC: what was encrypted elsewhere, tags, nonces and keys that do not fit. */
import { createCipheriv } from "node:crypto";
import { compareExpressions, gives, newerExpressions } from "./expression-table.ts";
import type { NewerRow } from "./expression-table.ts";

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const filled = (size: number, byte: number): Buffer => Buffer.alloc(size, byte);
const nonce = filled(12, 9);

type Bits = 128 | 192 | 256;
const ALL: readonly Bits[] = [128, 192, 256];
const keyOf = (bits: Bits): Buffer => filled(bits / 8, 7);

interface Sealed {
  readonly hex: string;
  readonly tag: string;
}

function sealed(bits: Bits, iv: Buffer, text: string, additional = ""): Sealed {
  const cipher = createCipheriv(`aes-${bits}-gcm`, keyOf(bits), iv);
  cipher.setAAD(Buffer.from(additional));
  const hex = cipher.update(text, "latin1", "hex") + cipher.final("hex");
  return { hex, tag: base64(cipher.getAuthTag()) };
}

const variables = `http-request set-var(txn.iv) str(${base64(nonce)})
    http-request set-var(txn.key) str(${base64(keyOf(128))})
    http-request set-var(txn.tag) str(${sealed(128, nonce, "hello").tag})
    http-request set-var(txn.bad) str(!!)
    http-request set-var(txn.empty) str()`;

const dec = (hex: string, ...args: readonly (string | number)[]): string =>
  `%[bin(${hex}),aes_gcm_dec(${args.join(",")})]`;
const hello = sealed(128, nonce, "hello");
const [iv, key] = [base64(nonce), base64(keyOf(128))];

compareExpressions(
  "aes_gcm_dec",
  [
    ...ALL.flatMap((bits) => {
      const secret = base64(keyOf(bits));
      const long = base64(filled(40, 7));
      return [1, 8, 12, 16, 32].flatMap((size) => {
        const { hex, tag } = sealed(bits, filled(size, 9), "hello world");
        const used = base64(filled(size, 9));
        return [dec(hex, bits, used, secret, tag), dec(hex, bits, used, long, tag)];
      });
    }),
    dec(hello.hex, 128, iv, key, base64(filled(16, 0))),
    dec(hello.hex, 128, iv, key, ""),
    dec(`${hello.hex}00`, 128, iv, key, hello.tag),
    dec(hello.hex, 128, iv, base64(filled(5, 7)), hello.tag),
    dec(hello.hex, 128, "", key, hello.tag),
    dec(hello.hex, 256, iv, key, hello.tag),
    dec(hello.hex, 128, "txn.iv", "txn.key", "txn.tag"),
    ...["txn.none", "txn.bad", "txn.empty"].flatMap((name) => [
      dec(hello.hex, 128, name, key, hello.tag),
      dec(hello.hex, 128, iv, name, hello.tag),
      dec(hello.hex, 128, iv, key, name),
    ]),
    `%[str(),aes_gcm_dec(128,${iv},${key},${sealed(128, nonce, "").tag}),length]`,
    `%[req.hdr(x-none),aes_gcm_dec(128,${iv},${key},${hello.tag})]`,
  ],
  variables,
);

function encrypts(bits: Bits, text: string): NewerRow {
  const { hex, tag } = sealed(bits, nonce, text);
  const args = `${bits},${iv},${base64(keyOf(bits))},txn.t${bits}`;
  const expected = `${hex.toUpperCase()}|${tag}`;
  return gives(`%[str(${text}),aes_gcm_enc(${args}),hex]|%[var(txn.t${bits})]`, expected);
}
const short = base64(sealedTag(hello).subarray(0, 12));

function sealedTag({ tag }: Sealed): Buffer {
  return Buffer.from(tag, "base64");
}

newerExpressions(
  "aes_gcm_enc, and a tag that is cut",
  "3.2",
  [
    ...ALL.flatMap((bits) => [encrypts(bits, "hello world"), encrypts(bits, "")]),
    gives("%[str(x),aes_gcm_enc(128,txn.iv,txn.none,txn.t),hex]", ""),
    gives("%[str(x),aes_gcm_enc(128,txn.bad,txn.key,txn.t),hex]", ""),
    gives(
      `%[str(hello),aes_gcm_enc(128,txn.iv,txn.key,txn.out),aes_gcm_dec(128,${iv},${key},txn.out)]`,
      "hello",
    ),
    gives(dec(hello.hex, 128, iv, key, short), ""),
  ],
  variables,
);

const withAad = sealed(128, nonce, "hello", "header");
const aad = base64(Buffer.from("header"));
newerExpressions(
  "aes_gcm with additional data",
  "3.4",
  [
    gives(dec(withAad.hex, 128, iv, key, withAad.tag, aad), "hello"),
    gives(dec(withAad.hex, 128, iv, key, withAad.tag), ""),
    gives(dec(withAad.hex, 128, iv, key, withAad.tag, "AAAA"), ""),
    gives(dec(withAad.hex, 128, iv, key, withAad.tag, "txn.none"), ""),
    gives(
      `%[str(hello),aes_gcm_enc(128,${iv},${key},txn.t,${aad}),hex]|%[var(txn.t)]`,
      `${withAad.hex.toUpperCase()}|${withAad.tag}`,
    ),
  ],
  variables,
);

const iv16 = filled(16, 9);
function cbc(bits: Bits, text: string): string {
  const cipher = createCipheriv(`aes-${bits}-cbc`, keyOf(bits), iv16);
  return cipher.update(text, "latin1", "hex") + cipher.final("hex");
}
newerExpressions(
  "aes_cbc_enc and aes_cbc_dec",
  "3.4",
  [
    ...ALL.flatMap((bits) => {
      const args = `(${bits},${base64(iv16)},${base64(keyOf(bits))})`;
      return ["", "hello", "exactly 16 bytes"].flatMap((text) => [
        gives(`%[str(${text}),aes_cbc_enc${args},hex]`, cbc(bits, text).toUpperCase()),
        gives(`%[bin(${cbc(bits, text)}),aes_cbc_dec${args}]`, text),
      ]);
    }),
    gives(`%[str(short),aes_cbc_dec(128,${base64(iv16)},${key})]`, ""),
    gives(`%[bin(${"00".repeat(16)}),aes_cbc_dec(128,${base64(iv16)},${key})]`, ""),
    gives(`%[str(x),aes_cbc_enc(128,${iv},${key}),hex]`, ""),
    gives(`%[str(x),aes_cbc_enc(128,${base64(iv16)},AAAA),hex]`, ""),
    gives(
      `%[str(x),aes_cbc_enc(128,${base64(iv16)},txn.key),aes_cbc_dec(128,${base64(iv16)},txn.key)]`,
      "x",
    ),
  ],
  variables,
);
