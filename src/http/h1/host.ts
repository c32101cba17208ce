/**
 * The request target against the Host field (RFC 9112 3.2): one Host, required from HTTP/1.1 on,
 * and the same host as an absolute or CONNECT target names. A default port may be left out on
 * either side and is dropped from both, as HAProxy does.
 */
import { SLOT_SIZE, VALUE_START } from "../fields.ts";
import { HOST } from "../header-name.ts";
import { HAS_HOST, type HttpMessage } from "../message.ts";
import { METHOD_CONNECT } from "../method.ts";
import { hostOfAuthority, schemeLength, withoutDefaultPort } from "../uri.ts";
import { refuse } from "./head-error.ts";
import { note } from "./lenient.ts";

const SLASH = 47;
const ASTERISK = 42;
const HTTP_PORTS: readonly string[] = ["80"];
const HTTPS_PORTS: readonly string[] = ["443"];
const CONNECT_PORTS: readonly string[] = ["80", "443"];

/** Takes a Host line; a second one is refused. */
export function noteHost(message: HttpMessage, index: number): number {
  if (message.isResponse) return 0;
  if ((message.flags & HAS_HOST) !== 0) {
    return refuse(
      message,
      400,
      message.fields.slots[index * SLOT_SIZE + VALUE_START]!,
      "several Host fields",
    );
  }
  message.flags |= HAS_HOST;
  return 0;
}

/** Checks the target of a scanned request head and, where it names a host, Host against it. */
export function checkTarget(message: HttpMessage): number {
  if ((message.flags & HAS_HOST) === 0 && message.minorVersion > 0) {
    return refuse(message, 400, message.targetStart, "missing Host field");
  }
  const first = message.fields.buffer[message.targetStart]!;
  if (message.method === METHOD_CONNECT) return checkConnect(message);
  return first === SLASH || first === ASTERISK ? 0 : checkAbsolute(message);
}

function checkConnect(message: HttpMessage): number {
  const authority = message.targetText();
  if (!/^[^/?]+:[0-9]+$/.test(authority)) {
    if (message.lenient && !authority.startsWith("/")) {
      note(message, message.targetStart, "CONNECT needs host:port");
      return 0;
    }
    return refuse(message, 400, message.targetStart, "CONNECT needs host:port");
  }
  return matchHost(message, hostOfAuthority(authority), CONNECT_PORTS);
}

function checkAbsolute(message: HttpMessage): number {
  const target = message.targetText();
  const authorityStart = schemeLength(target);
  if (authorityStart === 0)
    return refuse(message, 400, message.targetStart, "target is no path and no URI");
  const slash = target.indexOf("/", authorityStart);
  const authority = target.slice(authorityStart, slash < 0 ? target.length : slash);
  const scheme = target.slice(0, authorityStart).toLowerCase();
  const ports = scheme === "http://" ? HTTP_PORTS : scheme === "https://" ? HTTPS_PORTS : [];
  const host = hostOfAuthority(authority);
  const matched = matchHost(message, host, ports);
  const bare = withoutDefaultPort(authority, ports);
  if (matched === 0 && bare !== authority) {
    message.correctTarget(
      target.slice(0, authorityStart) + bare + target.slice(authorityStart + authority.length),
    );
  }
  return matched;
}

/** Compares the target's host with Host, both without a default port; drops that port from Host. */
function matchHost(message: HttpMessage, host: string, defaultPorts: readonly string[]): number {
  const { fields } = message;
  const index = fields.find(HOST, -1);
  if (index < 0 || host === "") return 0;
  const given = fields.valueText(index);
  const bareHost = withoutDefaultPort(host, defaultPorts);
  const bareGiven = withoutDefaultPort(given, defaultPorts);
  if (bareHost.toLowerCase() !== bareGiven.toLowerCase()) {
    const at = fields.slots[index * SLOT_SIZE + VALUE_START]!;
    const reason = "Host differs from the target";
    if (!message.lenient) return refuse(message, 400, at, reason);
    note(message, at, reason);
    return 0;
  }
  if (bareHost !== host && bareGiven !== given) fields.setValueAt(index, bareGiven);
  return 0;
}
