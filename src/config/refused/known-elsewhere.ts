/**
 * What HAProxy knows and this version does not: names only, from the manual's keyword lists. They
 * are refused as "not supported yet" instead of as unknown. A name that gets a row leaves its list.
 */
import type { SectionKind } from "../directive.ts";

/** Sections of HAProxy that cannot be opened, and why. */
export const otherSections: ReadonlyMap<string, string> = new Map([
  ["acme", "Sluice asks no authority for certificates"],
  ["cache", "there is no HTTP cache"],
  ["crt-store", "certificates are loaded from the files that 'crt' and 'crt-list' name"],
  ["fcgi-app", "FastCGI is not supported"],
  ["log-forward", "Sluice receives no logs"],
  ["mailers", "Sluice sends no mail"],
  ["program", "Sluice starts no programs"],
  ["traces", "there are no traces of HAProxy's layers, which do not exist here"],
]);

const globalNames: ReadonlySet<string> = names(`
  51degrees-cache-size, 51degrees-data-file, 51degrees-property-name-list,
  51degrees-property-separator, acme.scheduler, anonkey, deviceatlas-json-file,
  deviceatlas-log-level, deviceatlas-properties-cookie, deviceatlas-separator,
  force-cfg-parser-pause, lua-load, lua-load-per-thread, setcap, shm-stats-file,
  ssl-default-bind-client-sigalgs, ssl-default-server-client-sigalgs, ssl-engine, ssl-mode-async,
  ssl-passphrase-cmd, ssl-propquery, ssl-provider, ssl-provider-path, ssl-security-level,
  tune.fail-alloc, tune.sndbuf.backend, tune.pool-high-fd-ratio, tune.pool-low-fd-ratio, tune.ssl.lifetime,
  wurfl-cache-size, wurfl-data-file, wurfl-information-list, wurfl-information-list-separator
`);

const proxyNames: ReadonlySet<string> = names(`
  email-alert from, email-alert level, email-alert mailers, email-alert myhostname,
  email-alert to, option external-check,
  option spop-check, external-check command, external-check path, use-fcgi-app, email-alert,
  option host-in-absolute-form, quic-initial, external-check, force-be-switch, crt, ssl-f-use
`);

const sectionNames: Readonly<Record<SectionKind, ReadonlySet<string>>> = {
  global: globalNames,
  defaults: proxyNames,
  frontend: proxyNames,
  listen: proxyNames,
  backend: proxyNames,
  userlist: new Set(),
  "http-errors": new Set(),
  resolvers: new Set(),
  ring: names("backing-file"),
  "log-profile": new Set(),
  peers: new Set(),
};

/** Unsupported options of `bind`, and how many arguments follow each. */
export const otherBindOptions: ReadonlyMap<string, number> = arities(`
  allow-0rtt 0, ca-sign-file 1, ca-sign-pass 1, ca-verify-file 1, client-sigalgs 1,
  force-sslv3 0, generate-certificates 0, namespace 1, nbconn 1,
  nice 1, no-ca-names 0, npn 1, ocsp-update 1, process 1, quic-cc-algo 1, quic-force-retry 0,
  quic-socket 1, tcp-md5sig 1, tcp-ss 1, tls-ticket-keys 1
`);

/** Unsupported options of `server`, and how many arguments follow each. */
export const otherServerOptions: ReadonlyMap<string, number> = arities(`
  allow-0rtt 0, check-pool-conn-name 1, check-reuse-pool 0, check-sni-auto 0, client-sigalgs 1,
  force-sslv3 0, namespace 1, no-check-sni-auto 0, no-sni-auto 0, no-tls-tickets 0, npn 1,
  shard 1, sni-auto 0, ssl-reuse 0, strict-maxconn 0, tcp-md5sig 1, tfo 0, usesrc 1
`);

/** HAProxy has a directive of this name in this section. */
export function isKnownElsewhere(section: SectionKind, name: string): boolean {
  return sectionNames[section].has(name);
}

/** All names listed for a section. */
export function knownElsewhere(section: SectionKind): readonly string[] {
  return [...sectionNames[section]];
}

function names(listed: string): ReadonlySet<string> {
  return new Set(listed.split(",").map((name) => name.trim()));
}

function arities(listed: string): ReadonlyMap<string, number> {
  return new Map(
    [...names(listed)].map((entry) => {
      const [name, count] = entry.split(" ");
      return [name!, Number(count)];
    }),
  );
}
