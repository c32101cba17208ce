/** TLS of bind and server lines (manual 5.1, 5.2, 11): certificates loaded, chosen by SNI. */
import type { Diagnostics } from "../../config/diagnostics.ts";
import type { BindModel, GlobalModel, ServerModel } from "../../config/model.ts";
import type { Word } from "../../config/word.ts";
import type {
  CertificatePem,
  ClientTlsContext,
  ServerTls,
  ServerTlsContext,
  ServerTlsOptions,
  TlsVersion,
} from "../../runtime/tls.ts";
import { lackMessage } from "./capabilities.ts";
import { certificatesIn, chainCompletion } from "./issuer-chains.ts";
import type { ThreadEnv } from "./thread-env.ts";

/** The TLS side of a bind line; a reload puts new certificates behind the same listener. */
export class BindTls implements ServerTls {
  readonly options: ServerTlsOptions;
  defaultContext: ServerTlsContext;
  #byName: ReadonlyMap<string, ServerTlsContext>;
  #strict: boolean;

  constructor(
    options: ServerTlsOptions,
    defaultContext: ServerTlsContext,
    byName: ReadonlyMap<string, ServerTlsContext>,
    strict: boolean,
  ) {
    this.options = options;
    this.defaultContext = defaultContext;
    this.#byName = byName;
    this.#strict = strict;
  }

  /** Exact name, else the wildcard of its domain, else the first certificate. */
  select(serverName: string | null): ServerTlsContext | null {
    if (serverName !== null) {
      const exact = this.#byName.get(serverName);
      if (exact !== undefined) return exact;
      const dot = serverName.indexOf(".");
      const wildcard = dot < 0 ? undefined : this.#byName.get(`*${serverName.slice(dot)}`);
      if (wildcard !== undefined) return wildcard;
    }
    return this.#strict ? null : this.defaultContext;
  }

  /** Takes over what a reload compiled for the same line. */
  adopt(other: BindTls): void {
    this.defaultContext = other.defaultContext;
    this.#byName = other.#byName;
    this.#strict = other.#strict;
  }
}

/** Undefined after reporting; null for a plain bind line. */
export function compileBindTls(
  bind: BindModel,
  global: GlobalModel,
  env: ThreadEnv,
  diagnostics: Diagnostics,
): BindTls | null | undefined {
  if (!bind.ssl) return null;
  const options = serverOptions(bind, global, env, diagnostics);
  const complete = chainCompletion(global, env, diagnostics);
  const certificates = bind.crt
    .flatMap((word) => readCertificates(word, global, env, diagnostics))
    .map(complete);
  if (options === undefined) return undefined;
  if (certificates.length === 0) {
    diagnostics.error(
      bind.line,
      `bind ${bind.text}: 'ssl' needs a certificate`,
      "add 'crt FILE' or 'crt FOLDER'",
    );
    return undefined;
  }
  const at = bind.crt[0] ?? bind.line;
  try {
    const named = byServerName(certificates, env);
    const mixed = mixedName(named);
    if (mixed === undefined || env.runtime.capabilities.tlsMultipleKeyTypes) {
      return makeContexts(certificates, named, options, bind.strictSni, env);
    }
    const what = `certificates of several key types for '${mixed}'`;
    diagnostics.error(at, lackMessage(what, env.runtime.name, "can show only one"));
  } catch (error) {
    diagnostics.error(at, `unable to use the certificate: ${messageOf(error)}`);
  }
  return undefined;
}

/** Certificates by the key type, for each name; of the same type the first one answers. */
type ByServerName = ReadonlyMap<string, ReadonlyMap<string, CertificatePem>>;

function byServerName(certificates: readonly CertificatePem[], env: ThreadEnv): ByServerName {
  const byName: Map<string, Map<string, CertificatePem>> = new Map();
  for (const certificate of certificates) {
    const { keyType, names } = env.runtime.tls.describe(certificate.chain);
    for (const name of names) {
      const lower = name.toLowerCase();
      const kinds = byName.get(lower) ?? new Map<string, CertificatePem>();
      if (!kinds.has(keyType)) kinds.set(keyType, certificate);
      byName.set(lower, kinds);
    }
  }
  return byName;
}

/** A name that certificates of several key types answer for. */
function mixedName(byName: ByServerName): string | undefined {
  return [...byName].find(([, kinds]) => kinds.size > 1)?.[0];
}

function makeContexts(
  certificates: readonly CertificatePem[],
  byName: ByServerName,
  options: ServerTlsOptions,
  strict: boolean,
  env: ThreadEnv,
): BindTls {
  const { tls } = env.runtime;
  // Names with the same certificates share a context, so that a wildcard costs one.
  const made: Map<string, ServerTlsContext> = new Map();
  const contextOf = (list: readonly CertificatePem[]): ServerTlsContext => {
    const key = list.map((each) => certificates.indexOf(each)).join(",");
    let context = made.get(key);
    if (context === undefined) {
      context = tls.serverContext(list, options);
      made.set(key, context);
    }
    return context;
  };
  const contexts = new Map(
    [...byName].map(([name, kinds]) => [name, contextOf([...kinds.values()])]),
  );
  // strict-sni: a client that names no server meets a context that has nothing to show.
  return new BindTls(options, contextOf(strict ? [] : [certificates[0]!]), contexts, strict);
}

function serverOptions(
  bind: BindModel,
  global: GlobalModel,
  env: ThreadEnv,
  diagnostics: Diagnostics,
): ServerTlsOptions | undefined {
  const ca = bind.caFile === null ? null : readPem(bind.caFile, env, diagnostics);
  if (ca === undefined) return undefined;
  if (bind.verify !== "none" && ca === null) {
    diagnostics.error(bind.line, `bind ${bind.text}: 'verify ${bind.verify}' needs 'ca-file'`);
    return undefined;
  }
  const alpn = (bind.alpn ?? []).filter((protocol) => protocol !== "h2");
  // What the runtime lacks was refused, or warned of, where the configuration asks.
  const able = env.runtime.capabilities;
  return {
    minVersion: version(bind.minVersion ?? global.sslBindMinVersion),
    maxVersion: version(bind.maxVersion ?? global.sslBindMaxVersion),
    ciphers: able.tlsCiphers ? (bind.ciphers ?? global.sslBindCiphers) : null,
    cipherSuites: able.tls13Suites ? (bind.ciphersuites ?? global.sslBindCiphersuites) : null,
    groups: able.tlsGroupChoice ? (bind.groups ?? global.sslBindGroups) : null,
    signatureAlgorithms: able.tlsGroupChoice
      ? (bind.signatureAlgorithms ?? global.sslBindSignatureAlgorithms)
      : null,
    alpn,
    sessionTickets: !able.tlsNoTickets || !(bind.noTlsTickets || global.sslBindNoTickets),
    verify: able.clientCertificates ? bind.verify : "none",
    ca,
    keyLog: able.tlsKeyLog && global.sslKeyLog,
  };
}

/** Undefined after reporting; null for a server without `ssl`. `keyLog` is asked with each dial. */
export function compileServerTls(
  server: ServerModel,
  global: GlobalModel,
  env: ThreadEnv,
  diagnostics: Diagnostics,
  keyLog: () => boolean = () => false,
): ClientTlsContext | null | undefined {
  if (!server.ssl && !server.checkSsl) return null;
  const ca = server.caFile === null ? null : readPem(server.caFile, env, diagnostics);
  const own = server.crt === null ? [] : readCertificates(server.crt, global, env, diagnostics);
  if (ca === undefined) return undefined;
  const verify = server.verify === "required";
  if (verify && ca === null) {
    diagnostics.error(
      server.line,
      `server ${server.name}: 'verify required' needs 'ca-file'`,
      "or say 'verify none' to accept any certificate",
    );
    return undefined;
  }
  const able = env.runtime.capabilities;
  try {
    return env.runtime.tls.clientContext({
      verify,
      ca,
      certificate: own[0] ?? null,
      ciphers: able.tlsCiphers ? (server.ciphers ?? global.sslServerCiphers) : null,
      cipherSuites: able.tls13Suites ? (server.ciphersuites ?? global.sslServerCiphersuites) : null,
      groups: able.tlsGroupChoice ? (server.groups ?? global.sslServerGroups) : null,
      signatureAlgorithms: able.tlsGroupChoice
        ? (server.signatureAlgorithms ?? global.sslServerSignatureAlgorithms)
        : null,
      minVersion: version(server.minVersion ?? global.sslServerMinVersion),
      maxVersion: version(server.maxVersion ?? global.sslServerMaxVersion),
      alpn: server.alpn ?? [],
      verifyHost: server.verifyHost,
      keyLog,
    });
  } catch (error) {
    diagnostics.error(server.line, `server ${server.name}: ${messageOf(error)}`);
    return undefined;
  }
}

const VERSIONS: readonly TlsVersion[] = ["TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"];

function version(text: string | null): TlsVersion | null {
  return VERSIONS.find((known) => known === text) ?? null;
}

/** A PEM file with chain and key, or a folder of them. */
function readCertificates(
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

function readPem(word: Word, env: ThreadEnv, diagnostics: Diagnostics): string | undefined {
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
