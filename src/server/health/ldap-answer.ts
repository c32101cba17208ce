/** The answer to an LDAP bind (RFC 4511 section 4.2.2), as far as a check looks at it. */
import { Status } from "../check-status.ts";
import type { Mismatch } from "./sequence.ts";

const LEAST_BYTES = 14;
const SEQUENCE = 0x30;
const BIND_RESPONSE = 0x61;
const ENUMERATED = 0x0a;

const foreign: Mismatch = { status: Status.l7Response, info: "Not LDAPv3 protocol" };
const RESULT_CODES = "See RFC: http://tools.ietf.org/html/rfc4511#section-4.1.9";

/** True when the bind succeeded, undefined while the answer is too short. */
export function readLdapAnswer(text: string): true | undefined | Mismatch {
  if (text.length < LEAST_BYTES) return undefined;
  if (text.charCodeAt(0) !== SEQUENCE) return foreign;
  // The message's number is what the request said: 02 01 01.
  const id = contentAt(text, 0);
  if (text.slice(id, id + 3) !== "\x02\x01\x01") return foreign;
  const response = id + 3;
  if (text.charCodeAt(response) !== BIND_RESPONSE) return foreign;
  const result = contentAt(text, response);
  if (text.charCodeAt(result) !== ENUMERATED || text.charCodeAt(result + 1) !== 1) return foreign;
  const code = text.charCodeAt(result + 2);
  return code === 0 ? true : { status: Status.l7Status, info: RESULT_CODES, code };
}

/** Where the content of an element begins: behind its tag and its length, short or long. */
function contentAt(text: string, start: number): number {
  const length = text.charCodeAt(start + 1);
  return start + 2 + (length > 0x80 ? length & 0x7f : 0);
}
