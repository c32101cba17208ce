/** How proxies compress (manual 4.2, `compression`): the algorithms, and what the lines said. */
import type { CompressionAlgorithmName } from "../../config/model/compression.ts";
import type { NamedCoding } from "../../http/accept-encoding.ts";
import type { CodingLimits } from "../../http/coding-rules.ts";
import type { BandwidthFilter } from "../../rules/bandwidth.ts";
import type { CompressionFormat } from "../../runtime/compression.ts";

export interface CompressionAlgorithm extends NamedCoding {
  readonly name: CompressionAlgorithmName;
  /** What Content-Encoding says; null for a body that stays as it is. */
  readonly contentCoding: string | null;
  /** Null for identity. */
  readonly format: CompressionFormat | null;
}

function algorithm(
  name: CompressionAlgorithmName,
  token: string,
  format: CompressionFormat,
): CompressionAlgorithm {
  return { name, token, contentCoding: token, format };
}

export const ALGORITHMS: Readonly<Record<CompressionAlgorithmName, CompressionAlgorithm>> = {
  identity: { name: "identity", token: "identity", contentCoding: null, format: null },
  gzip: algorithm("gzip", "gzip", "gzip"),
  deflate: algorithm("deflate", "deflate", "zlib"),
  "raw-deflate": algorithm("raw-deflate", "deflate", "raw-deflate"),
  br: algorithm("br", "br", "brotli"),
  zstd: algorithm("zstd", "zstd", "zstd"),
};

/** One direction of a proxy. */
export interface DirectionCoding extends CodingLimits {
  /** The last one of the file first, as HAProxy prefers it. */
  readonly algorithms: readonly CompressionAlgorithm[];
}

/** The `compression` lines of a proxy. */
export interface ProxyCompression {
  readonly codesRequests: boolean;
  readonly codesResponses: boolean;
  readonly request: DirectionCoding;
  readonly response: DirectionCoding;
  readonly offload: boolean;
  /** The proxy's bandwidth limits, and those of them that stand before `filter compression`. */
  readonly limits: ReadonlySet<BandwidthFilter>;
  readonly limitsBefore: ReadonlySet<BandwidthFilter>;
}

/** What holds of one direction for a frontend's streams in a backend: the backend's word first. */
export function mergedCoding(
  own: DirectionCoding | undefined,
  outer: DirectionCoding | undefined,
): DirectionCoding {
  if (own === undefined || outer === undefined) return (own ?? outer)!;
  return {
    algorithms: own.algorithms.length > 0 ? own.algorithms : outer.algorithms,
    types: own.types.length > 0 ? own.types : outer.types,
    minBytes: own.minBytes > 0 ? own.minBytes : outer.minBytes,
  };
}
