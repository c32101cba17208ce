/** How clients stay at their server: cookies and stick tables. */
import type { Line, Word } from "../words/word.ts";

export interface CookieModel {
  readonly name: string;
  /** `passive`, when none is said: the cookie is followed and otherwise the application's. */
  readonly mode: "passive" | "rewrite" | "insert" | "prefix";
  readonly indirect: boolean;
  readonly nocache: boolean;
  readonly postonly: boolean;
  readonly preserve: boolean;
  readonly httponly: boolean;
  readonly secure: boolean;
  readonly domains: readonly string[];
  readonly maxIdleSec: number | null;
  readonly maxLifeSec: number | null;
  readonly attrs: readonly string[];
  /** Servers without a cookie of their own get one made of their address. */
  readonly dynamic: boolean;
}

export interface StickTableModel {
  readonly line: Line;
  /** Words after `stick-table`; parsed by stick-table/spec.ts. */
  readonly words: readonly Word[];
}
