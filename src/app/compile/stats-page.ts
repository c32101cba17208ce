/** The `stats` page of a proxy (manual 4.2, `stats enable`). */
import { isStatsRequest } from "../../applet/stats-request.ts";
import type { ProxyModel, StatsModel } from "../../config/model.ts";
import { compileRules } from "../../rules/compile-rules.ts";
import { actionRows } from "../../rules/rows.ts";
import type { RuleScope, Service } from "../../rules/types.ts";
import type { Txn } from "../../sample/txn.ts";
import type { StatsPage } from "../../stream/frontend.ts";
import { conditionOf } from "./conditions.ts";
import { REQUEST } from "./places.ts";

/** The applets that know the running proxy; made by the program, one set a thread. */
export interface StatsServices {
  statsPage(model: StatsModel, proxyName: string, isAdmin: (txn: Txn) => boolean): Service;
  readonly prometheus: Service;
}

const NEVER = (): boolean => false;
const ALWAYS = (): boolean => true;

/** Null for a proxy without the page. */
export function compileStatsPage(
  model: ProxyModel,
  services: StatsServices,
  scope: RuleScope,
): StatsPage | null {
  const { stats } = model;
  if (stats === null || !stats.enabled) return null;
  const request = scope.providing(REQUEST, "stats");
  const condition = stats.admin === null ? undefined : conditionOf(stats.admin, request);
  const isAdmin = stats.admin === null || condition === undefined ? NEVER : (condition ?? ALWAYS);
  return {
    matches: (method, pathq) => isStatsRequest(stats.uri, method, pathq),
    rules: compileRules(stats.httpRequestRules, "http-request", scope, actionRows),
    service: services.statsPage(stats, model.name, isAdmin),
  };
}
