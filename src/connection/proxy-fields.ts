/**
 * The fields (TLVs) behind the addresses of a PROXY header, version 2 (proxy-protocol.txt, 2.2):
 * each a type, a length of two bytes and so many bytes. A header whose fields do not fill it exactly,
 * are longer than HAProxy takes, or whose checksum is wrong, is none.
 */
import { crc32c } from "../core/hash.ts";
import type { ByteBuffer } from "../runtime/bytes.ts";
import type { ProxyField } from "../sample/connection-facts.ts";

/** Types of fields (2.2.1 to 2.2.7). */
const ProxyFieldType = { authority: 0x02, crc32c: 0x03, uniqueId: 0x05 } as const;

const FIELD_HEAD_BYTES = 3;
const CHECKSUM_BYTES = 4;
const MOST_AUTHORITY_BYTES = 255;
const MOST_UNIQUE_ID_BYTES = 128;
const MOST_VALUE_BYTES = 1024;

/** The fields from `start` to the end of the header, in their order; null if they are malformed. */
export function parseProxyFields(header: ByteBuffer, start: number): readonly ProxyField[] | null {
  const fields: ProxyField[] = [];
  const end = header.length;
  let at = start;
  while (at + FIELD_HEAD_BYTES <= end) {
    const type = header[at]!;
    const valueAt = at + FIELD_HEAD_BYTES;
    const next = valueAt + ((header[at + 1]! << 8) | header[at + 2]!);
    if (next > end || next - valueAt > mostBytes(type)) return null;
    if (type === ProxyFieldType.crc32c && !isChecksum(header, valueAt, next)) return null;
    fields.push({ type, value: header.latin1Slice(valueAt, next) });
    at = next;
  }
  return at === end ? fields : null;
}

function mostBytes(type: number): number {
  if (type === ProxyFieldType.authority) return MOST_AUTHORITY_BYTES;
  return type === ProxyFieldType.uniqueId ? MOST_UNIQUE_ID_BYTES : MOST_VALUE_BYTES;
}

/** The checksum is that of the whole header with zeros in its own place (2.2.3). */
function isChecksum(header: ByteBuffer, start: number, end: number): boolean {
  if (end - start !== CHECKSUM_BYTES) return false;
  const zeros = "\0".repeat(CHECKSUM_BYTES);
  const text = header.latin1Slice(0, start) + zeros + header.latin1Slice(end, header.length);
  let told = 0;
  for (let i = start; i < end; i++) told = told * 256 + header[i]!;
  return crc32c(text) >>> 0 === told;
}
