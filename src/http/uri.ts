/**
 * The forms of a request target (RFC 9112 3.2): origin `/path?query`, absolute
 * `scheme://authority/path?query`, authority `host:port` (CONNECT) and asterisk `*`. Offsets into
 * the target's text; nothing is decoded or made canonical here.
 */

const ORIGIN_FORM = 1;
const ABSOLUTE_FORM = 2;
const AUTHORITY_FORM = 3;
const ASTERISK_FORM = 4;

/** Where the parts of a target lie; an absent part has start and end equal. */
export interface TargetParts {
  form: number;
  authorityStart: number;
  authorityEnd: number;
  /** The path, without the query; absent in authority and asterisk form. */
  pathStart: number;
  pathEnd: number;
  /** Past the question mark, or -1 when there is none. */
  queryStart: number;
}

/** Splits `target` into `parts`; never fails: what is no other form counts as authority form. */
export function splitTarget(target: string, parts: TargetParts): void {
  parts.authorityStart = 0;
  parts.authorityEnd = 0;
  parts.queryStart = -1;
  const first = target.charCodeAt(0);
  if (first === 47) {
    parts.form = ORIGIN_FORM;
    splitPath(target, 0, parts);
    return;
  }
  const end = target.length;
  parts.pathStart = end;
  parts.pathEnd = end;
  if (first === 42) {
    parts.form = ASTERISK_FORM;
    return;
  }
  const authorityStart = schemeLength(target);
  parts.form = authorityStart > 0 ? ABSOLUTE_FORM : AUTHORITY_FORM;
  parts.authorityStart = authorityStart;
  const slash = authorityStart > 0 ? target.indexOf("/", authorityStart) : -1;
  parts.authorityEnd = slash < 0 ? end : slash;
  if (slash >= 0) splitPath(target, slash, parts);
}

function splitPath(target: string, start: number, parts: TargetParts): void {
  const mark = target.indexOf("?", start);
  parts.pathStart = start;
  parts.pathEnd = mark < 0 ? target.length : mark;
  parts.queryStart = mark < 0 ? -1 : mark + 1;
}

/** Length of `scheme://` at the start of the target, 0 if there is no such thing (RFC 3986 3.1). */
export function schemeLength(target: string): number {
  const match = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.exec(target);
  return match === null ? 0 : match[0].length;
}

/** The authority without user information. */
export function hostOfAuthority(authority: string): string {
  return authority.slice(authority.lastIndexOf("@") + 1);
}

/**
 * `host` without its port if that port is empty or one of `defaultPorts` (a list such as
 * `["80"]`); otherwise `host` itself.
 */
export function withoutDefaultPort(host: string, defaultPorts: readonly string[]): string {
  const colon = host.lastIndexOf(":");
  if (colon < 0 || host.endsWith("]")) return host;
  const port = host.slice(colon + 1);
  return port === "" || defaultPorts.includes(port) ? host.slice(0, colon) : host;
}
