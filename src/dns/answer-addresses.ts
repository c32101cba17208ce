/** The addresses that an answer gives for the name that was asked. */
import { IpAddress } from "../core/ip.ts";
import { type DnsAnswer, RecordType } from "./message.ts";

/** What is wrong with an answer that gives none; the names are those of `show resolvers`. */
export type AnswerFault = "cname_error" | "any_err";

/** The addresses in order, or what is wrong. CNAME records are followed in the order they stand. */
export function addressesOf(answer: DnsAnswer): readonly IpAddress[] | AnswerFault {
  let name = answer.name;
  const addresses: IpAddress[] = [];
  for (const record of answer.records) {
    if (record.type === RecordType.cname) {
      if (record.name !== name || typeof record.data !== "string") return "cname_error";
      name = record.data;
    } else if (record.type === answer.type && record.data instanceof IpAddress) {
      if (record.name === name) addresses.push(record.data);
    }
  }
  return addresses.length === 0 ? "any_err" : addresses;
}
