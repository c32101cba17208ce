/**
 * `PRI`, the method of HTTP/2's connection preface (RFC 9113 section 3.4): who speaks HTTP/1 never
 * asks for it, and a server that understood it would read on in another protocol. It is refused as
 * no request at all, and not held against the client (`http_err_cnt`), as in HAProxy.
 */
import type { HttpMessage } from "../../http/message.ts";
import { METHOD_OTHER } from "../../http/method.ts";
import { Slot } from "../../stats/slots.ts";
import { replyError } from "../reply-sender.ts";
import type { Stream } from "../stream.ts";
import { terminate } from "../termination.ts";

export function isPreface(request: HttpMessage): boolean {
  return request.method === METHOD_OTHER && /^pri$/i.test(request.methodText());
}

/** True if the request is the preface and is answered. */
export function refusePreface(stream: Stream): boolean {
  if (!isPreface(stream.request!)) return false;
  terminate(stream, "P", "R");
  stream.ownSpecial.faultSettled = true;
  stream.frontend.counters.add(Slot.ereq, 1);
  stream.requestMs = -1;
  stream.request = null;
  replyError(stream, 400);
  return true;
}
