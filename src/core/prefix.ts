/**
 * Networks: an address with a mask, as `acl … src 10.0.0.0/8` and the ip maps write them. The
 * address is stored masked. IPv4 networks also match the IPv6 addresses that carry IPv4.
 */
import { IpAddress, fromV6Mapped, parseIp } from "./ip.ts";

/** `bits` of a network whose mask is not a run of ones; only `matches` can test such a one. */
export const SCATTERED_MASK = -1;

/** The mask of a 32-bit word with its first `bits` set; more than 32 and less than 0 are clipped. */
function wordMask(bits: number): number {
  if (bits <= 0) return 0;
  return bits >= 32 ? 0xffffffff : (0xffffffff << (32 - bits)) >>> 0;
}

export class Prefix {
  /** The network's address, the bits outside the mask zero. */
  readonly ip: IpAddress;
  /** 0..32 for IPv4, 0..128 for IPv6, or SCATTERED_MASK. */
  readonly bits: number;
  readonly #mask0: number;
  readonly #mask1: number;
  readonly #mask2: number;
  readonly #mask3: number;

  private constructor(
    ip: IpAddress,
    bits: number,
    masks: readonly [number, number, number, number],
  ) {
    this.bits = bits;
    [this.#mask0, this.#mask1, this.#mask2, this.#mask3] = masks;
    this.ip =
      ip.family === 4
        ? IpAddress.v4(ip.v4 & masks[3])
        : IpAddress.v6(
            ip.word0 & masks[0],
            ip.word1 & masks[1],
            ip.word2 & masks[2],
            ip.word3 & masks[3],
          );
  }

  /** The network of the first `bits` bits of `ip`; `bits` within 0..32 or 0..128. */
  static of(ip: IpAddress, bits: number): Prefix {
    if (ip.family === 4) return new Prefix(ip, bits, [0, 0, 0, wordMask(bits)]);
    const masks = [0, 32, 64, 96].map((start) => wordMask(bits - start));
    return new Prefix(ip, bits, [masks[0]!, masks[1]!, masks[2]!, masks[3]!]);
  }

  /** The IPv4 network of `ip` under any 32-bit mask. */
  static ofMask(ip: IpAddress, mask: number): Prefix {
    const bits = Math.clz32(~mask);
    if (wordMask(bits) === mask >>> 0) return Prefix.of(ip, bits);
    return new Prefix(ip, SCATTERED_MASK, [0, 0, 0, mask >>> 0]);
  }

  /** Whether `ip` is in the network, across families as manual 7.1.6 says. */
  matches(ip: IpAddress): boolean {
    if (this.ip.family === 4) {
      const v4 = fromV6Mapped(ip);
      return v4 !== undefined && (v4.v4 & this.#mask3) >>> 0 === this.ip.v4;
    }
    return (
      (ip.word0 & this.#mask0) >>> 0 === this.ip.word0 &&
      (ip.word1 & this.#mask1) >>> 0 === this.ip.word1 &&
      (ip.word2 & this.#mask2) >>> 0 === this.ip.word2 &&
      (ip.word3 & this.#mask3) >>> 0 === this.ip.word3
    );
  }

  toString(): string {
    return `${this.ip}/${this.bits}`;
  }
}

/** One number of inet_aton's notation: decimal, octal with 0, hexadecimal with 0x. */
function parseAtonPart(part: string): number | undefined {
  if (/^0x[0-9a-f]+$/i.test(part)) return Number.parseInt(part.slice(2), 16);
  if (/^0[0-7]*$/.test(part)) return Number.parseInt(part, 8);
  return /^[1-9][0-9]*$/.test(part) ? Number.parseInt(part, 10) : undefined;
}

/** An IPv4 address with octets left out, as patterns may write it: 127.1 is 127.0.0.1. */
function parseShortV4(text: string): IpAddress | undefined {
  const parts = text.split(".");
  if (parts.length > 4) return undefined;
  let bits = 0;
  for (const [index, part] of parts.entries()) {
    const value = parseAtonPart(part);
    const isLast = index === parts.length - 1;
    if (value === undefined || value >= 256 ** (isLast ? 5 - parts.length : 1)) return undefined;
    bits += isLast ? value : value * 256 ** (3 - index);
  }
  return IpAddress.v4(bits);
}

function parseBits(text: string, most: number): number | undefined {
  if (!/^[0-9]{1,3}$/.test(text)) return undefined;
  const bits = Number.parseInt(text, 10);
  return bits <= most ? bits : undefined;
}

/**
 * Reads a network as a pattern writes it: `10.0.0.0/8`, `10.1.2.3`, `10.1`, `10.0.0.0/255.0.0.0`,
 * `2001:db8::/32`. Undefined if it is none.
 */
export function parsePrefix(text: string): Prefix | undefined {
  const slash = text.indexOf("/");
  const addressText = slash === -1 ? text : text.slice(0, slash);
  const maskText = slash === -1 ? undefined : text.slice(slash + 1);
  if (addressText.includes(":")) {
    const ip = parseIp(addressText);
    const bits = maskText === undefined ? 128 : parseBits(maskText, 128);
    return ip === undefined || bits === undefined ? undefined : Prefix.of(ip, bits);
  }
  const ip = parseShortV4(addressText);
  if (ip === undefined) return undefined;
  if (maskText === undefined) return Prefix.of(ip, 32);
  if (maskText.includes(".")) {
    const mask = parseIp(maskText);
    return mask === undefined ? undefined : Prefix.ofMask(ip, mask.v4);
  }
  const bits = parseBits(maskText, 32);
  return bits === undefined ? undefined : Prefix.of(ip, bits);
}
