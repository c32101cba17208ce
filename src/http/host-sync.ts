/**
 * Host and the authority of the target name one host, also after a rule changed either: a new
 * absolute target brings its host along, a new Host goes into an absolute or CONNECT target, as
 * with HAProxy.
 */
import { HOST } from "./header-name.ts";
import type { HttpMessage } from "./message.ts";
import { hostOfAuthority } from "./uri.ts";

/** Replaces the whole target, and Host if the new target names one (`set-uri`, `replace-uri`). */
export function setUri(message: HttpMessage, uri: string): void {
  message.setTarget(uri);
  const authority = message.authority();
  if (authority === undefined) return;
  const host = hostOfAuthority(authority);
  const index = message.fields.find(HOST, -1);
  if (index < 0) message.fields.add(HOST, host);
  else message.fields.setValueAt(index, host);
}

/** To be called after a rule wrote a Host field: the target's authority, if it has one, follows. */
export function hostChanged(message: HttpMessage): void {
  const authority = message.authority();
  const host = message.fields.last(HOST);
  if (authority === undefined || host === undefined) return;
  const target = message.targetText();
  const scheme = target.indexOf("://");
  const start = target.indexOf(authority, scheme < 0 ? 0 : scheme + 3);
  message.setTarget(target.slice(0, start) + host + target.slice(start + authority.length));
}
