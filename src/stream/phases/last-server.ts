/**
 * Requests of one client's connection that go to one server (manual 4.2 `option prefer-last-server`,
 * `max-keep-alive-queue`): to one with which the client's connection still has a connection of its
 * own. A server that asked for NTLM or Negotiate credentials is followed in any case, since they
 * belong to the connection.
 */
import { H1Back } from "../../mux/h1/back.ts";
import { allValues } from "../../http/field-values.ts";
import { headerName } from "../../http/header-name.ts";
import type { HttpMessage } from "../../http/message.ts";
import type { Server } from "../../server/server.ts";
import type { SessionConnections } from "../session-connections.ts";
import type { Stream } from "../stream.ts";

const WWW_AUTHENTICATE = headerName("www-authenticate");
const PROXY_AUTHENTICATE = headerName("proxy-authenticate");

/** Schemes whose credentials belong to the connection (RFC 4559), by the letters HAProxy reads. */
const CONNECTION_SCHEME = /^(?:nego|ntlm)/i;

/** The server to go on with, or null where balancing decides. */
export function lastServer(stream: Stream, kept: SessionConnections): Server | null {
  const { farm, parts } = stream.backend!;
  if (!kept.followsServer && !parts.preferLastServer) return null;
  const queue = kept.followsServer ? -1 : parts.maxKeepAliveQueue;
  return kept.serverThat(
    (server) =>
      server !== stream.special.avoided &&
      farm.servers.includes(server) &&
      server.isUsable() &&
      (queue < 0 || server.hasFreeSlot() || server.queued() < queue),
  );
}

/** A 401 or 407 may bind its client to the connection that it came on. */
export function followAuthentication(stream: Stream, response: HttpMessage): void {
  const { kept, serverMux: mux } = stream;
  if (kept === null || !(mux instanceof H1Back)) return;
  const name = response.status === 401 ? WWW_AUTHENTICATE : PROXY_AUTHENTICATE;
  const offered = allValues(response.fields, name);
  if (!offered.some((challenge) => CONNECTION_SCHEME.test(challenge))) return;
  kept.followsServer = true;
  mux.belongTo(kept);
}
