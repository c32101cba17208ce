/** DNS messages (RFC 1035, RFC 3596, RFC 2782): the one question that is sent, the answers read. */
import { ipFromBytes } from "../core/ip-bytes.ts";
import type { IpAddress } from "../core/ip.ts";
import { readName } from "./name.ts";

export const RecordType = { a: 1, cname: 5, aaaa: 28, srv: 33 } as const;
export type RecordType = (typeof RecordType)[keyof typeof RecordType];

export const Rcode = { noError: 0, formatError: 1, nxDomain: 3, refused: 5 } as const;

const HEADER_BYTES = 12;
const CLASS_IN = 1;
const OPT = 41;
const TRUNCATED = 0x0200;
const RESPONSE = 0x8000;
/** An answer with more records than this is not one that a name server means. */
const MOST_RECORDS = 512;

/** Where a service runs, as an SRV record tells. */
export interface SrvData {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  /** On the wire, in lower case. */
  readonly target: string;
}

/** A record of the answer section; `data` is null for types that nobody reads. */
export interface DnsRecord {
  readonly name: string;
  readonly type: number;
  readonly ttlSec: number;
  /** An address, where a service runs, or the name that a CNAME stands for. */
  readonly data: IpAddress | SrvData | string | null;
}

export interface DnsAnswer {
  readonly id: number;
  readonly rcode: number;
  readonly isTruncated: boolean;
  /** What was asked, as the answer repeats it. */
  readonly name: string;
  readonly type: number;
  readonly records: readonly DnsRecord[];
  /** What the name server told beside the answer; nothing when that cannot be read. */
  readonly additional: readonly DnsRecord[];
}

interface Section {
  readonly records: readonly DnsRecord[];
  /** Where the next one begins. */
  readonly end: number;
}

const word = (value: number): string => String.fromCharCode((value >> 8) & 255, value & 255);

/**
 * A question for one type of a name, as latin1 text. `payloadBytes` is the largest answer taken
 * over UDP, told by EDNS (RFC 6891).
 */
export function question(id: number, name: string, type: RecordType, payloadBytes: number): string {
  const recursionDesired = word(0x0100);
  const header = word(id) + recursionDesired + word(1) + word(0) + word(0) + word(1);
  const edns = `\0${word(OPT)}${word(payloadBytes)}\0\0\0\0\0\0`;
  return header + name + word(type) + word(CLASS_IN) + edns;
}

/** Reads an answer; undefined when it is malformed or no answer to one question. */
export function readAnswer(message: Uint8Array): DnsAnswer | undefined {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  if (message.length < HEADER_BYTES) return undefined;
  const flags = view.getUint16(2);
  const asked = readName(message, HEADER_BYTES);
  if ((flags & RESPONSE) === 0 || view.getUint16(4) !== 1 || asked === undefined) return undefined;
  if (asked.end + 4 > message.length) return undefined;
  const isTruncated = (flags & TRUNCATED) !== 0;
  const first = asked.end + 4;
  const answers = readRecords(view, message, first, isTruncated ? 0 : view.getUint16(6));
  if (answers === undefined) return undefined;
  return {
    id: view.getUint16(0),
    rcode: flags & 15,
    isTruncated,
    name: asked.name,
    type: view.getUint16(asked.end),
    records: answers.records,
    additional: isTruncated ? [] : readAdditional(view, message, answers.end),
  };
}

/** The records behind those of the authority section. */
function readAdditional(view: DataView, message: Uint8Array, start: number): readonly DnsRecord[] {
  const authority = readRecords(view, message, start, view.getUint16(8));
  if (authority === undefined) return [];
  return readRecords(view, message, authority.end, view.getUint16(10))?.records ?? [];
}

function readRecords(
  view: DataView,
  message: Uint8Array,
  start: number,
  count: number,
): Section | undefined {
  if (count > MOST_RECORDS) return undefined;
  const records: DnsRecord[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    const owner = readName(message, at);
    if (owner === undefined || owner.end + 10 > message.length) return undefined;
    const type = view.getUint16(owner.end);
    const ttlSec = view.getUint32(owner.end + 4);
    const begin = owner.end + 10;
    const end = begin + view.getUint16(owner.end + 8);
    if (end > message.length) return undefined;
    const data = readData(view, message, type, begin, end);
    if (data === undefined) return undefined;
    records.push({ name: owner.name, type, ttlSec, data });
    at = end;
  }
  return { records, end: at };
}

function readData(
  view: DataView,
  message: Uint8Array,
  type: number,
  start: number,
  end: number,
): DnsRecord["data"] | undefined {
  switch (type) {
    case RecordType.a:
      return end - start === 4 ? addressAt(message, start, end) : undefined;
    case RecordType.aaaa:
      return end - start === 16 ? addressAt(message, start, end) : undefined;
    case RecordType.cname:
      return readName(message, start)?.name;
    case RecordType.srv: {
      const target = end - start < 7 ? undefined : readName(message, start + 6)?.name;
      if (target === undefined) return undefined;
      const [priority, weight, port] = [0, 2, 4].map((at) => view.getUint16(start + at));
      return { priority: priority!, weight: weight!, port: port!, target };
    }
    default:
      return null;
  }
}

function addressAt(message: Uint8Array, start: number, end: number): IpAddress | undefined {
  return ipFromBytes(String.fromCharCode(...message.subarray(start, end)));
}
