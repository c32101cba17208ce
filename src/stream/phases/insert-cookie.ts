/** `cookie … insert` (manual 4.2): tells the client its server, unless it knows. */
import type { CookieModel } from "../../config/model.ts";
import { responseCookie } from "../../http/cookie.ts";
import { CACHE_CONTROL, SET_COOKIE } from "../../http/header-name.ts";
import { METHOD_POST } from "../../http/method.ts";
import type { Stream } from "../stream.ts";
import { Step } from "./step.ts";

export function insertCookie(stream: Stream): Step {
  const cookie = stream.backend!.parts.cookie;
  const server = stream.server!;
  if (cookie === null || server.model.cookie === null) return Step.next;
  if (stream.cookieState === "V" && stream.assigned === server) return Step.next;
  if (cookie.postonly && stream.request!.method !== METHOD_POST) return Step.next;
  const { fields } = stream.response!;
  if (cookie.preserve && responseCookie(fields, cookie.name) !== undefined) {
    stream.cookieAction = "P";
    return Step.next;
  }
  fields.add(SET_COOKIE, cookieText(cookie, server.model.cookie));
  if (cookie.nocache) fields.add(CACHE_CONTROL, "private");
  stream.cookieAction = "I";
  return Step.next;
}

function cookieText(cookie: CookieModel, value: string): string {
  let text = `${cookie.name}=${value}; path=/`;
  if (cookie.domains.length > 0) text += `; domain=${cookie.domains.join("; domain=")}`;
  if (cookie.httponly) text += "; HttpOnly";
  if (cookie.secure) text += "; Secure";
  for (const attribute of cookie.attrs) text += `; ${attribute}`;
  return text;
}
