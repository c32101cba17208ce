/**
 * `option smtpchk` (manual 4.2): the greeting of a mail server, HELO or EHLO, and QUIT (RFC 5321
 * section 4.1.1). Each reply must begin with a 2; of several lines the first counts. As in HAProxy
 * the reply to HELO is waited for until the connection ends where it is not as it should be.
 */
import type { BufferFacts } from "../../sample/txn.ts";
import { Status } from "../check-status.ts";
import { firstLine, protocolSequence, reading, sending } from "./protocol-steps.ts";
import type { ExpectStep, Mismatch, Sequence } from "./sequence.ts";

/** A code and what ends it. */
const REPLY_BYTES = 4;
const GREETING = /^\d{3}[ \r]/;
const GOOD_GREETING = /^2\d\d[ \r]/;
const GOOD_REPLY = /^2\d\d[- \r]/;

/** The check with `hello` as its command, without its end: "HELO localhost". */
export function smtpSequence(hello: string): Sequence {
  const { l7Response, l7Status } = Status;
  const greeting = reading(2, readGreeting, l7Response);
  const answer = reading(5, (text, isEnded) => readReply(text, isEnded), l7Status);
  const farewell = reading(
    7,
    (text, isEnded) => readReply(text, isEnded || isReply(text)),
    l7Status,
  );
  const last: ExpectStep = {
    ...farewell,
    onSuccess: (txn) => infoOf(textOf(txn.responseBuffer)),
    statusCode: (txn) => codeOf(textOf(txn.responseBuffer)),
  };
  return protocolSequence(
    [greeting, sending(() => `${hello}\r\n`), answer, sending(() => "QUIT\r\n"), last],
    "",
  );
}

function isReply(text: string): boolean {
  return text.length >= REPLY_BYTES;
}

function readGreeting(text: string, isEnded: boolean): true | undefined | Mismatch {
  if (!isReply(text) && !isEnded) return undefined;
  if (!GREETING.test(text)) return { status: Status.l7Response, info: firstLine(text) };
  return GOOD_GREETING.test(text) ? true : wrongReply(text);
}

function readReply(text: string, isConclusive: boolean): true | undefined | Mismatch {
  if (GOOD_REPLY.test(text)) return true;
  return isConclusive ? wrongReply(text) : undefined;
}

function wrongReply(text: string): Mismatch {
  return { status: Status.l7Status, code: codeOf(text), info: infoOf(text) };
}

/** The number that the first three characters begin with, 0 for none. */
function codeOf(text: string): number {
  return text.length < 3 ? 0 : Number.parseInt(text.slice(0, 3), 10) || 0;
}

/** What follows the code in the first line. */
function infoOf(text: string): string {
  return firstLine(text.slice(REPLY_BYTES).replace(/^ +/, ""));
}

function textOf({ bytes, start, end }: BufferFacts): string {
  return bytes === null ? "" : bytes.latin1Slice(start, end);
}
