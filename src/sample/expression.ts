/**
 * Compiles sample expressions to one closure: the fetch, the casts between types and the
 * converters (manual 7.3). All that can fail for a reason in the configuration fails here, with
 * the place of the word's part that is wrong; what never changes is computed here once.
 */
import { nearest } from "../core/edit-distance.ts";
import type { Word } from "../config/words/word.ts";
import { checkedArguments } from "./arguments.ts";
import { castBetween, castsTo, identity, typeOfValue } from "./cast.ts";
import { withStep } from "./chain.ts";
import type { CompileScope } from "./compile-scope.ts";
import { parseExpression } from "./expression-syntax.ts";
import type { CallSyntax, ExpressionSyntax } from "./expression-syntax.ts";
import { placeNames } from "./places.ts";
import { pluginConverterRow, pluginFetchRow } from "./plugin-rows.ts";
import type { Txn } from "./txn.ts";
import type {
  Compiled,
  ConverterRow,
  Expression,
  FetchRow,
  SampleType,
  SampleValue,
} from "./types.ts";
import { REFUSED_CONVERTERS, REFUSED_FETCHES } from "./refused-names.ts";
import { wordPart } from "./word-part.ts";

/** An expression with what its user may have to check himself. */
export interface PlacedExpression {
  readonly expression: Expression;
  /** `Where` bits that the fetch needs. */
  readonly where: number;
  /** Name of the fetch as written. */
  readonly fetchName: string;
}

/** Compiles the whole word; undefined after reporting what is wrong. */
export function compileExpression(word: Word, scope: CompileScope): Expression | undefined {
  const syntax = readExpression(word, 0, scope);
  if (syntax === undefined) return undefined;
  if (syntax.end < word.text.length) {
    const at = wordPart(word, syntax.end, word.text.length);
    scope.diagnostics.error(at, `unexpected '${at.text}' after the expression`);
    return undefined;
  }
  return compileExpressionOf(word, syntax, scope);
}

/**
 * Reads the expression that begins at `offset` of the word's text, without compiling it; `end` of
 * the result is where it stops. Undefined after reporting a fault.
 */
export function readExpression(
  word: Word,
  offset: number,
  scope: CompileScope,
): ExpressionSyntax | undefined {
  const syntax = parseExpression(word.text, offset);
  if (!("fault" in syntax)) return syntax;
  scope.diagnostics.error(wordPart(word, syntax.start, syntax.end), syntax.fault);
  return undefined;
}

/** Compiles what `readExpression` read of `word`; reports a fetch that cannot work in this place. */
export function compileExpressionOf(
  word: Word,
  syntax: ExpressionSyntax,
  scope: CompileScope,
): Expression | undefined {
  const placed = compilePlaced(word, syntax, scope);
  if (placed === undefined) return undefined;
  const missing = placed.where & ~scope.provides;
  if (missing === 0) return placed.expression;
  const call = syntax.calls[0]!;
  const needs = placeNames(missing);
  scope.diagnostics.error(
    wordPart(word, call.start, call.nameEnd),
    `sample fetch '${call.name}' needs ${needs}, which is not available in this ${scope.what}`,
  );
  return undefined;
}

/** Like `compileExpressionOf`, but leaves it to the caller to check where the sample exists. */
export function compilePlaced(
  word: Word,
  syntax: ExpressionSyntax,
  scope: CompileScope,
): PlacedExpression | undefined {
  const first = syntax.calls[0]!;
  const row = fetchRow(first, word, scope);
  if (row === undefined) return undefined;
  const args = checkedArguments(row.args, first, "fetch method", word, scope, row.syntax);
  if (args === undefined) return undefined;
  const at = wordPart(word, first.start, first.nameEnd);
  let compiled = row.compile(args, scope, at);
  for (const call of syntax.calls.slice(1)) {
    if (compiled === undefined) return undefined;
    compiled = converted(compiled, call, word, scope);
  }
  if (compiled === undefined) return undefined;
  return { expression: compiled, where: row.where, fetchName: first.name };
}

/**
 * The expression with its value cast to `type`; undefined after reporting at `at` that there is
 * no such cast.
 */
export function castTo(
  expression: Expression,
  type: SampleType,
  scope: CompileScope,
  at: Word,
): Expression | undefined {
  const cast = castBetween(expression.type, type);
  if (expression.typeOf !== undefined && cast !== identity)
    return castAtRunTime(expression, expression.typeOf, type);
  if (cast === null) {
    scope.diagnostics.error(at, `a sample of type ${expression.type} cannot be used as ${type}`);
    return undefined;
  }
  if (cast === identity) return { ...expression, type: type === "any" ? expression.type : type };
  return withStep(expression, cast, type, cast);
}

/** Casts by the type that the value turns out to have. */
function castAtRunTime(
  expression: Expression,
  typeOf: NonNullable<Expression["typeOf"]>,
  type: SampleType,
): Expression {
  const casts = castsTo(type);
  const step = (value: SampleValue, txn: Txn): SampleValue | undefined =>
    casts.get(typeOf(txn) ?? typeOfValue(value))?.(value);
  return withStep(expression, step, type, undefined);
}

/** Compiles a list of converters over what `before` gives; undefined after reporting. */
export function compileConverters(
  before: Compiled,
  word: Word,
  scope: CompileScope,
): Compiled | undefined {
  const syntax = readExpression(word, 0, scope);
  if (syntax === undefined) return undefined;
  let compiled: Compiled | undefined = before;
  for (const call of syntax.calls) {
    if (compiled === undefined) return undefined;
    compiled = converted(compiled, call, word, scope);
  }
  return compiled;
}

function converted(
  before: Compiled,
  call: CallSyntax,
  word: Word,
  scope: CompileScope,
): Compiled | undefined {
  const row = converterRow(call, word, scope);
  if (row === undefined) return undefined;
  const args = checkedArguments(row.args, call, "converter", word, scope, row.syntax);
  if (args === undefined) return undefined;
  const at = wordPart(word, call.start, call.nameEnd);
  if (before.typeOf === undefined && castBetween(before.type, row.input) === null) {
    const message = `converter '${call.name}' cannot be applied to a sample of type ${before.type}`;
    scope.diagnostics.error(at, message, `it takes ${row.input}`);
    return undefined;
  }
  const input = castTo(before, row.input, scope, at);
  const compiled = row.compile(args, scope, at);
  const converter = compiled?.forType?.(before.type, before.typeOf) ?? compiled;
  if (input === undefined || converter === undefined) return undefined;
  const output = converter.type ?? row.output;
  const type = output === "any" && converter.keepsType === true ? before.type : output;
  const result = withStep(input, converter.convert, type, converter.fold);
  if (converter.keepsType !== true) return result;
  return { ...result, typeOf: before.typeOf ?? (() => before.type) };
}

function fetchRow(call: CallSyntax, word: Word, scope: CompileScope): FetchRow | undefined {
  const row = scope.fetches.get(call.name) ?? pluginFetchRow(call.name, scope);
  if (row !== undefined) return row;
  report("fetch method", call, word, scope, scope.fetches.keys(), REFUSED_FETCHES);
  return undefined;
}

function converterRow(call: CallSyntax, word: Word, scope: CompileScope): ConverterRow | undefined {
  const row = scope.converters.get(call.name) ?? pluginConverterRow(call.name, scope);
  if (row !== undefined) return row;
  report("converter", call, word, scope, scope.converters.keys(), REFUSED_CONVERTERS);
  return undefined;
}

function report(
  what: string,
  call: CallSyntax,
  word: Word,
  scope: CompileScope,
  known: Iterable<string>,
  refused: ReadonlyMap<string, string>,
): void {
  const at = wordPart(word, call.start, call.nameEnd);
  const reason = refused.get(call.name);
  if (reason !== undefined) {
    scope.diagnostics.error(at, `${what} '${call.name}' is not supported: ${reason}`);
    return;
  }
  const near = nearest(call.name, known);
  const hint = near === undefined ? "" : `did you mean '${near}'?`;
  scope.diagnostics.error(at, `unknown ${what} '${call.name}'`, hint);
}
