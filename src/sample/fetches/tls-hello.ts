/**
 * Fetches of the ClientHello of a connection whose TLS ends here (manual 7.3.4). The lists need
 * room (tune.ssl.capture-buffer-size); the listeners look at the hello only because a row that is
 * used says so in the generation's wants.
 */
import { cipherName } from "../tls/cipher-names.ts";
import type { HelloCapture } from "../tls/hello-capture.ts";
import { argInt, simpleFetch } from "../rows.ts";
import type { TlsWants } from "../tls/wants.ts";
import type { ArgSpec, Compiled, FetchRow, SampleType, SampleValue } from "../types.ts";
import { Where } from "../types.ts";

const MANUAL = "7.3.4";

type Read = (hello: HelloCapture) => SampleValue | undefined;

/** A row that can be only where a hello can be seen before TLS begins; its use is noted. */
function wanting(row: FetchRow, note: (wants: TlsWants) => void): FetchRow {
  return {
    ...row,
    compile: (args, scope, at): Compiled | undefined => {
      const lack = scope.process.lack("startTls");
      if (lack === null) {
        note(scope.tlsWants);
        return row.compile(args, scope, at);
      }
      scope.diagnostics.error(at, `fetch method '${row.name}' is not possible here: ${lack}`);
      return undefined;
    },
  };
}

function ofHello(name: string, type: SampleType, summary: string, read: Read): FetchRow {
  const row = simpleFetch(
    `ssl_fc_${name}`,
    type,
    Where.client,
    MANUAL,
    summary,
    ({ session: { hello } }) => (hello === null ? undefined : read(hello)),
  );
  return wanting(row, (wants) => (wants.hello = true));
}

const filterArg: ArgSpec = { name: "filter_option", type: "int", optional: true };

/** A list of numbers of two bytes; an argument other than 0 leaves out those of RFC 8701. */
function ofPairs(
  name: string,
  type: SampleType,
  what: string,
  list: (hello: HelloCapture) => string,
  show: (pairs: string) => string,
): FetchRow {
  const row: FetchRow = {
    name: `ssl_fc_${name}`,
    args: [filterArg],
    type,
    where: Where.client,
    manual: MANUAL,
    summary: `${what} of the client's hello; with an argument other than 0 without GREASE.`,
    syntax: `ssl_fc_${name}([<filter_option>]) : ${type}`,
    compile: (args) => {
      const filter = argInt(args, 0, 0) === 0 ? (pairs: string) => pairs : withoutGrease;
      return {
        type,
        eval: ({ session: { hello } }) =>
          hello === null ? undefined : show(filter(list(hello))) || undefined,
      };
    },
  };
  return wanting(row, (wants) => (wants.hello = true));
}

/** Both bytes alike, with 10 in the lower half (RFC 8701). */
function isGrease(high: number, low: number): boolean {
  return high === low && (low & 0x0f) === 0x0a;
}

function withoutGrease(pairs: string): string {
  let kept = "";
  for (let at = 0; at < pairs.length; at += 2) {
    if (!isGrease(pairs.charCodeAt(at), pairs.charCodeAt(at + 1))) kept += pairs.slice(at, at + 2);
  }
  return kept;
}

const asIs = (pairs: string): string => pairs;

function inHex(pairs: string): string {
  let hex = "";
  for (let at = 0; at < pairs.length; at++)
    hex += pairs.charCodeAt(at).toString(16).toUpperCase().padStart(2, "0");
  return hex;
}

/** A byte without its other half has no name. */
function inNames(pairs: string): string {
  const names: string[] = [];
  for (let at = 0; at + 2 <= pairs.length; at += 2)
    names.push(cipherName(pairs.charCodeAt(at) * 256 + pairs.charCodeAt(at + 1)));
  return names.join(",");
}

const ciphers = (hello: HelloCapture): string => hello.ciphers;

export const tlsHelloFetches: readonly FetchRow[] = [
  ofPairs("cipherlist_bin", "bin", "Cipher suites", ciphers, asIs),
  ofPairs("cipherlist_hex", "str", "Cipher suites in hexadecimal", ciphers, inHex),
  ofPairs("cipherlist_str", "str", "Names of the cipher suites", ciphers, inNames),
  ofHello(
    "cipherlist_xxh",
    "int",
    "XXH64 of the cipher suites of the client's hello.",
    (hello) => hello.cipherHash,
  ),
  ofPairs("extlist_bin", "bin", "Numbers of the extensions", (hello) => hello.extensions, asIs),
  ofPairs("eclist_bin", "bin", "Groups", (hello) => hello.groups, asIs),
  ofHello(
    "ecformats_bin",
    "bin",
    "Point formats of the client's hello.",
    (hello) => hello.pointFormats || undefined,
  ),
  ofPairs("sigalgs_bin", "bin", "Signature algorithms", (hello) => hello.signatureAlgorithms, asIs),
  ofPairs("supported_versions_bin", "bin", "Versions of TLS", (hello) => hello.versions, asIs),
  ofHello(
    "protocol_hello_id",
    "int",
    "Version that the client's hello asks for: 771 for TLS 1.2 and later.",
    (hello) => hello.version,
  ),
];

/** Without room for the lists as well. */
export const tlsRandomFetches: readonly FetchRow[] = [
  wanting(
    simpleFetch(
      "ssl_fc_client_random",
      "bin",
      Where.client,
      MANUAL,
      "Random of the client's hello.",
      ({ session }) => session.clientRandom,
    ),
    (wants) => (wants.clientRandom = true),
  ),
];
