/** `acl()`: named ACLs as one boolean sample (manual 7.3.2). */
import type { FetchRow } from "../types.ts";
import { Where } from "../types.ts";
import type { Txn } from "../txn.ts";

/** As many names as HAProxy takes. */
const MOST_NAMES = 12;

export const aclFetch: FetchRow = {
  name: "acl",
  type: "bool",
  where: Where.internal,
  manual: "7.3.2",
  args: Array.from({ length: MOST_NAMES }, (_, index) => ({
    name: "name",
    type: "str",
    optional: index > 0,
  })),
  syntax: "acl([!]<name>[,...]) : boolean",
  summary: "True if all the ACLs named are true, or with ! false.",
  compile: (args, scope, at) => {
    const tests: { readonly test: (txn: Txn) => boolean; readonly wanted: boolean }[] = [];
    for (const arg of args) {
      const inverted = arg.text.startsWith("!");
      const test = scope.acls.get(inverted ? arg.text.slice(1) : arg.text);
      if (test === undefined) {
        scope.diagnostics.error(arg.at ?? at, `fetch method 'acl': ACL '${arg.text}' not found`);
        return undefined;
      }
      tests.push({ test, wanted: !inverted });
    }
    return { type: "bool", eval: (txn) => tests.every(({ test, wanted }) => test(txn) === wanted) };
  },
};
