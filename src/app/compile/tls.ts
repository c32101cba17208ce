/** TLS of bind and server lines (manual 5.1, 5.2, 11): certificates loaded, chosen by SNI. */
import type { Diagnostics } from "../../config/diagnostics/diagnostics.ts";
import type { BindModel, GlobalModel, ServerModel } from "../../config/model.ts";
import type {
  CertificatePem,
  ClientTlsContext,
  ServerTls,
  ServerTlsContext,
  ServerTlsOptions,
  TlsVersion,
} from "../../runtime/tls.ts";
import { lackMessage } from "./capabilities.ts";
import { messageOf, readCertificates, readPem } from "./certificates.ts";
import { chainCompletion } from "./issuer-chains.ts";
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
  const loaded = bind.crt.flatMap((word) =>
    readCertificates(word, global, env, diagnostics).map((certificate) => ({
      certificate: complete(certificate),
      isDefault: bind.defaultCrt.includes(word),
    })),
  );
  const certificates = loaded.map(({ certificate }) => certificate);
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
    const defaults = defaultsOf(loaded, env);
    const mixed = mixedName(named) ?? (defaults.length > 1 ? "" : undefined);
    if (mixed === undefined || env.runtime.capabilities.tlsMultipleKeyTypes) {
      const isStrict = bind.strictSni ?? global.sslBindStrictSni;
      const shown = isStrict ? [] : defaults;
      return makeContexts(certificates, named, shown, options, isStrict, env);
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

/** What clients without a name get: the first one and those of `default-crt`, one of each key type. */
function defaultsOf(
  loaded: readonly { readonly certificate: CertificatePem; readonly isDefault: boolean }[],
  env: ThreadEnv,
): CertificatePem[] {
  const kinds: Map<string, CertificatePem> = new Map();
  for (const [index, { certificate, isDefault }] of loaded.entries()) {
    if (index > 0 && !isDefault) continue;
    const { keyType } = env.runtime.tls.describe(certificate.chain);
    if (!kinds.has(keyType)) kinds.set(keyType, certificate);
  }
  return [...kinds.values()];
}

/** With `strict-sni` a client that names no server meets a context that has nothing to show. */
function makeContexts(
  certificates: readonly CertificatePem[],
  byName: ByServerName,
  defaults: readonly CertificatePem[],
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
  return new BindTls(options, contextOf(defaults), contexts, strict);
}

function serverOptions(
  bind: BindModel,
  global: GlobalModel,
  env: ThreadEnv,
  diagnostics: Diagnostics,
): ServerTlsOptions | undefined {
  const ca = bind.caFile === null ? null : readPem(bind.caFile, env, diagnostics);
  const crl = bind.crlFile === null ? null : readPem(bind.crlFile, env, diagnostics);
  if (ca === undefined || crl === undefined) return undefined;
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
    crl: able.revocationLists ? crl : null,
    ignoresErrors: bind.ignoresCertificateErrors && bind.ignoresAuthorityErrors,
    prefersClientCiphers: bind.prefersClientCiphers || global.sslBindPrefersClientCiphers,
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
  const crl = server.crlFile === null ? null : readPem(server.crlFile, env, diagnostics);
  const own = server.crt === null ? [] : readCertificates(server.crt, global, env, diagnostics);
  if (ca === undefined || crl === undefined) return undefined;
  const verify = server.verify === "required";
  if (verify && ca === null) {
    // In the loader's words: of a proxy's servers it has been said.
    diagnostics.error(
      server.line.words[1] ?? server.line,
      `server '${server.name}' verifies certificates but has no 'ca-file'`,
      "add 'ca-file <file>', or 'verify none' to accept any certificate",
    );
    return undefined;
  }
  const able = env.runtime.capabilities;
  try {
    return env.runtime.tls.clientContext({
      verify,
      ca,
      crl: able.revocationLists ? crl : null,
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
