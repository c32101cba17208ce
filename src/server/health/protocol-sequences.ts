/** The checks `option redis-check`, `pgsql-check`, `ldap-check` and `ssl-hello-chk` (manual 4.2). */
import { Status } from "../check-status.ts";
import { readLdapAnswer } from "./ldap-answer.ts";
import { firstLine, protocolSequence, reading, sending } from "./protocol-steps.ts";
import type { Mismatch, Sequence } from "./sequence.ts";

/** A PING as an array of one bulk string (Redis protocol, RESP2), answered by +PONG. */
export function redisSequence(): Sequence {
  const pong = (text: string, isEnded: boolean): true | undefined | Mismatch => {
    if (text.includes("+PONG\r\n")) return true;
    return isEnded ? { status: Status.l7Status, info: firstLine(text) } : undefined;
  };
  const ask = sending(() => "*1\r\n$4\r\nPING\r\n");
  return protocolSequence([ask, reading(2, pong, Status.l7Status)], "Redis server is ok");
}

/** An error: its mark and its length, then 'S' and its severity. */
const PGSQL_ERROR = /^E[^]{4}/;
/** A request to authenticate in one of the ways there are, and that none is needed. */
const PGSQL_AUTHENTICATION = /^R\0\0\0[^]\0\0\0[\0\x02-\x07\x09\x0a]/;
const PGSQL_ANSWER_BYTES = 9;

/**
 * A startup message of protocol 3.0 for that user (PostgreSQL, message formats); any request to
 * authenticate is fine, an error is told by its severity.
 */
export function pgsqlSequence(user: string): Sequence {
  const body = `\0\x03\0\0user\0${user}\0\0`;
  const size = body.length + 4;
  const length = String.fromCharCode(0, 0, size >> 8, size & 0xff);
  const answer = (text: string, isEnded: boolean): true | undefined | Mismatch => {
    if (PGSQL_ERROR.test(text)) return { status: Status.l7Response, info: text.slice(6) };
    if (PGSQL_AUTHENTICATION.test(text)) return true;
    const isShort = text.startsWith("E") || (text.length < PGSQL_ANSWER_BYTES && !isEnded);
    if (isShort) return undefined;
    return { status: Status.l7Status, info: "PostgreSQL unknown error" };
  };
  const steps = [sending(() => length + body), reading(3, answer, Status.l7Response)];
  return protocolSequence(steps, "PostgreSQL server is ok");
}

/** An anonymous bind of LDAP version 3 (RFC 4511 section 4.2). */
export function ldapSequence(): Sequence {
  const bind = "\x30\x0c\x02\x01\x01\x60\x07\x02\x01\x03\x04\x00\x80\x00";
  const read = reading(2, (text) => readLdapAnswer(text), Status.l7Response);
  return protocolSequence([sending(() => bind), read], "");
}

const CIPHER_SUITES: readonly (readonly [number, number])[] = [
  [0x01, 0x1b],
  [0x2f, 0x3a],
];

/** A ClientHello of SSL 3.0 (RFC 6101 section 5.6.1.2); an alert is an answer of TLS as well. */
export function sslHelloSequence(nowSec: () => number): Sequence {
  let suites = "";
  for (const [from, to] of CIPHER_SUITES)
    for (let suite = from; suite <= to; suite++) suites += String.fromCharCode(0, suite);
  const random = "HAPROXYSSLCHK\nHAPROXYSSLCHK\n";
  const hello = (): string => {
    const time = nowSec();
    const clock = [24, 16, 8, 0].map((shift) => String.fromCharCode((time >>> shift) & 0xff));
    const body = `\x03\0${clock.join("")}${random}\0\0${String.fromCharCode(suites.length)}${suites}\x01\0`;
    const message = `\x01\0\0${String.fromCharCode(body.length)}${body}`;
    return `\x16\x03\0\0${String.fromCharCode(message.length)}${message}`;
  };
  const answer = (text: string, isEnded: boolean): true | undefined | Mismatch => {
    if (text.length < 5 && !isEnded) return undefined;
    const isTls = text.startsWith("\x15") || text.startsWith("\x16");
    return isTls ? true : { status: Status.l6Response, info: "" };
  };
  const read = reading(2, answer, Status.l6Response);
  const steps = [
    sending(hello),
    { ...read, okStatus: Status.l6Ok, timeoutStatus: Status.l6Timeout },
  ];
  return protocolSequence(steps, "");
}
