/** The statistics page of a proxy. */
import type { Word } from "../words/word.ts";
import type { RuleModel } from "./rule.ts";

export interface StatsModel {
  enabled: boolean;
  uri: string;
  realm: string;
  auth: { readonly user: string; readonly password: string }[];
  refreshSec: number | null;
  showLegends: boolean;
  /** What HTTP/1 and TLS count has columns of its own. */
  showModules: boolean;
  showNode: string | null;
  showDesc: string | null;
  hideVersion: boolean;
  scope: string[];
  /** `stats admin if|unless COND`; null for a read-only page. */
  admin: readonly Word[] | null;
  httpRequestRules: RuleModel[];
}
