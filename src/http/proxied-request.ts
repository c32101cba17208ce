/**
 * Requests to a proxy (manual 4.2 `option http-use-proxy-header`): what clients send in another field
 * when they take who answers for a proxy.
 */
import { AUTHORIZATION, type HeaderName, headerName } from "./header-name.ts";
import type { HttpMessage } from "./message.ts";

const PROXY_AUTHORIZATION: HeaderName = headerName("proxy-authorization");

/** The target is neither a path nor `*`. */
export function isProxied(request: HttpMessage): boolean {
  const target = request.targetText();
  return !target.startsWith("/") && !target.startsWith("*");
}

/** The field that has the credentials of a request, where proxied ones are told apart or not. */
export function authorizationField(request: HttpMessage, tellsProxied: boolean): HeaderName {
  return tellsProxied && isProxied(request) ? PROXY_AUTHORIZATION : AUTHORIZATION;
}
