/**
 * `do-resolve`: asks DNS for the address of a name and keeps it in a variable (manual 4.4). The
 * stream waits for the answer; without one the variable is left as it was.
 */
import type { Word } from "../../config/words/word.ts";
import { nearest } from "../../core/edit-distance.ts";
import type { IpAddress } from "../../core/ip.ts";
import type { Family } from "../../dns/resolution.ts";
import type { Resolver } from "../../dns/resolver.ts";
import { castTo, compileExpression } from "../../sample/expression.ts";
import type { VariableRef } from "../../sample/variables/variables.ts";
import { wordPart } from "../../sample/word-part.ts";
import { ActionWords } from "../action-words.ts";
import { type Action, type ActionRow, Outcome, type RuleScope, type RuleTxn } from "../types.ts";

const NAME = "do-resolve(";

interface Target {
  readonly ref: VariableRef;
  readonly resolver: Resolver;
  readonly prefer: Family;
}

/** What a stream waits for. */
class Lookup {
  address: IpAddress | null = null;
  isSettled = false;
}

/** Reads `(variable,resolvers[,family])`; undefined after reporting. */
function readTarget(words: ActionWords, scope: RuleScope): Target | undefined {
  const { keyword } = words;
  if (!keyword.text.endsWith(")")) {
    return words.fail(keyword, `missing ')' after '${keyword.text}'`);
  }
  const [variable, section, family, ...more] = keyword.text.slice(NAME.length, -1).split(",");
  if (variable === undefined || section === undefined || more.length > 0) {
    return words.fail(keyword, "'do-resolve' takes (<variable>,<resolvers>[,ipv4|ipv6])");
  }
  const ref = scope.variableNames.ref(variable);
  if (ref === undefined) {
    const at = partOf(keyword, variable);
    return words.fail(at, `'${variable}' is not a valid variable name`);
  }
  const resolver = scope.resolver(section);
  if (resolver === undefined) {
    const near = nearest(section, scope.resolverNames);
    const hint = near === undefined ? "" : `did you mean '${near}'?`;
    return words.fail(partOf(keyword, section), `no resolvers section '${section}'`, hint);
  }
  if (family !== undefined && family !== "ipv4" && family !== "ipv6") {
    return words.fail(partOf(keyword, family), `expected 'ipv4' or 'ipv6', found '${family}'`);
  }
  return { ref, resolver, prefer: family === "ipv4" ? 4 : 6 };
}

function partOf(keyword: Word, text: string): Word {
  const start = keyword.text.indexOf(text, NAME.length);
  return wordPart(keyword, start, start + text.length);
}

function compileResolve(words: ActionWords, scope: RuleScope): Action | undefined {
  const target = readTarget(words, scope);
  const word = target === undefined ? undefined : words.expect("an expression");
  const compiled = word === undefined ? undefined : compileExpression(word, scope);
  if (target === undefined || compiled === undefined || !words.end()) return undefined;
  const host = castTo(compiled, "str", scope, word!);
  if (host === undefined) return undefined;
  const { ref, resolver, prefer } = target;
  const store = (txn: RuleTxn, { address }: Lookup): Outcome => {
    if (address !== null) txn.setVariable(ref, address, address.family === 4 ? "ipv4" : "ipv6");
    return Outcome.next;
  };
  return (txn) => {
    if (txn.waiting instanceof Lookup) {
      return txn.waiting.isSettled ? store(txn, txn.waiting) : Outcome.wait;
    }
    const name = host.eval(txn);
    if (typeof name !== "string") return Outcome.next;
    const lookup = new Lookup();
    resolver.resolve(name, prefer, (address) => {
      lookup.address = address;
      lookup.isSettled = true;
      if (txn.waiting === lookup) txn.resume();
    });
    if (lookup.isSettled) return store(txn, lookup);
    txn.waiting = lookup;
    return Outcome.wait;
  };
}

export const doResolve: ActionRow = {
  name: NAME,
  prefix: true,
  sets: ["tcp-request content", "http-request"],
  manual: "4.4",
  syntax: "do-resolve(<var>,<resolvers>[,ipv4|ipv6]) <expr>",
  summary: "Keeps the address that DNS gives for a name in a variable.",
  compile: (words, scope) => compileResolve(new ActionWords(words, scope), scope),
};
