/** `filter` lines of a proxy. */
import type { Word } from "../words/word.ts";

/** `filter bwlim-in|bwlim-out NAME …` (manual 9.7). */
export interface BandwidthFilterModel {
  readonly name: Word;
  /** What the client sends, or what it is sent. */
  readonly direction: "in" | "out";
  /** Least bytes that pass at a time, but for the last ones. */
  readonly minBytes: number;
  readonly rate:
    | { readonly kind: "stream"; readonly limitBytes: number; readonly periodMs: number }
    /** One limit for all streams with the same key; the period is the table's. */
    | {
        readonly kind: "shared";
        readonly limitBytes: number;
        readonly key: Word;
        /** Null: the proxy's own. */
        readonly table: Word | null;
      };
}
