/** Rules, ACLs and switching as words: what they say is compiled once all names are known. */
import type { Line, Word } from "../word.ts";

export type RuleSetName =
  | "tcp-request connection" | "tcp-request session" | "tcp-request content"
  | "tcp-response content" | "http-request" | "http-response" | "http-after-response";

export interface RuleModel {
  readonly line: Line;
  /** The action keyword and its arguments. */
  readonly action: readonly Word[];
  /** From `if` or `unless` on, empty when there is none. */
  readonly condition: readonly Word[];
}

export interface AclModel {
  readonly line: Line;
  readonly words: readonly Word[];
}

export interface SwitchRuleModel {
  readonly line: Line;
  readonly target: Word;
  readonly condition: readonly Word[];
}

export interface StickRuleModel {
  readonly line: Line;
  readonly kind: "on" | "match" | "store-request" | "store-response";
  readonly expression: Word;
  readonly table: Word | null;
  readonly condition: readonly Word[];
}
