/** Converters of addresses (manual 7.3.1). */
import { fromV6Mapped, parseIp } from "../../core/ip.ts";
import type { IpAddress } from "../../core/ip.ts";
import { Prefix } from "../../core/prefix.ts";
import { argText } from "../rows.ts";
import type { ConverterRow } from "../types.ts";
import { MANUAL, pure } from "./rows.ts";

/** Cuts an IPv4 address by 24 or 255.255.255.0; undefined for no such mask. */
function v4Mask(text: string): number | undefined {
  if (/^\d{1,2}$/.test(text) && Number(text) <= 32) {
    return Number(text) === 0 ? 0 : (0xffffffff << (32 - Number(text))) >>> 0;
  }
  const ip = parseIp(text);
  return ip?.family === 4 ? ip.v4 : undefined;
}

/** The length of an IPv6 mask, 64 or ffff:ffff::; undefined for no run of ones. */
function v6Bits(text: string): number | undefined {
  if (/^\d{1,3}$/.test(text)) return Number(text) <= 128 ? Number(text) : undefined;
  const ip = parseIp(text);
  if (ip?.family !== 6) return undefined;
  const binary = [ip.word0, ip.word1, ip.word2, ip.word3]
    .map((word) => word.toString(2).padStart(32, "0"))
    .join("");
  const bits = /^1*/.exec(binary)![0].length;
  return binary.includes("1", bits) ? undefined : bits;
}

/** An IPv6 address in ::ffff:0:0/96 is masked as the IPv4 address it carries. */
function isMappedOrV4(ip: IpAddress): boolean {
  return ip.family === 4 || (ip.word0 === 0 && ip.word1 === 0 && ip.word2 === 0xffff);
}

const ipmask: ConverterRow = {
  name: "ipmask",
  input: "addr",
  output: "addr",
  syntax: "ipmask(<mask4>[,<mask6>])",
  manual: MANUAL,
  summary: "Applies a mask to an address; IPv6 addresses need the second one.",
  args: [
    { name: "mask4", type: "mask4" },
    { name: "mask6", type: "mask6", optional: true },
  ],
  compile: (args, scope, at) => {
    const mask4 = v4Mask(argText(args, 0));
    const mask6Text = argText(args, 1);
    const bits6 = mask6Text === "" ? null : v6Bits(mask6Text);
    if (mask4 === undefined || bits6 === undefined) {
      const wrong = mask4 === undefined ? args[0] : args[1];
      scope.diagnostics.error(
        wrong?.at ?? at,
        `converter 'ipmask': '${wrong?.text ?? ""}' is not a valid mask`,
      );
      return undefined;
    }
    return pure((value) => {
      if (typeof value !== "object") return undefined;
      const v4 = fromV6Mapped(value);
      if (v4 !== undefined && isMappedOrV4(value)) return Prefix.ofMask(v4, mask4).ip;
      return bits6 === null ? undefined : Prefix.of(value, bits6).ip;
    });
  },
};

export const networkConverters: readonly ConverterRow[] = [ipmask];
