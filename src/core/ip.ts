/**
 * IPv4 and IPv6 addresses as values. An address never changes; its text form is the one that
 * inet_ntop prints (RFC 5952), and only the strict forms of RFC 4291 and dotted quads are read.
 */

const MAPPED_WORD = 0xffff;

/**
 * An address of either family. The words are unsigned 32-bit, in network order; an IPv4 address
 * has those of its IPv4-mapped form, so that code for 128 bits serves both families.
 */
export class IpAddress {
  readonly family: 4 | 6;
  readonly word0: number;
  readonly word1: number;
  readonly word2: number;
  readonly word3: number;
  #text: string | null = null;

  private constructor(family: 4 | 6, word0: number, word1: number, word2: number, word3: number) {
    this.family = family;
    this.word0 = word0;
    this.word1 = word1;
    this.word2 = word2;
    this.word3 = word3;
  }

  /** The IPv4 address with these 32 bits; 127.0.0.1 is 0x7f000001. */
  static v4(bits: number): IpAddress {
    return new IpAddress(4, 0, 0, MAPPED_WORD, bits >>> 0);
  }

  /** The IPv6 address with these four words, the first bits in `word0`. */
  static v6(word0: number, word1: number, word2: number, word3: number): IpAddress {
    return new IpAddress(6, word0 >>> 0, word1 >>> 0, word2 >>> 0, word3 >>> 0);
  }

  /** The 32 bits of an IPv4 address. */
  get v4(): number {
    return this.word3;
  }

  /** Whether both are the same address of the same family. */
  equals(other: IpAddress): boolean {
    return (
      this.family === other.family &&
      this.word3 === other.word3 &&
      this.word2 === other.word2 &&
      this.word1 === other.word1 &&
      this.word0 === other.word0
    );
  }

  /** Made once: a client's address is asked for by each of its requests. */
  toString(): string {
    return (this.#text ??= formatIp(this));
  }
}

/** Reads four decimal parts without leading zeros; undefined if `text` is anything else. */
function parseV4Bits(text: string): number | undefined {
  let bits = 0;
  let parts = 0;
  let position = 0;
  while (parts < 4) {
    let value = 0;
    const start = position;
    for (; position < text.length && position - start < 4; position++) {
      const digit = text.charCodeAt(position) - 0x30;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    const length = position - start;
    if (length === 0 || value > 255 || (length > 1 && text.charCodeAt(start) === 0x30)) return;
    bits = bits * 256 + value;
    parts++;
    if (parts < 4 && text.charCodeAt(position++) !== 0x2e) return;
  }
  return position === text.length ? bits : undefined;
}

/** The 16-bit groups of a colon-separated list, a dotted quad allowed at the end of the address. */
function parseGroups(text: string, mayEndDotted: boolean): number[] | undefined {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const bits = mayEndDotted && index === parts.length - 1 ? parseV4Bits(part) : undefined;
    if (bits === undefined) return;
    groups.push(bits >>> 16, bits & 0xffff);
  }
  return groups;
}

function parseV6(text: string): IpAddress | undefined {
  const gap = text.indexOf("::");
  const head = parseGroups(gap === -1 ? text : text.slice(0, gap), gap === -1);
  const tail = gap === -1 ? [] : parseGroups(text.slice(gap + 2), true);
  if (head === undefined || tail === undefined) return;
  const missing = 8 - head.length - tail.length;
  if (gap === -1 ? missing !== 0 : missing < 1) return;
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...tail];
  const word = (index: number): number => groups[index]! * 0x10000 + groups[index + 1]!;
  return IpAddress.v6(word(0), word(2), word(4), word(6));
}

/**
 * Reads an address of either family: a dotted quad of four decimal parts, or any form of RFC 4291
 * section 2.2. No zone, no port, no brackets, no spaces. Undefined if it is none.
 */
export function parseIp(text: string): IpAddress | undefined {
  if (text.includes(":")) return parseV6(text);
  const bits = parseV4Bits(text);
  return bits === undefined ? undefined : IpAddress.v4(bits);
}

function formatV4(bits: number): string {
  return `${bits >>> 24}.${(bits >>> 16) & 255}.${(bits >>> 8) & 255}.${bits & 255}`;
}

/** Start and length of the first longest run of zeros; a single zero is no run (RFC 5952 4.2.2). */
function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: -1, length: 1 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
    start += length;
  }
  return best;
}

/** The address as inet_ntop prints it: RFC 5952, IPv4-mapped and -compatible ones dotted. */
export function formatIp(ip: IpAddress): string {
  if (ip.family === 4) return formatV4(ip.word3);
  const groups = [ip.word0, ip.word1, ip.word2, ip.word3].flatMap((word) => [
    word >>> 16,
    word & 0xffff,
  ]);
  const run = longestZeroRun(groups);
  if (run.start === 0 && run.length === 6) return `::${formatV4(ip.word3)}`;
  if (run.start === 0 && run.length === 5 && groups[5] === MAPPED_WORD) {
    return `::ffff:${formatV4(ip.word3)}`;
  }
  const hex = groups.map((group) => group.toString(16));
  if (run.start === -1) return hex.join(":");
  return `${hex.slice(0, run.start).join(":")}::${hex.slice(run.start + run.length).join(":")}`;
}

/** The address as IPv6: an IPv4 one becomes ::ffff:a.b.c.d (RFC 4291 section 2.5.5.2). */
export function toV6Mapped(ip: IpAddress): IpAddress {
  return ip.family === 6 ? ip : IpAddress.v6(0, 0, MAPPED_WORD, ip.word3);
}

/**
 * The IPv4 address that an IPv6 one carries: ::a.b.c.d, ::ffff:a.b.c.d or 6to4's 2002:a.b.c.d::,
 * whatever follows (manual 7.1.6). Undefined for any other. An IPv4 address is returned as is.
 */
export function fromV6Mapped(ip: IpAddress): IpAddress | undefined {
  if (ip.family === 4) return ip;
  if (ip.word0 === 0 && ip.word1 === 0 && (ip.word2 === 0 || ip.word2 === MAPPED_WORD)) {
    return IpAddress.v4(ip.word3);
  }
  if (ip.word0 >>> 16 !== 0x2002) return undefined;
  return IpAddress.v4((ip.word0 << 16) | (ip.word1 >>> 16));
}

/**
 * Reads the IPv4 address that a text begins with: a dotted quad, zeros before its numbers allowed,
 * up to the first character that is neither a digit nor a dot (`192.0.2.1:80`), as HAProxy reads
 * the text of a sample. Undefined if there is none.
 */
export function parseV4Prefix(text: string): IpAddress | undefined {
  const found = /^0*(\d{1,3})\.0*(\d{1,3})\.0*(\d{1,3})\.0*(\d{1,3})(?![\d.])/.exec(text);
  if (found === null) return undefined;
  let bits = 0;
  for (let part = 1; part <= 4; part++) {
    const value = Number(found[part]);
    if (value > 255) return undefined;
    bits = bits * 256 + value;
  }
  return IpAddress.v4(bits);
}
