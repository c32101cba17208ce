/** What `compression` lines of a proxy say (manual 4.2). */
import type { Word } from "../words/word.ts";

/** Names of algorithms as `compression` takes them; the last two are not HAProxy's. */
export const COMPRESSION_ALGORITHMS = [
  "identity",
  "gzip",
  "deflate",
  "raw-deflate",
  "br",
  "zstd",
] as const;
export type CompressionAlgorithmName = (typeof COMPRESSION_ALGORITHMS)[number];

export interface CompressionAlgorithmModel {
  readonly name: CompressionAlgorithmName;
  readonly at: Word;
}

/** One direction: what is compressed, and how. */
export interface CodingModel {
  /** In the order of the file; a request has one at most. */
  readonly algorithms: readonly CompressionAlgorithmModel[];
  /** What content types begin with; empty for all. */
  readonly types: readonly string[];
  readonly minBytes: number;
}

export interface CompressionModel {
  readonly direction: "request" | "response" | "both";
  readonly request: CodingModel;
  readonly response: CodingModel;
  readonly offload: boolean;
}
