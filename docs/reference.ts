/**
 * The reference page: every keyword this version knows, from the same rows that compile it, and what
 * HAProxy's manual lists and this version does not have.
 */
import { tables } from "../src/app/registry.ts";
import { derivedCriteria } from "../src/pattern/derived.ts";
import { matchRows } from "../src/pattern/match-rows.ts";
import { actionRows } from "../src/rules/rows.ts";
import { converterRows } from "../src/sample/converter-rows.ts";
import { fetchRows } from "../src/sample/fetch-rows.ts";
import { logAliases } from "../src/sample/log-format/aliases.ts";
import { bindOptions } from "../src/config/bind/options.ts";
import { globalDirectives } from "../src/config/sections/global.ts";
import { proxyDirectives } from "../src/config/sections/proxy.ts";
import { serverOptions } from "../src/config/server/options.ts";
import manual from "./manual-keywords.json" with { type: "json" };
import { absentNames, compare, type Comparison, summary } from "./missing.ts";

const namesOf = (rows: readonly { readonly name: string }[]): ReadonlySet<string> =>
  new Set(rows.map(({ name }) => name));

/** The rule language: nothing of it may be missing but what is left out on purpose. */
export const language: readonly Comparison[] = [
  compare(
    "Sample fetches",
    Object.values(manual.fetches).flat(),
    new Set([
      ...fetchRows.flatMap(({ name, aliases = [] }) => [name, ...aliases]),
      ...derivedCriteria.keys(),
    ]),
  ),
  compare("Converters", manual.converters, namesOf(converterRows)),
  compare("Match kinds", manual.matches, namesOf(matchRows)),
  ...Object.entries(manual.actions)
    .filter(([set]) => set !== "quic-initial")
    .map(([set, names]) => compare(`Actions of ${set}`, names, actionsAmong(names, set))),
  compare("Log variables", manual.logVariables, new Set(["o", ...logAliases.keys()])),
];

/** What surrounds it. */
export const directives: readonly Comparison[] = [
  compare("Directives of global", manual.directives.global, directiveNames(globalDirectives)),
  compare("Directives of proxies", manual.directives.proxies, directiveNames(proxyDirectives)),
  compare("Options of bind", manual.bindOptions, namesOf(bindOptions)),
  compare("Options of server", manual.serverOptions, namesOf(serverOptions)),
];

/** The page, as Markdown. */
export function referencePage(): string {
  const all = [...language, ...directives];
  const parts = [
    "# Keywords",
    "Written by `npm run docs` from the rows that compile each keyword. Section numbers and the " +
      `counts are those of the keyword index of HAProxy ${manual.version}'s manual.`,
    summary(all),
    "## What is not here",
    ...all.flatMap(absentNames),
    ...Object.entries(tables).flatMap(([name, rows]) => [`## ${titles[name] ?? name}`, list(rows)]),
    "## Log variables",
    [...logAliases.keys()].map((name) => `\`%${name}\``).join(" "),
  ];
  return `${parts.join("\n\n")}\n`;
}

const titles: Readonly<Record<string, string>> = {
  global: "Directives of the global section",
  proxy: "Directives of defaults, frontend, listen and backend",
  bind: "Options of bind",
  server: "Options of server and default-server",
  balance: "Balancing algorithms",
  action: "Actions",
  fetch: "Sample fetches",
  converter: "Converters",
  match: "Match kinds",
  command: "Commands of the admin socket",
};

/**
 * What the manual's index may call these rows: their names, the words those begin with ("compression"),
 * and the words of each form of the syntax up to its first argument ("persist rdp-cookie").
 */
function directiveNames(
  rows: readonly { readonly name: string; readonly syntax: string }[],
): ReadonlySet<string> {
  return new Set(
    rows.flatMap(({ name, syntax }) => {
      const words = name.split(" ");
      const [first = "", ...others] = syntax.split(" | ");
      const forms = [first, ...others.map((form) => `${name} ${form}`)];
      return [...words.map((_, at) => words.slice(0, at + 1).join(" ")), ...forms.map(fixedWords)];
    }),
  );
}

function fixedWords(form: string): string {
  return /^[\w.-]+(?: [\w.-]+)*/.exec(form)?.[0] ?? "";
}

/** Those of the names that some row of the set answers to. */
function actionsAmong(names: readonly string[], set: string): ReadonlySet<string> {
  const rows = actionRows.filter(({ sets }) => sets.some((other) => other === set));
  const answers = (name: string): boolean =>
    rows.some((row) => (row.prefix === true ? `${name}(`.startsWith(row.name) : row.name === name));
  return new Set(names.filter(answers));
}

function list(rows: (typeof tables)[string]): string {
  return [
    "| keyword | manual | |",
    "|---|---|---|",
    ...rows.map(
      (row) => `| \`${escaped(row.syntax)}\` | ${row.manual} | ${escaped(row.summary)} |`,
    ),
  ].join("\n");
}

function escaped(text: string): string {
  return text.replaceAll("|", "\\|");
}
