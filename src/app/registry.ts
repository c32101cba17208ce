/**
 * The tables of features: everything the configuration language, the admin socket and the
 * statistics know is a row in one of these. What lists, suggests or documents keywords reads them.
 */
import { balanceRows } from "../balance/rows.ts";
import { COMMANDS } from "../cli/commands.ts";
import { globalDirectives } from "../config/sections/global.ts";
import { logProfileDirectives } from "../config/sections/log-profile.ts";
import { proxyDirectives } from "../config/sections/proxy.ts";
import { ringDirectives } from "../config/sections/ring.ts";
import { bindOptions } from "../config/bind/options.ts";
import { serverOptions } from "../config/server/options.ts";
import { matchRows } from "../pattern/match-rows.ts";
import { actionRows } from "../rules/rows.ts";
import { converterRows } from "../sample/converter-rows.ts";
import { fetchesByName, fetchRows } from "../sample/fetch-rows.ts";
import type { ConverterRow, FetchRow } from "../sample/types.ts";

export const fetchTable: ReadonlyMap<string, FetchRow> = fetchesByName(fetchRows);
export const converterTable: ReadonlyMap<string, ConverterRow> = new Map(
  converterRows.map((row) => [row.name, row]),
);

/** A row as lists show it. */
interface Row {
  readonly syntax: string;
  /** Section of the manual. */
  readonly manual: string;
  readonly summary: string;
}

const commands: readonly Row[] = COMMANDS.map(({ usage, summary }) => ({
  syntax: usage,
  manual: "management 9.3",
  summary,
}));

/** Every table by the name under which `-dK` and the reference page list it. */
export const tables: Readonly<Record<string, readonly Row[]>> = {
  global: globalDirectives,
  proxy: proxyDirectives,
  ring: ringDirectives,
  "log-profile": logProfileDirectives,
  bind: bindOptions,
  server: serverOptions,
  balance: balanceRows,
  action: actionRows,
  fetch: fetchRows,
  converter: converterRows,
  match: matchRows,
  command: commands,
};
