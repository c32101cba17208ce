/**
 * The map converters (manual 7.3.1): `map_<match>_<output>(file[,default])`. A file is loaded once
 * and shared by all that name it; the admin socket changes it while they run.
 */
import { parseIp } from "../../core/ip.ts";
import { begMatch, endMatch } from "../../pattern/matches/beg.ts";
import { intMatch } from "../../pattern/matches/int.ts";
import { ipMatch } from "../../pattern/matches/ip.ts";
import { Regexes, regMatch } from "../../pattern/matches/reg.ts";
import { strMatch } from "../../pattern/matches/str.ts";
import { dirMatch, domMatch, subMatch } from "../../pattern/matches/sub.ts";
import { readInt } from "../../pattern/search.ts";
import type { MapValueType, PatternSearch } from "../../pattern/search.ts";
import { expandGroups } from "../../pattern/replacement.ts";
import type { MatchRow } from "../../pattern/types.ts";
import type { CompileScope } from "../compile-scope.ts";
import type { Arg, CompiledConverter, ConverterRow, SampleType, SampleValue } from "../types.ts";
import { MANUAL } from "./rows.ts";

const MATCHES: readonly MatchRow[] = [
  strMatch,
  begMatch,
  endMatch,
  subMatch,
  dirMatch,
  domMatch,
  regMatch,
  ipMatch,
  intMatch,
];

const OUTPUTS: readonly { readonly suffix: MapValueType; readonly type: SampleType }[] = [
  { suffix: "int", type: "int" },
  { suffix: "ip", type: "addr" },
];

/** What the text of a map's value, or of a default, stands for. */
function read(type: MapValueType, text: string): SampleValue | undefined {
  if (type === "str") return text;
  return type === "int" ? readInt(text) : parseIp(text);
}

/** The search of a file by a kind; undefined after reporting why there is none. */
function openMap(
  file: Arg,
  match: MatchRow,
  type: MapValueType,
  scope: CompileScope,
): PatternSearch | undefined {
  const { diagnostics, patterns } = scope;
  try {
    const reference = patterns.file(file.text, true);
    reference.usedByMap = true;
    reference.addUse(`by map at file '${file.at.file}' line ${file.at.line}`);
    const search = reference.searchBy(match, false, type);
    if (!("fault" in search)) return search;
    diagnostics.error(file.at, `${search.fault} at line ${search.line} of file '${file.text}'`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    diagnostics.error(file.at, `cannot open pattern file '${file.text}': ${reason}`);
  }
  return undefined;
}

/** The default's value, null without one; undefined after reporting. */
function defaultOf(
  name: string,
  arg: Arg | undefined,
  type: MapValueType,
  scope: CompileScope,
): SampleValue | null | undefined {
  if (arg === undefined) return null;
  const value = read(type, arg.text);
  if (value === undefined)
    scope.diagnostics.error(arg.at, `converter '${name}': '${arg.text}' is no ${type}`);
  return value;
}

function compile(
  name: string,
  match: MatchRow,
  type: MapValueType,
  args: readonly Arg[],
  scope: CompileScope,
  at: Arg["at"],
): CompiledConverter | undefined {
  const search = openMap(args[0] ?? { text: "", at }, match, type, scope);
  const otherwise = defaultOf(name, args[1], type, scope);
  if (search === undefined || otherwise === undefined) return undefined;
  return {
    convert: (value) => {
      const text = search.valueFor(value);
      return text === undefined ? (otherwise ?? undefined) : read(type, text);
    },
  };
}

function mapRow(
  name: string,
  match: MatchRow,
  type: MapValueType,
  output: SampleType,
): ConverterRow {
  return {
    name,
    input: match.input,
    output,
    manual: MANUAL,
    syntax: `${name}(<map_file>[,<default>])`,
    args: [
      { name: "map_file", type: "map-file" },
      { name: "default", type: "str", optional: true },
    ],
    summary: `Looks the sample up by ${match.name} in a map file; gives the value as ${output}.`,
    compile: (args, scope, at) => compile(name, match, type, args, scope, at),
  };
}

/** `map_<match>_key`: the pattern that matches, as it stands in the file. */
function keyRow(match: MatchRow): ConverterRow {
  const name = `map_${match.name}_key`;
  return {
    name,
    input: match.input,
    output: "str",
    manual: MANUAL,
    syntax: `${name}(<map_file>)`,
    args: [{ name: "map_file", type: "map-file" }],
    summary: `Looks the sample up by ${match.name} in a map file; gives the key that matches.`,
    compile: ([file], scope, at) => {
      const search = openMap(file ?? { text: "", at }, match, "str", scope);
      return search && { convert: (value) => search.find(value)?.key };
    },
  };
}

/** `map_regm`: the value may name groups of the regex, \1 to \9. */
const mapRegm: ConverterRow = {
  ...mapRow("map_regm", regMatch, "str", "str"),
  compile: (args, scope, at) => {
    const search = openMap(args[0] ?? { text: "", at }, regMatch, "str", scope);
    const otherwise = args[1]?.text;
    if (search === undefined) return undefined;
    return {
      convert: (value) => {
        const { index } = search;
        const found = index instanceof Regexes ? index.match(value) : null;
        if (found === null) return otherwise;
        return expandGroups(search.valueOf(found.number), found.groups);
      },
    };
  },
};

/** Names of what gives text: `map` is short for `map_str`. */
function textNames(match: MatchRow): readonly string[] {
  return match.name === "str" ? ["map", "map_str"] : [`map_${match.name}`];
}

export const mapConverters: readonly ConverterRow[] = [
  ...MATCHES.flatMap((match) => [
    ...textNames(match).map((name) => mapRow(name, match, "str", "str")),
    ...OUTPUTS.map(({ suffix, type }) =>
      mapRow(`map_${match.name}_${suffix}`, match, suffix, type),
    ),
    keyRow(match),
  ]),
  mapRegm,
];
