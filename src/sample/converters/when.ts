/** Converter `when` (manual 7.3.1): lets the sample through while a condition holds. */
import { argText } from "../rows.ts";
import type { CompileScope } from "../compile-scope.ts";
import type { Txn } from "../txn.ts";
import type { Arg, ConverterRow } from "../types.ts";
import { MANUAL } from "./rows.ts";

type Holds = (txn: Txn) => boolean;

/** The same rules as `option dontlog-normal`. */
function hasError({ log, request }: Txn): boolean {
  if (log.retries > 0 || log.redispatched) return true;
  if (!/^[-L]/.test(log.termination)) return true;
  return request !== null && (log.status ?? 0) >= 500;
}

const isForwarded: Holds = (txn) => txn.server !== null;
const isByApplet: Holds = (txn) => txn.service !== undefined && txn.service !== null;

/** The conditions without arguments. */
function conditionOf(name: string, { process }: CompileScope): Holds | undefined {
  switch (name) {
    case "error":
      return hasError;
    case "normal":
      return (txn) => !hasError(txn);
    case "forwarded":
      return isForwarded;
    case "toapplet":
      return isByApplet;
    case "processed":
      return (txn) => isForwarded(txn) || isByApplet(txn);
    case "stopping":
      return () => process.stopping();
    default:
      return undefined;
  }
}

/** The ACL that an argument names; undefined after reporting. */
function aclOf(arg: Arg | undefined, scope: CompileScope, at: Arg["at"]): Holds | undefined {
  const name = arg?.text ?? "";
  const test = scope.acls.names.includes(name) ? scope.acls.get(name) : undefined;
  if (test === undefined)
    scope.diagnostics.error(arg?.at ?? at, `converter 'when': there is no ACL '${name}'`);
  return test;
}

export const whenConverter: ConverterRow = {
  name: "when",
  input: "any",
  output: "any",
  manual: MANUAL,
  syntax: "when([!]<condition>[,<acl>])",
  summary: "Passes the sample on while a condition holds; gives none otherwise.",
  args: [
    { name: "condition", type: "str" },
    { name: "acl", type: "str", optional: true },
    { name: "ignored", type: "str", optional: true },
  ],
  compile: (args, scope, at) => {
    const text = argText(args, 0);
    const expected = !text.startsWith("!");
    const name = expected ? text : text.slice(1);
    const holds = name === "acl" ? aclOf(args[1], scope, at) : conditionOf(name, scope);
    if (holds === undefined) {
      if (name === "acl") return undefined;
      const message = `converter 'when': unknown condition '${name}'`;
      const hint = "acl, error, forwarded, normal, processed, stopping or toapplet";
      scope.diagnostics.error(args[0]?.at ?? at, message, hint);
      return undefined;
    }
    return {
      keepsType: true,
      convert: (value, txn) => (holds(txn) === expected ? value : undefined),
    };
  },
};
