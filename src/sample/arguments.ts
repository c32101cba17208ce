/**
 * Checks the arguments of a fetch or converter against its row, before the row compiles them:
 * how many there are and whether each reads as its type (manual 7.3). What an argument names
 * (a table, a backend) is looked up by the row. Arguments left out in the middle have the text "".
 */
import { parseIp } from "../core/ip.ts";
import type { Word } from "../config/words/word.ts";
import type { CompileScope } from "./compile-scope.ts";
import type { CallSyntax } from "./expression-syntax.ts";
import { wholeInt } from "./integer.ts";
import type { Arg, ArgSpec, ArgType } from "./types.ts";
import { wordPart } from "./word-part.ts";

/** What is said of a text that does not read as its type; undefined when it does. */
function faultOf(type: ArgType, text: string): string | undefined {
  if (type === "int" && wholeInt(text) === undefined) return "is not an integer";
  if (type === "ip" && parseIp(text) === undefined) return "is not an IP address";
  return undefined;
}

function expectation(specs: readonly ArgSpec[]): string {
  if (specs.length === 0) return "it takes no argument";
  const most =
    specs[specs.length - 1]!.repeat === true ? "any number of" : `at most ${specs.length}`;
  return `it takes ${most} arguments`;
}

/**
 * The arguments of a call as `Arg`s, or undefined after reporting what is wrong with them. `what`
 * is "fetch method" or "converter".
 */
export function checkedArguments(
  specs: readonly ArgSpec[],
  call: CallSyntax,
  what: string,
  word: Word,
  scope: CompileScope,
  syntax: string,
): readonly Arg[] | undefined {
  const given = call.args ?? [];
  const repeats = specs.length > 0 && specs[specs.length - 1]!.repeat === true;
  if (given.length > specs.length && !repeats) {
    const extra = given[specs.length]!;
    scope.diagnostics.error(
      wordPart(word, extra.start, extra.end),
      `${what} '${call.name}': too many arguments, ${expectation(specs)}`,
      `syntax: ${syntax}`,
    );
    return undefined;
  }
  const name = wordPart(word, call.start, call.nameEnd);
  const args: Arg[] = [];
  for (let index = 0; index < Math.max(given.length, specs.length); index++) {
    const spec = specs[Math.min(index, specs.length - 1)]!;
    const arg = given[index];
    const at = arg === undefined ? name : wordPart(word, arg.start, arg.end);
    const text = arg?.text ?? "";
    const fault = text === "" ? missingFault(spec, arg !== undefined) : faultOf(spec.type, text);
    if (fault !== undefined) {
      const shown = text === "" ? "" : ` '${text}'`;
      const place = `${what} '${call.name}': argument ${index + 1} (${spec.name})`;
      scope.diagnostics.error(at, `${place}${shown} ${fault}`, `syntax: ${syntax}`);
      return undefined;
    }
    if (arg !== undefined) args.push({ text, at });
  }
  return args;
}

/** An empty text may stand for any string, and for whatever is optional. */
function missingFault(spec: ArgSpec, given: boolean): string | undefined {
  if (spec.optional === true || (given && spec.type === "str")) return undefined;
  return "is missing";
}
