/**
 * Conditions, `if|unless [!]acl … [or …]` with named and anonymous ACLs (manual 7.2), compiled to
 * one test. What is always true or false is taken out here; a test that is left runs left to
 * right and stops as soon as the result is known.
 */
import type { Word } from "../config/words/word.ts";
import { nearest } from "../core/edit-distance.ts";
import type { CompileScope } from "../sample/compile-scope.ts";
import { placeNames } from "../sample/places.ts";
import type { Txn } from "../sample/txn.ts";
import { compileCriterion } from "./criterion.ts";
import { guardOfAny } from "./guard.ts";
import type { Guard } from "./guard.ts";

export type Test = (txn: Txn) => boolean;

export interface CompiledCondition {
  readonly test: Test;
  /** What it cannot hold without, where it is asked first; else null. */
  readonly guard: Guard | null;
}

const always: Test = () => true;
const never: Test = () => false;

/**
 * Compiles the words from `if` or `unless` on. "always" when there is no condition or it holds
 * whatever comes; undefined after reporting.
 */
export function compileCondition(
  words: readonly Word[],
  scope: CompileScope,
): CompiledCondition | "always" | undefined {
  const keyword = words[0];
  if (keyword === undefined) return "always";
  if (keyword.text !== "if" && keyword.text !== "unless") {
    scope.diagnostics.error(keyword, `expected 'if' or 'unless', found '${keyword.text}'`);
    return undefined;
  }
  if (words.length === 1) {
    scope.diagnostics.error(keyword, `missing condition after '${keyword.text}'`);
    return undefined;
  }
  const compiled = compileTerms(words.slice(1), scope);
  if (compiled === undefined) return undefined;
  if (keyword.text === "unless") return conditionOf(negated(compiled.test), null);
  return conditionOf(compiled.test, compiled.guard);
}

function conditionOf(test: Test, guard: Guard | null): CompiledCondition | "always" {
  return test === always ? "always" : { test, guard };
}

/** Compiles the words of a condition without its `if`; undefined after reporting. */
function compileTerms(words: readonly Word[], scope: CompileScope): CompiledCondition | undefined {
  const alternatives: CompiledCondition[][] = [[]];
  const overContent = scope.what.startsWith("tcp-");
  let failed = false;
  let isNegated = false;
  for (let at = 0; at < words.length;) {
    const word = words[at]!;
    if (word.text === "or" || word.text === "||") {
      alternatives.push([]);
      at++;
      continue;
    }
    const marks = /^!*/.exec(word.text)![0].length;
    isNegated = isNegated !== (marks % 2 === 1);
    const name = word.text.slice(marks);
    if (name === "") {
      at++;
      continue;
    }
    const end = name === "{" ? closingBrace(words, at) : at;
    const term = name === "{" ? anonymous(words, at, end, scope) : named(name, word, scope);
    const tests = alternatives[alternatives.length - 1]!;
    if (term === undefined) failed = true;
    else if (overContent) tests.push(overContentTerm(term.test, isNegated));
    else tests.push(isNegated ? { test: negated(term.test), guard: null } : term);
    isNegated = false;
    at = end + 1;
  }
  if (failed) return undefined;
  const given = alternatives.filter((terms) => terms.length > 0);
  return {
    test: anyOf(given.map((terms) => allOf(terms.map(({ test }) => test)))),
    // Only what is asked first may be asked ahead: the terms behind it may change something.
    guard: guardOfAny(given.map((terms) => terms[0]!.guard)),
  };
}

/**
 * A term of rules over content that is arriving: a match stays one, whatever follows; only a "no" of
 * what may still grow is none yet.
 */
function overContentTerm(test: Test, isNegated: boolean): CompiledCondition {
  if (test === always || test === never)
    return { test: isNegated ? negated(test) : test, guard: null };
  const settled: Test = (txn) => {
    const wasIncomplete = txn.incomplete;
    const matches = test(txn);
    if (matches) txn.incomplete = wasIncomplete;
    return matches;
  };
  return { test: isNegated ? negated(settled) : settled, guard: null };
}

/** Index of the `}` of a block that opens at `open`, or where the words end. */
function closingBrace(words: readonly Word[], open: number): number {
  let at = open + 1;
  while (at < words.length && words[at]!.text !== "}") at++;
  return at;
}

function anonymous(
  words: readonly Word[],
  open: number,
  close: number,
  scope: CompileScope,
): CompiledCondition | undefined {
  if (close === words.length) {
    scope.diagnostics.error(words[open]!, "missing closing '}' in condition");
    return undefined;
  }
  if (close === open + 1) {
    scope.diagnostics.error(words[open]!, "missing criterion between '{' and '}'");
    return undefined;
  }
  const compiled = compileCriterion(words.slice(open + 1, close), scope);
  if (compiled === undefined) return undefined;
  const missing = compiled.where & ~scope.provides;
  if (missing === 0) {
    return { test: constantOr(compiled.test, compiled.constant), guard: compiled.guard };
  }
  scope.diagnostics.warn(
    words[open + 1]!,
    `anonymous acl will never match: '${compiled.fetchName}' needs ${placeNames(missing)}, ` +
      `which is not available in this ${scope.what}`,
  );
  return { test: never, guard: null };
}

function named(name: string, word: Word, scope: CompileScope): CompiledCondition | undefined {
  const known = scope.acls.names.includes(name);
  const test = scope.acls.get(name);
  if (test === undefined) {
    if (!known) {
      const hint = /^\{./.test(name) ? "put spaces around '{' and '}'" : nearestAcl(name, scope);
      scope.diagnostics.error(word, `no such ACL: '${name}'`, hint);
    }
    return undefined;
  }
  const missing = scope.acls.needs(name) & ~scope.provides;
  if (missing === 0) return { test, guard: scope.acls.guard(name) };
  scope.diagnostics.warn(
    word,
    `acl '${name}' will never match: it needs ${placeNames(missing)}, ` +
      `which is not available in this ${scope.what}`,
  );
  return { test: never, guard: null };
}

function nearestAcl(name: string, scope: CompileScope): string {
  const near = nearest(name, scope.acls.names);
  return near === undefined ? "" : `did you mean '${near}'?`;
}

/** The test, or one of the two shared constant ones. */
export function constantOr(test: Test, constant: boolean | undefined): Test {
  if (constant === undefined) return test;
  return constant ? always : never;
}

function negated(test: Test): Test {
  if (test === always) return never;
  return test === never ? always : (txn) => !test(txn);
}

function allOf(tests: readonly Test[]): Test {
  if (tests.includes(never)) return never;
  const [first, second, ...more] = tests.filter((test) => test !== always);
  if (first === undefined) return always;
  if (second === undefined) return first;
  if (more.length === 0) return (txn) => first(txn) && second(txn);
  const rest = allOf([second, ...more]);
  return (txn) => first(txn) && rest(txn);
}

/** True when one of the tests is; without any it is true. */
export function anyOf(tests: readonly Test[]): Test {
  if (tests.length === 0 || tests.includes(always)) return always;
  const [first, ...more] = tests.filter((test) => test !== never);
  if (first === undefined) return never;
  if (more.length === 0) return first;
  const rest = anyOf(more);
  return (txn) => first(txn) || rest(txn);
}
