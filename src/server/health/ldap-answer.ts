/** The answer to an LDAP bind (RFC 4511 section 4.2.2), as far as a check looks at it. */
import { Status } from "../check-status.ts";
import type { Mismatch } from "./sequence.ts";

const LEAST_BYTES = 14;
const SEQUENCE = 0x30;
const BIND_RESPONSE = "\x61";
/** The tag and the length of the result code. */
const RESULT = "\x0a\x01";
/** The message's number is what the request said. */
const MESSAGE_ID = "\x02\x01\x01";
const LONG_FORM = 0x80;
/** No message of an LDAP server needs more, and none has the indefinite form (section 5.1). */
const LENGTH_BYTES_MAX = 4;

const foreign: Mismatch = { status: Status.l7Response, info: "Not LDAPv3 protocol" };
const RESULT_CODES = "See RFC: http://tools.ietf.org/html/rfc4511#section-4.1.9";

/** True when the bind succeeded, undefined while the answer is too short. */
export function readLdapAnswer(text: string): true | undefined | Mismatch {
  if (text.length < LEAST_BYTES) return undefined;
  if (text.charCodeAt(0) !== SEQUENCE) return foreign;
  const id = contentAt(text, 0);
  if (text.length < id) return undefined;
  if (!isDefinite(text)) return foreign;
  if (text.length < id + MESSAGE_ID.length + 1) return undefined;
  if (!text.startsWith(MESSAGE_ID + BIND_RESPONSE, id)) return foreign;
  const result = contentAt(text, id + MESSAGE_ID.length);
  const codeAt = result + RESULT.length;
  if (text.length <= codeAt) return undefined;
  if (!text.startsWith(RESULT, result)) return foreign;
  const code = text.charCodeAt(codeAt);
  return code === 0 ? true : { status: Status.l7Status, info: RESULT_CODES, code };
}

/** The length of the message is given as BER for LDAP has it. */
function isDefinite(text: string): boolean {
  const first = text.charCodeAt(1);
  return first !== LONG_FORM && first <= LONG_FORM + LENGTH_BYTES_MAX;
}

/** Where the content of an element begins: behind its tag and its length, short or long. */
function contentAt(text: string, start: number): number {
  const length = text.charCodeAt(start + 1);
  return start + 2 + (length > LONG_FORM ? length & 0x7f : 0);
}
