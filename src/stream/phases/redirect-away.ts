/**
 * Servers that clients are sent to instead of being proxied (manual 5.2 `redir`): GET and HEAD are
 * answered with a 302, everything else is served as usual.
 */
import { METHOD_GET, METHOD_HEAD } from "../../http/method.ts";
import { constantField, LENGTH, type Reply } from "../../rules/reply.ts";
import { replyFromServerLine } from "../reply-sender.ts";
import type { Stream } from "../stream.ts";

/** True when the stream's server redirects its clients, and the redirection is on its way. */
export function redirectsAway(stream: Stream): boolean {
  const { request } = stream;
  const prefix = stream.server!.model.redirectPrefix;
  if (prefix === null || request === null) return false;
  if (request.method !== METHOD_GET && request.method !== METHOD_HEAD) return false;
  const path = request.pathq();
  // Without a path there is nothing to send the client to: the request is served.
  if (path === undefined) return false;
  replyFromServerLine(stream, redirectionTo(prefix + path));
  return true;
}

function redirectionTo(location: string): Reply {
  const fields = [
    constantField("cache-control", "no-cache"),
    LENGTH,
    constantField("location", location),
  ];
  return { status: 302, reason: "Found", fields, body: () => "", close: true };
}
