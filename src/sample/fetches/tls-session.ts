/**
 * Fetches of the TLS sessions on both sides (manual 7.3.4): the client's connection (ssl_fc_*) and
 * the server's (ssl_bc_*), with what follows from the cipher's name and the session's bytes.
 */
import type { Word } from "../../config/words/word.ts";
import type { TlsInfo } from "../../runtime/tls.ts";
import type { CompileScope } from "../compile-scope.ts";
import { algorithmBits, secretBits } from "../tls/cipher-bits.ts";
import { readTlsSession } from "../tls/session.ts";
import { simpleFetch } from "../rows.ts";
import type { Txn } from "../txn.ts";
import type { FetchRow, SampleType, SampleValue } from "../types.ts";
import { Where } from "../types.ts";

const MANUAL = "7.3.4";

/** One of the two connections. */
interface Side {
  readonly prefix: "ssl_fc" | "ssl_bc";
  readonly where: number;
  readonly tls: (txn: Txn) => TlsInfo | null;
}

const client: Side = {
  prefix: "ssl_fc",
  where: Where.client,
  tls: ({ session }) => session.tls,
};
const server: Side = {
  prefix: "ssl_bc",
  where: Where.connected,
  tls: ({ exchange }) => exchange?.server?.tls ?? null,
};

type Read = (tls: TlsInfo) => SampleValue | undefined;

function row(side: Side, name: string, type: SampleType, summary: string, read: Read): FetchRow {
  return simpleFetch(`${side.prefix}_${name}`, type, side.where, MANUAL, summary, (txn) => {
    const tls = side.tls(txn);
    return tls === null ? undefined : read(tls);
  });
}

/** A row that needs what not every runtime tells. */
function sessionRow(side: Side, name: string, summary: string, read: Read): FetchRow {
  const plain = row(side, name, "bin", summary, read);
  return {
    ...plain,
    compile: (args, scope, at) =>
      tellsSession(plain.name, scope, at) ? plain.compile(args, scope, at) : undefined,
  };
}

/** False after reporting that the runtime keeps sessions to itself. */
function tellsSession(name: string, scope: CompileScope, at: Word): boolean {
  const lack = scope.process.tlsSessionLack;
  if (lack === null) return true;
  scope.diagnostics.error(at, `fetch method '${name}' is not possible here: ${lack}`);
  return false;
}

function latin1(bytes: Uint8Array | null): string | undefined {
  return bytes === null ? undefined : String.fromCharCode(...bytes);
}

function family(side: Side): readonly FetchRow[] {
  return [
    row(side, "alg_keysize", "int", "Bits of the cipher's key.", ({ cipher }) =>
      algorithmBits(cipher),
    ),
    row(side, "use_keysize", "int", "Bits of the cipher's key that count.", ({ cipher }) =>
      secretBits(cipher),
    ),
    row(
      side,
      "npn",
      "str",
      "Protocol that NPN agreed on; no library speaks NPN any more.",
      () => undefined,
    ),
    row(
      side,
      "err_str",
      "str",
      "Last TLS error of the connection in words; none while it lives.",
      () => undefined,
    ),
    sessionRow(
      side,
      "session_id",
      "Number of the session.",
      ({ sessionDer }) => readTlsSession(sessionDer)?.id,
    ),
    sessionRow(
      side,
      "session_key",
      "Master secret of the session.",
      ({ sessionDer }) => readTlsSession(sessionDer)?.masterSecret,
    ),
    sessionRow(side, "unique_id", "First Finished message of the handshake (RFC 5929).", (tls) =>
      latin1(tls.firstFinished),
    ),
  ];
}

/** No runtime takes early data, so none was ever received. */
const noEarlyData: readonly FetchRow[] = ["has_early", "early_rcvd"].map((name) =>
  row(client, name, "bool", "True if early data was received.", () => false),
);

export const tlsSessionFetches: readonly FetchRow[] = [
  ...family(client),
  ...noEarlyData,
  simpleFetch(
    "ssl_bc",
    "bool",
    Where.connected,
    MANUAL,
    "True if the server is spoken to over TLS.",
    (txn) => server.tls(txn) !== null,
  ),
  row(server, "protocol", "str", "Version of TLS.", (tls) => tls.version),
  row(server, "cipher", "str", "Name of the cipher.", (tls) => tls.cipher),
  row(server, "alpn", "str", "Protocol that ALPN agreed on.", (tls) => tls.alpn || undefined),
  row(server, "is_resumed", "bool", "True if the session was resumed.", (tls) => tls.resumed),
  row(server, "err", "int", "Last TLS error of the connection, 0 for none.", () => 0),
  row(
    server,
    "sni",
    "str",
    "Server name sent to the server.",
    (tls) => tls.serverName || undefined,
  ),
  ...family(server),
];
