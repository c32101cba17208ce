/**
 * `option checkcache` (manual 4.2): a response whose cookies a cache could give to other clients is
 * not passed on.
 */
import { Level } from "../../config/values/syslog.ts";
import { keepable } from "../../http/cacheable.ts";
import { SET_COOKIE } from "../../http/header-name.ts";
import type { Stream } from "../stream.ts";
import { Step } from "./step.ts";

const BAD_GATEWAY = 502;

/** The server set a cookie in what caches may keep whole. */
export function exposesCookies(stream: Stream): boolean {
  const { fields, status } = stream.response!;
  if (fields.find(SET_COOKIE, -1) < 0) return false;
  return keepable(stream.request!.method, status, fields) === "all";
}

/** Answers in its place, and alerts. */
export function blockCookies(stream: Stream): Step {
  const { parts } = stream.backend!;
  parts.cacheAlerts?.log(
    Level.alert,
    `Blocking cacheable cookie in response from instance ${parts.name}, server ${stream.server!.name}.`,
  );
  stream.deny(stream.errorReply(BAD_GATEWAY));
  return Step.done;
}
