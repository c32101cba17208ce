/** The stick tables of a configuration, in the arena (manual 4.2, `stick-table`; 3.5, `table`). */
import type { ConfigModel } from "../../config/model.ts";
import type { Diagnostics } from "../../config/diagnostics.ts";
import type { Line, Word } from "../../config/word.ts";
import { parseStickTableSpec, type StickTableSpec } from "../../stick-table/spec.ts";
import { DATA_TYPES, dataType } from "../../stick-table/data-types.ts";
import { STICK_DATA } from "../../stick-table/stuck-servers.ts";
import { StickTable } from "../../stick-table/table.ts";
import { TableView } from "../../stick-table/view.ts";
import type { ThreadEnv } from "./thread-env.ts";

/** All tables by name: a proxy's has the proxy's name, one of a peers section "section/name". */
export function compileTables(
  model: ConfigModel,
  env: ThreadEnv,
  diagnostics: Diagnostics,
): Map<string, TableView> {
  const tables: Map<string, TableView> = new Map();
  const stuck = new Set(
    model.proxies.flatMap((proxy) =>
      proxy.stickRules.map((rule) => rule.table?.text ?? proxy.name),
    ),
  );
  const add = (name: string, words: readonly Word[], line: Word | Line): void => {
    const implied = stuck.has(name) ? STICK_DATA : [];
    const table = compileTable(name, words, line, implied, env, diagnostics);
    if (table !== undefined) tables.set(name, table);
  };
  for (const proxy of model.proxies) {
    if (proxy.stickTable !== null) add(proxy.name, proxy.stickTable.words, proxy.stickTable.line);
  }
  for (const section of model.peers) {
    for (const table of section.tables)
      add(`${section.name}/${table.name}`, table.words, table.words[0]!);
  }
  return tables;
}

function compileTable(
  name: string,
  words: readonly Word[],
  line: Word | Line,
  implied: readonly string[],
  env: ThreadEnv,
  diagnostics: Diagnostics,
): TableView | undefined {
  const parsed = parseStickTableSpec(words.map((word) => word.text));
  if ("error" in parsed) {
    diagnostics.error(words[parsed.wordIndex] ?? line, `stick-table: ${parsed.error}`);
    return undefined;
  }
  const { warnings } = parsed;
  const spec = storing(implied, parsed.spec);
  for (const warning of warnings) diagnostics.warn(line, `stick-table: ${warning}`);
  if (spec.peers !== undefined || spec.writeTo !== undefined || spec.recvOnly) {
    diagnostics.error(
      line,
      "stick-table: synchronization with peers is not supported by this version of Sluice",
      "remove 'peers', 'write-to' and 'recv-only'",
    );
    return undefined;
  }
  const region = env.arena.region(StickTable.regionName(name, spec), StickTable.sizeBytes(spec));
  return new TableView(name, StickTable.create(spec, region, env.io.wheel));
}

/** The table with what its users need stored, whether its line says so or not: `stick` the server. */
function storing(names: readonly string[], spec: StickTableSpec): StickTableSpec {
  const missing = names.filter((name) => spec.store.every((each) => each.type.name !== name));
  if (missing.length === 0) return spec;
  const added = missing.map((name) => ({ type: dataType(name)!, elements: 1, periodMs: 0 }));
  const store = [...spec.store, ...added];
  store.sort((a, b) => DATA_TYPES.indexOf(a.type) - DATA_TYPES.indexOf(b.type));
  return { ...spec, store };
}
