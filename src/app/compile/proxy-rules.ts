/** The rule sets that frontends and backends share. */
import type { ProxyModel } from "../../config/model.ts";
import { compileRules } from "../../rules/compile-rules.ts";
import { actionRows } from "../../rules/rows.ts";
import type { RuleScope } from "../../rules/types.ts";
import type { ProxyRules } from "../../stream/frontend.ts";

export function compileProxyRules(model: ProxyModel, scope: RuleScope): ProxyRules {
  return {
    tcpContent: compileRules(
      model.rules["tcp-request content"],
      "tcp-request content",
      scope,
      actionRows,
    ),
    tcpResponse: compileRules(
      model.rules["tcp-response content"],
      "tcp-response content",
      scope,
      actionRows,
    ),
    httpRequest: compileRules(model.rules["http-request"], "http-request", scope, actionRows),
    httpResponse: compileRules(model.rules["http-response"], "http-response", scope, actionRows),
    httpAfterResponse: compileRules(
      model.rules["http-after-response"],
      "http-after-response",
      scope,
      actionRows,
    ),
  };
}
