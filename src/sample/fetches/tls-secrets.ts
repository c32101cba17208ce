/**
 * Fetches of what deciphers a recorded TLS connection (manual 7.3.4; 3.2, tune.ssl.keylog): the
 * secrets of both sides by their labels in a key log, and what a handshake with a server told.
 */
import type { TlsInfo } from "../../runtime/tls.ts";
import type { TlsCapability } from "../compile-scope.ts";
import { simpleFetch } from "../rows.ts";
import type { TlsWants } from "../tls/wants.ts";
import type { Txn } from "../txn.ts";
import type { FetchRow, SampleType, SampleValue } from "../types.ts";
import { Where } from "../types.ts";

const MANUAL = "7.3.4";

interface Side {
  readonly prefix: "ssl_fc" | "ssl_bc";
  readonly where: number;
  readonly noun: string;
  readonly tls: (txn: Txn) => TlsInfo | null;
}

const client: Side = {
  prefix: "ssl_fc",
  where: Where.client,
  noun: "the client",
  tls: ({ session }) => session.tls,
};
const server: Side = {
  prefix: "ssl_bc",
  where: Where.connected,
  noun: "the server",
  tls: ({ exchange }) => exchange?.server?.tls ?? null,
};

type Read = (tls: TlsInfo) => SampleValue | undefined;

/** A row that needs a capability; its use is noted. */
function row(
  side: Side,
  name: string,
  type: SampleType,
  needs: TlsCapability,
  summary: string,
  read: (wants: TlsWants) => Read,
): FetchRow {
  const plain = simpleFetch(`${side.prefix}_${name}`, type, side.where, MANUAL, summary, () => {
    return undefined;
  });
  return {
    ...plain,
    compile: (_args, { process, diagnostics, tlsWants }, at) => {
      const lack = process.lack(needs);
      if (lack !== null) {
        diagnostics.error(at, `fetch method '${plain.name}' is not possible here: ${lack}`);
        return undefined;
      }
      const readFrom = read(tlsWants);
      const evaluate = (txn: Txn): SampleValue | undefined => {
        const tls = side.tls(txn);
        return tls === null ? undefined : readFrom(tls);
      };
      return { type, eval: evaluate };
    },
  };
}

/** The secrets, as the labels of a key log name them. */
const SECRETS = [
  "client_early_traffic_secret",
  "client_handshake_traffic_secret",
  "server_handshake_traffic_secret",
  "client_traffic_secret_0",
  "server_traffic_secret_0",
  "exporter_secret",
  "early_exporter_secret",
] as const;

function secrets(side: Side): readonly FetchRow[] {
  return SECRETS.map((name) => {
    const label = name.toUpperCase();
    const summary = `${label} of the TLS 1.3 connection with ${side.noun}, in hexadecimal.`;
    const none: Read = () => undefined;
    const read: Read = ({ keyLog }) => keyLog?.secretHex(label);
    return row(side, name, "str", "tlsKeyLog", summary, (wants) =>
      wants.keepsSecrets ? read : none,
    );
  });
}

function latin1(bytes: Uint8Array | null | undefined): string | undefined {
  return bytes === null || bytes === undefined ? undefined : String.fromCharCode(...bytes);
}

/** HAProxy shows the names of TLS's registry, those of SECG's curves in capitals. */
export function curveName(group: string): string {
  if (group === "prime256v1") return "SECP256R1";
  return group.startsWith("secp") ? group.toUpperCase() : group;
}

export const tlsSecretFetches: readonly FetchRow[] = [
  ...secrets(client),
  ...secrets(server),
  row(
    server,
    "client_random",
    "bin",
    "tlsKeyLog",
    "Random that was sent to the server.",
    (wants) => {
      wants.serverSideRandom = true;
      return ({ keyLog }) => latin1(keyLog?.clientRandom);
    },
  ),
  row(
    server,
    "curve",
    "str",
    "tlsGroup",
    "Name of the group of the key agreement with the server.",
    () =>
      ({ group }) =>
        group === null ? undefined : curveName(group),
  ),
];
