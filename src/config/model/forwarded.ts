/** `option forwarded` as written: which parameters the header has, and where each comes from. */
import type { Word } from "../words/word.ts";

/** Where a parameter comes from: the request or its connection, or an expression. */
export type ForwardedSource = "own" | Word;

/** Null for a parameter that the header has not. */
export interface ForwardedModel {
  readonly proto: boolean;
  readonly host: ForwardedSource | null;
  readonly by: ForwardedSource | null;
  readonly byPort: ForwardedSource | null;
  readonly for: ForwardedSource | null;
  readonly forPort: ForwardedSource | null;
}
