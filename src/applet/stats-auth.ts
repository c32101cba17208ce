/** Basic authentication of the statistics page (RFC 7617; `stats auth`, `stats realm`). */
import { decodeBase64 } from "../sample/base64.ts";

/** Compares in a time that depends on the lengths only. */
function sameText(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at++)
    difference |= a.charCodeAt(at) ^ b.charCodeAt(at % (b.length || 1));
  return difference === 0;
}

/** Whether the Authorization field names one of the users with his password. */
export function isAuthorized(
  authorization: string | undefined,
  users: readonly { readonly user: string; readonly password: string }[],
): boolean {
  const match = /^basic +(\S+) *$/i.exec(authorization ?? "");
  const credentials = match === null ? undefined : decodeBase64(match[1]!);
  if (credentials === undefined) return false;
  return users.some(({ user, password }) => sameText(credentials, `${user}:${password}`));
}

/** Body of the 401 answer. */
export const UNAUTHORIZED_BODY: string =
  "<html><body><h1>401 Unauthorized</h1>\n" +
  "You need a valid user and password to access this content.\n</body></html>\n";

/** The challenge of a realm. */
export const challenge = (realm: string): string =>
  `Basic realm="${realm.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
