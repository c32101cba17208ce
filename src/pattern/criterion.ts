/**
 * One ACL expression, `criterion [flags] [operator] pattern…`, compiled to a test (manual 7.1).
 * Its patterns live in the store, so that the admin socket can change them; the test holds the
 * indexes and finds a change at once.
 */
import type { Word } from "../config/words/word.ts";
import { castTo, compilePlaced, readExpression } from "../sample/expression.ts";
import type { CompileScope } from "../sample/compile-scope.ts";
import type { CallSyntax } from "../sample/expression-syntax.ts";
import type { Txn } from "../sample/txn.ts";
import type { Expression, SampleType, SampleValue } from "../sample/types.ts";
import { wordPart } from "../sample/word-part.ts";
import { readFlags } from "./criterion-flags.ts";
import type { CriterionFlags } from "./criterion-flags.ts";
import { derivedCriteria } from "./derived.ts";
import { guardOf } from "./guard.ts";
import type { Guard } from "./guard.ts";
import { versionMatch } from "./matches/int.ts";
import { matchRow } from "./match-rows.ts";
import { addLinePatterns } from "./line-patterns.ts";
import type { PatternReference } from "./reference.ts";
import type { PatternSearch } from "./search.ts";
import type { MatchRow } from "./types.ts";

export interface CompiledTest {
  readonly test: (txn: Txn) => boolean;
  /** Set when the result never changes. */
  readonly constant?: boolean;
  /** `Where` bits the sample needs. */
  readonly where: number;
  readonly fetchName: string;
  /** What the test comes down to where rules may share its lookup; else null. */
  readonly guard: Guard | null;
}

/** Compiles an expression; undefined after reporting what is wrong with it. */
export function compileCriterion(
  words: readonly Word[],
  scope: CompileScope,
): CompiledTest | undefined {
  const criterion = words[0]!;
  const syntax = readExpression(criterion, 0, scope);
  if (syntax === undefined) return undefined;
  if (syntax.end < criterion.text.length) {
    const at = wordPart(criterion, syntax.end, criterion.text.length);
    scope.diagnostics.error(at, `unexpected '${at.text}' after the criterion`);
    return undefined;
  }
  const written = syntax.calls[0]!;
  const derived = derivedCriteria.get(written.name);
  const fetch: CallSyntax = derived === undefined ? written : { ...written, name: derived.fetch };
  const calls = [fetch, ...syntax.calls.slice(1)];
  const placed = compilePlaced(criterion, { calls, end: syntax.end }, scope);
  const flags = readFlags(words, scope);
  if (placed === undefined || flags === undefined) return undefined;
  const implied = calls.length === 1 ? derived?.match : undefined;
  const row = flags.match ?? matchFor(implied, placed.expression.type, criterion, scope);
  if (row === undefined) return undefined;
  const expression = castTo(placed.expression, row.input, scope, criterion);
  if (expression === undefined) return undefined;
  const exactCase = placed.expression.type === "meth" && row.name === "str";
  const opened = openIndexes(words, written.name, row, flags, exactCase, scope);
  if (opened === undefined) return undefined;
  const { where, fetchName } = placed;
  const searches = opened.map(({ search }) => search);
  if (!row.takesPatterns && expression.constant !== undefined) {
    const constant = searches[0]!.matches(expression.constant);
    return { test: () => constant, constant, where, fetchName, guard: null };
  }
  const references = opened.map(({ reference }) => reference);
  // With -i for some files only there is no one way to compare.
  const mixed = flags.files.some(({ ignoreCase }) => ignoreCase !== flags.ignoreCase);
  const folds = flags.ignoreCase && !exactCase;
  const guard = mixed ? null : guardOf(calls, expression, row, folds, references, scope);
  return { test: testOf(expression, searches), where, fetchName, guard };
}

/** The match kind that a derived name or else the sample's type implies. */
function matchFor(
  implied: string | undefined,
  type: SampleType,
  criterion: Word,
  scope: CompileScope,
): MatchRow | undefined {
  if (implied === "ver") return versionMatch;
  if (implied !== undefined) return matchRow(implied);
  if (type === "bool" || type === "int" || type === "str") return matchRow(type);
  if (type === "meth") return matchRow("str");
  if (type === "ipv4" || type === "ipv6" || type === "addr") return matchRow("ip");
  scope.diagnostics.error(
    criterion,
    `a sample of type ${type} has no implied matching method`,
    "name one with -m, as in '-m str'",
  );
  return undefined;
}

/** A set of patterns with the search by the criterion's match kind. */
interface OpenedSet {
  readonly reference: PatternReference;
  readonly search: PatternSearch;
}

/** The sets of all files and of the line's own patterns, in that order. */
function openIndexes(
  words: readonly Word[],
  keyword: string,
  row: MatchRow,
  flags: CriterionFlags,
  exactCase: boolean,
  scope: CompileScope,
): readonly OpenedSet[] | undefined {
  const { file, line } = words[0]!;
  const sets: OpenedSet[] = [];
  for (const { name, ignoreCase } of flags.files) {
    const set = openFile(name, flags.filesHaveValues, row, ignoreCase && !exactCase, scope);
    if (set === undefined) return undefined;
    sets.push(set);
  }
  const reference = scope.patterns.inline(flags.uniqueId);
  reference.usedByAcl = true;
  reference.addUse(`acl '${keyword}' file '${file}' line ${line}`);
  const patterns = words.slice(flags.next);
  const search = reference.searchBy(row, flags.ignoreCase && !exactCase, null);
  if ("fault" in search) return undefined;
  if (!addLinePatterns(reference, row, patterns, scope)) return undefined;
  if (row.takesPatterns && patterns.length === 0 && flags.files.length === 0 && !flags.ended) {
    scope.diagnostics.warn(
      words[0]!,
      `'${words[0]!.text}' has no pattern to match against, so this ACL will never match`,
      "add '--' if this is meant, '-m found' to test for existence, '-m bool' for an integer",
    );
  }
  return [...sets, { reference, search }];
}

function openFile(
  name: Word,
  hasValues: boolean,
  row: MatchRow,
  ignoreCase: boolean,
  scope: CompileScope,
): OpenedSet | undefined {
  try {
    const reference = scope.patterns.file(name.text, hasValues);
    reference.usedByAcl = true;
    if (hasValues) reference.usedByMap = true;
    reference.addUse(`by acl at file '${name.file}' line ${name.line}`);
    const search = reference.searchBy(row, ignoreCase, null);
    if (!("fault" in search)) return { reference, search };
    scope.diagnostics.error(name, `${search.fault} at line ${search.line} of file '${name.text}'`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    scope.diagnostics.error(name, `cannot open pattern file '${name.text}': ${reason}`);
  }
  return undefined;
}

function testOf(expression: Expression, searches: readonly PatternSearch[]): (txn: Txn) => boolean {
  const matches = matcherOf(searches);
  const { all } = expression;
  if (all !== undefined) return (txn) => all(txn, matches);
  const fetch = expression.eval;
  return (txn) => {
    const value = fetch(txn);
    return value !== undefined && matches(value);
  };
}

function matcherOf(searches: readonly PatternSearch[]): (value: SampleValue) => boolean {
  const [only] = searches;
  if (only !== undefined && searches.length === 1) return (value) => only.matches(value);
  return (value) => {
    for (let i = 0; i < searches.length; i++) {
      if (searches[i]!.matches(value)) return true;
    }
    return false;
  };
}
