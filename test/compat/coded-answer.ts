/** What of a compressed message is compared: its head as it came, its body as it reads. */
import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from "node:zlib";
import type { Case } from "./compare.ts";
import { get } from "./configs.ts";
import { observed } from "./rule-table.ts";

/** A message read to its end. */
export interface CodedView {
  readonly head: string;
  /** How the body was coded: what decoded it. */
  readonly coding: string;
  readonly body: string;
  /** What followed the last chunk. */
  readonly trailers: string;
}

/** The payload of chunks as far as they came; `rest` is what follows the last one, null if cut. */
export function dechunked(text: string): { payload: string; rest: string | null } {
  let payload = "";
  for (let at = 0; ;) {
    const lineEnd = text.indexOf("\r\n", at);
    if (lineEnd < 0) return { payload, rest: null };
    const size = Number.parseInt(text.slice(at, lineEnd), 16);
    at = lineEnd + 2;
    if (size === 0) return { payload, rest: text.slice(at) };
    payload += text.slice(at, at + size);
    at += size + 2;
  }
}

const partial = { finishFlush: constants.Z_SYNC_FLUSH };

/** What of a gzip body can be read so far. */
export function readableGzip(payload: string): string {
  return gunzipSync(Buffer.from(payload, "latin1"), partial).toString("latin1");
}

/** The name of the coding that decodes `payload`, and the text. */
function decoded(payload: string, contentCoding: string | undefined): [string, string] {
  const bytes = Buffer.from(payload, "latin1");
  switch (contentCoding) {
    case "gzip":
      return ["gzip", gunzipSync(bytes).toString("latin1")];
    case "br":
      return ["br", brotliDecompressSync(bytes).toString("latin1")];
    case "zstd":
      return ["zstd", zstdDecompressSync(bytes).toString("latin1")];
    case "deflate": {
      // The second byte tells: raw data would have to be two equal-sized stored blocks.
      const isZlib = bytes.readUInt16BE(0) % 31 === 0 && (bytes[0]! & 15) === 8;
      const text = isZlib ? inflateSync(bytes) : inflateRawSync(bytes);
      return [isZlib ? "zlib" : "raw deflate", text.toString("latin1")];
    }
    default:
      return ["none", payload];
  }
}

/** Reads one response that the connection's end follows. */
export function codedView(answer: string): CodedView {
  const headEnd = answer.indexOf("\r\n\r\n") + 4;
  const head = answer.slice(0, headEnd);
  const isChunked = head.includes("\r\ntransfer-encoding: chunked\r\n");
  const { payload, rest } = isChunked
    ? dechunked(answer.slice(headEnd))
    : { payload: answer.slice(headEnd), rest: "" };
  if (rest === null) return { head, coding: "cut", body: "", trailers: "" };
  const contentCoding = /\r\ncontent-encoding: (gzip|br|zstd|deflate)\r\n/.exec(head)?.[1];
  // A server's own coding is none of ours.
  const isOurs = isChunked && /accept-encoding/i.test(head);
  const [coding, body] = decoded(payload, isOurs ? contentCoding : undefined);
  return { head, coding, body, trailers: rest };
}

/** A GET of the frontend `fe` on a connection of its own, with these fields. */
export function fetching(target: string, fields: string): Case {
  return async (side) => {
    const { answer, seen, log } = await observed(side, "fe", [
      get(target, `${fields}Connection: close\r\n`),
    ]);
    return { answer: codedView(answer), seen, log };
  };
}
