/** Bytes of the runtime as the latin1 strings that samples are. */
import type { ByteFactory } from "../runtime/bytes.ts";

/** The bytes as text; undefined for null, which says that there are none. */
export function latin1Of(data: Uint8Array | null, bytes: ByteFactory): string | undefined {
  return data === null ? undefined : bytes.view(data).latin1Slice(0, data.length);
}
