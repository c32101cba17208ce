/** The table of sample fetches (manual 7.3.2 to 7.3.6), one file a layer. */
import { aclFetch } from "./fetches/acl.ts";
import { authFetches } from "./fetches/auth.ts";
import { bodyFetches } from "./fetches/bodies.ts";
import { certificateFetches } from "./fetches/certificates.ts";
import { clientHelloFetches } from "./fetches/client-hello.ts";
import { clientFetches } from "./fetches/client.ts";
import { connectionFetches } from "./fetches/connections.ts";
import { constantFetches } from "./fetches/constants.ts";
import { contentFetches } from "./fetches/content.ts";
import { cookieFetches } from "./fetches/cookies.ts";
import { counterArrayFetches } from "./fetches/counter-arrays.ts";
import { counterFetches } from "./fetches/counters.ts";
import { headerFetches } from "./fetches/headers.ts";
import { parameterFetches } from "./fetches/parameters.ts";
import { processFetches } from "./fetches/process.ts";
import { protocolFetches } from "./fetches/protocols.ts";
import { proxyFetches } from "./fetches/proxies.ts";
import { proxyFieldFetches } from "./fetches/proxy-fields.ts";
import { requestLineFetches } from "./fetches/request-line.ts";
import { streamFetches } from "./fetches/streams.ts";
import { tcpInfoFetches } from "./fetches/tcp-info.ts";
import { timerFetches } from "./fetches/timers.ts";
import { tlsHelloFetches, tlsRandomFetches } from "./fetches/tls-hello.ts";
import { tlsSecretFetches } from "./fetches/tls-secrets.ts";
import { tlsSessionFetches } from "./fetches/tls-session.ts";
import { tlsFetches } from "./fetches/tls.ts";
import type { FetchRow } from "./types.ts";

/** Every sample fetch. */
export const fetchRows: readonly FetchRow[] = [
  ...constantFetches,
  ...processFetches,
  aclFetch,
  ...proxyFetches,
  ...clientFetches,
  ...connectionFetches,
  ...proxyFieldFetches,
  ...tcpInfoFetches,
  ...streamFetches,
  ...timerFetches,
  ...tlsFetches,
  ...tlsSessionFetches,
  ...tlsHelloFetches,
  ...tlsRandomFetches,
  ...tlsSecretFetches,
  ...certificateFetches,
  ...counterFetches,
  ...counterArrayFetches,
  ...contentFetches,
  ...clientHelloFetches,
  ...protocolFetches,
  ...requestLineFetches,
  ...headerFetches,
  ...cookieFetches,
  ...parameterFetches,
  ...bodyFetches,
  ...authFetches,
];

/** The rows by name and alias, as a compile scope wants them. */
export function fetchesByName(rows: readonly FetchRow[]): ReadonlyMap<string, FetchRow> {
  return new Map(
    rows.flatMap((row) => [row.name, ...(row.aliases ?? [])].map((name) => [name, row] as const)),
  );
}
