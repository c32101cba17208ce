/** Rules, ACLs and switching as words: what they say is compiled once all names are known. */
import type { Line, Word } from "../words/word.ts";

/** The rule sets a line may belong to; the name is the directive's first word(s). */
export type RuleSetName =
  | "tcp-request connection"
  | "tcp-request session"
  | "tcp-request content"
  | "tcp-response content"
  | "http-request"
  | "http-response"
  | "http-after-response";

/** `http-request ACTION … [if|unless COND]`, cut into action words and condition words. */
export interface RuleModel {
  readonly line: Line;
  /** The action keyword and its arguments. */
  readonly action: readonly Word[];
  /** From `if` or `unless` on, empty when there is none. */
  readonly condition: readonly Word[];
}

/** `acl NAME CRITERION [flags] [operator] VALUE…`: the words after `acl`. */
export interface AclModel {
  readonly line: Line;
  readonly words: readonly Word[];
}

/** `use_backend NAME|%[expr] [if|unless COND]`, `use-server NAME …`. */
export interface SwitchRuleModel {
  readonly line: Line;
  readonly target: Word;
  readonly condition: readonly Word[];
}

/** `stick on|match|store-request|store-response EXPR [table NAME] [if COND]`. */
export interface StickRuleModel {
  readonly line: Line;
  readonly kind: "on" | "match" | "store-request" | "store-response";
  readonly expression: Word;
  readonly table: Word | null;
  readonly condition: readonly Word[];
}
