/** The predicates that `.if` and `-cc` know (manual 2.4), one row each. */
import { compareVersions } from "./version.ts";

/** What conditions may ask about the program and its surroundings. */
export interface ConditionFacts {
  /** The language level, e.g. "3.5-dev5". */
  readonly version: string;
  /** Names listed after a '+' by `-vv`. */
  readonly features: readonly string[];
  /** Options that are on in this process, as `enabled()` names them. */
  readonly enabled: ReadonlySet<string>;
  /** The TLS library; its version as OpenSSL would number it, "" where that means nothing. */
  readonly sslLibrary: { readonly name: string; readonly version: string };
  /** An environment variable, undefined when not set. */
  variable(name: string): string | undefined;
}

export interface PredicateRow {
  readonly name: string;
  readonly syntax: string;
  readonly summary: string;
  /** How many arguments it takes; a missing one counts as "" where `minArgs` allows. */
  readonly minArgs: number;
  readonly maxArgs: number;
  test(args: readonly string[], facts: ConditionFacts): boolean;
}

function unary(
  name: string,
  argument: string,
  summary: string,
  test: (arg: string, facts: ConditionFacts) => boolean,
): PredicateRow {
  return {
    name,
    syntax: `${name}(<${argument}>)`,
    summary,
    minArgs: 0,
    maxArgs: 1,
    test: (args, facts) => test(args[0] ?? "", facts),
  };
}

function binary(
  name: string,
  summary: string,
  test: (a: string, b: string) => boolean,
): PredicateRow {
  return {
    name,
    syntax: `${name}(<str1>,<str2>)`,
    summary,
    minArgs: 2,
    maxArgs: 2,
    test: (args) => test(args[0]!, args[1]!),
  };
}

export const predicates: readonly PredicateRow[] = [
  unary(
    "defined",
    "name",
    "the environment variable exists",
    (name, facts) => facts.variable(name) !== undefined,
  ),
  unary("feature", "name", "the feature is listed by -vv", (name, facts) =>
    facts.features.includes(name),
  ),
  unary("enabled", "opt", "the option is on in this process", (name, facts) =>
    facts.enabled.has(name),
  ),
  binary("streq", "the strings are equal", (a, b) => a === b),
  binary("strneq", "the strings differ", (a, b) => a !== b),
  binary("strstr", "the second string occurs in the first", (a, b) => a.includes(b)),
  unary(
    "version_atleast",
    "ver",
    "the program is at least this version",
    (version, facts) => compareVersions(facts.version, version) >= 0,
  ),
  unary(
    "version_before",
    "ver",
    "the program is older than this version",
    (version, facts) => compareVersions(facts.version, version) < 0,
  ),
  unary(
    "openssl_version_atleast",
    "ver",
    "OpenSSL is at least this version",
    (version, facts) =>
      facts.sslLibrary.version !== "" && compareVersions(facts.sslLibrary.version, version) >= 0,
  ),
  unary(
    "openssl_version_before",
    "ver",
    "OpenSSL is older than this version",
    (version, facts) =>
      facts.sslLibrary.version !== "" && compareVersions(facts.sslLibrary.version, version) < 0,
  ),
  ...["awslc_api_atleast", "awslc_api_before"].map((name) =>
    unary(
      name,
      "ver",
      "the TLS library is AWS-LC of such a version; no runtime has it",
      () => false,
    ),
  ),
  unary("ssllib_name_startswith", "name", "the TLS library's name begins so", (name, facts) =>
    facts.sslLibrary.name.startsWith(name),
  ),
];
