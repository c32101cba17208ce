/**
 * Messages of the Financial Information eXchange protocol: `tag=value` fields, each ended by SOH;
 * the version first, then the body's length and the message's type, a checksum last. Only the
 * first message of a text is read, and each answer costs one pass.
 */

const SOH = "\x01";

/** The least a message can be: version, length, type and checksum. */
const LEAST_LENGTH: number = "8=FIX.4.4|9=5|35=A|10=180|".length;

/** Beyond this a tag is no number of the protocol. */
const LARGEST_TAG = 0x7fffffff;

const VERSIONS: ReadonlySet<string> = new Set([
  "FIX.4.0",
  "FIX.4.1",
  "FIX.4.2",
  "FIX.4.3",
  "FIX.4.4",
  "FIXT.1.1",
]);

const TAGS: ReadonlyMap<string, number> = new Map([
  ["beginstring", 8],
  ["bodylength", 9],
  ["checksum", 10],
  ["msgtype", 35],
  ["sendercompid", 49],
  ["targetcompid", 56],
]);

const CHECKSUM_TAG = 10;

/** The first three tags of a message. */
const LEADING_TAGS: readonly number[] = [8, 9, 35];

/** The number of a tag by its name, in any case, or by its digits; undefined for neither. */
export function fixTag(text: string): number | undefined {
  const named = TAGS.get(text.toLowerCase());
  if (named !== undefined) return named;
  return /^\d+$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}

interface Field {
  /** -1 when it is no number. */
  readonly tag: number;
  readonly value: string;
  /** Behind its SOH. */
  readonly end: number;
}

/** The field at a place; undefined while its end has not come. */
function fieldAt(text: string, at: number): Field | undefined {
  const equals = text.indexOf("=", at);
  const end = equals === -1 ? -1 : text.indexOf(SOH, equals);
  if (end === -1) return undefined;
  const name = text.slice(at, equals);
  const tag = /^\d+$/.test(name) ? Number(name) : -1;
  return { tag, value: text.slice(equals + 1, end), end: end + 1 };
}

/** The value of the first field with that tag, up to the checksum. */
export function fixValue(text: string, tag: number): string | undefined {
  for (let at = 0; ;) {
    const field = fieldAt(text, at);
    if (field === undefined || field.tag === -1) return undefined;
    if (field.tag === tag) return field.value;
    if (field.tag === CHECKSUM_TAG) return undefined;
    at = field.end;
  }
}

/** Is it a whole and right message; undefined while more of it may come. */
export function isFixMessage(text: string): boolean | undefined {
  if (text.length < LEAST_LENGTH) return undefined;
  let declaredLength = "";
  let bodyStart = 0;
  for (let at = 0, index = 0; ; index++) {
    const field = fieldAt(text, at);
    if (field === undefined) return undefined;
    if (field.tag < 1 || field.tag > LARGEST_TAG) return false;
    if (index < LEADING_TAGS.length && field.tag !== LEADING_TAGS[index]) return false;
    if (index === 0 && !VERSIONS.has(field.value)) return false;
    if (index === 1) {
      declaredLength = field.value;
      bodyStart = field.end;
    }
    if (field.tag === CHECKSUM_TAG) {
      return isNumber(declaredLength, at - bodyStart) && isNumber(field.value, sumOf(text, at));
    }
    at = field.end;
  }
}

function isNumber(text: string, expected: number): boolean {
  return /^\d+$/.test(text) && Number(text) === expected;
}

/** The bytes before the checksum's field, modulo 256. */
function sumOf(text: string, end: number): number {
  let sum = 0;
  for (let i = 0; i < end; i++) sum += text.charCodeAt(i);
  return sum & 255;
}
