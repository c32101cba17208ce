/** What an answer gives for the name that was asked: addresses, or services. */
import { IpAddress } from "../core/ip.ts";
import { type DnsAnswer, type DnsRecord, RecordType, type SrvData } from "./message.ts";

/** What is wrong with an answer that gives none; the names are those of `show resolvers`. */
export type AnswerFault = "cname_error" | "any_err";

/** The addresses in order, or what is wrong. CNAME records are followed in the order they stand. */
export function addressesOf(answer: DnsAnswer): readonly IpAddress[] | AnswerFault {
  return recordsOf(answer, (data) => (data instanceof IpAddress ? data : null));
}

/** A service, and the address of its target where the name server told that as well. */
export interface Service extends SrvData {
  readonly address: IpAddress | null;
}

/** The services that SRV records list, with addresses of `families`, in order, or what is wrong. */
export function servicesOf(
  answer: DnsAnswer,
  families: readonly IpAddress["family"][],
): readonly Service[] | AnswerFault {
  return recordsOf(answer, (data) =>
    data === null || typeof data === "string" || data instanceof IpAddress
      ? null
      : { ...data, address: addressBeside(answer, data.target, families) },
  );
}

/** The first address of these families that the additional section has of a name; null for none. */
function addressBeside(
  { additional }: DnsAnswer,
  name: string,
  families: readonly IpAddress["family"][],
): IpAddress | null {
  for (const { name: owner, data } of additional) {
    if (owner === name && data instanceof IpAddress && families.includes(data.family)) return data;
  }
  return null;
}

function recordsOf<Data>(
  answer: DnsAnswer,
  read: (data: DnsRecord["data"]) => Data | null,
): readonly Data[] | AnswerFault {
  let name = answer.name;
  const found: Data[] = [];
  for (const record of answer.records) {
    if (record.type === RecordType.cname) {
      if (record.name !== name || typeof record.data !== "string") return "cname_error";
      name = record.data;
    } else if (record.type === answer.type && record.name === name) {
      const data = read(record.data);
      if (data !== null) found.push(data);
    }
  }
  return found.length === 0 ? "any_err" : found;
}
