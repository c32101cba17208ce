/** Certificates as files hold them: chain and key in one, or the key beside it, or a folder of both. */
import type { Diagnostics } from "../../config/diagnostics/diagnostics.ts";
import type { GlobalModel } from "../../config/model.ts";
import type { Word } from "../../config/words/word.ts";
import type { CertificatePem } from "../../runtime/tls.ts";
import { certificatesIn } from "./issuer-chains.ts";
import type { ThreadEnv } from "./thread-env.ts";

/** A PEM file with chain and key, or a folder of them. */
export function readCertificates(
  word: Word,
  global: GlobalModel,
  env: ThreadEnv,
  diagnostics: Diagnostics,
): CertificatePem[] {
  if (env.files.kind(word.text) !== "directory")
    return readCertificate(word, word.text, global, env, diagnostics);
  const folder = word.text.endsWith("/") ? word.text : `${word.text}/`;
  return env.files
    .list(word.text)
    .filter((name) => !name.startsWith(".") && !/\.(issuer|ocsp|sctl|key)$/.test(name))
    .flatMap((name) => readCertificate(word, folder + name, global, env, diagnostics));
}

/** Certificates and key as blocks of their own: not every runtime finds them among others. */
function readCertificate(
  word: Word,
  path: string,
  { tuning }: GlobalModel,
  env: ThreadEnv,
  diagnostics: Diagnostics,
): CertificatePem[] {
  const pem = readFile(word, path, env, diagnostics);
  if (pem === undefined) return [];
  const chain = certificatesIn(pem).join("\n");
  if (chain === "") {
    diagnostics.error(word, `no certificate in '${path}'`);
    return [];
  }
  const stem = tuning.dropsCertificateExtension ? path.replace(/\.crt$/, "") : path;
  const beside = `${stem}.key`;
  const elsewhere =
    tuning.loadsKeyFiles && !PRIVATE_KEY.test(pem) && env.files.kind(beside) === "file";
  const key = PRIVATE_KEY.exec(
    elsewhere ? (readFile(word, beside, env, diagnostics) ?? "") : pem,
  )?.[0];
  if (key === undefined) {
    diagnostics.error(word, `no private key in '${path}'`, "put certificate and key into one file");
    return [];
  }
  return [{ chain, key }];
}

const PRIVATE_KEY = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[^-]*-----END \1-----/;

/** A file as latin1 text; undefined after reporting. */
export function readPem(word: Word, env: ThreadEnv, diagnostics: Diagnostics): string | undefined {
  return readFile(word, word.text, env, diagnostics);
}

function readFile(
  word: Word,
  path: string,
  env: ThreadEnv,
  diagnostics: Diagnostics,
): string | undefined {
  try {
    const bytes = env.files.readBytes(path);
    return bytes.latin1Slice(0, bytes.length);
  } catch (error) {
    diagnostics.error(word, `unable to read '${path}': ${messageOf(error)}`);
    return undefined;
  }
}

/** Why something was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
