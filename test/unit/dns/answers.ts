/** Answers as a name server writes them. */
import { encodeName } from "../../../src/dns/name.ts";
import { ipToBytes } from "../../../src/core/ip-bytes.ts";
import { parseIp } from "../../../src/core/ip.ts";
import { RecordType } from "../../../src/dns/message.ts";

export interface AnswerFacts {
  readonly id: number;
  readonly name: string;
  readonly type: number;
  /** Default: an answer without error. */
  readonly flags?: number;
  readonly cname?: readonly (readonly [from: string, to: string])[];
  /** Whose records follow; default the name that was asked. */
  readonly owner?: string;
  readonly a?: readonly string[];
  /** Record data as it stands on the wire. */
  readonly data?: readonly string[];
  /** Addresses beside the answer, as "name address". */
  readonly additional?: readonly string[];
}

export const raw = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
const word = (value: number): string => String.fromCharCode(value >> 8, value & 255);

export function answer(facts: AnswerFacts): Uint8Array {
  const { id, name, type, flags = 0x8180, cname = [], owner = name, a = [], data = [] } = facts;
  const { additional = [] } = facts;
  const record = (from: string, kind: number, content: string): string =>
    `${encodeName(from)!}${word(kind)}${word(1)}\0\0\0\x05${word(content.length)}${content}`;
  const records = [
    ...cname.map(([from, to]) => record(from, RecordType.cname, encodeName(to)!)),
    ...a.map((ip) => record(owner, type, ipToBytes(parseIp(ip)!))),
    ...data.map((content) => record(owner, type, content)),
  ];
  const beside = additional.map((text) => {
    const [owning = "", address = ""] = text.split(" ");
    const kind = address.includes(":") ? RecordType.aaaa : RecordType.a;
    return record(owning, kind, ipToBytes(parseIp(address)!));
  });
  const counts = word(1) + word(records.length) + word(0) + word(beside.length);
  const sections = [...records, ...beside].join("");
  return raw(
    `${word(id)}${word(flags)}${counts}${encodeName(name)!}${word(type)}${word(1)}${sections}`,
  );
}
