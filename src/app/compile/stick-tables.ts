/** The stick tables of a configuration, in the arena (manual 4.2, `stick-table`; 3.5, `table`). */
import type { ConfigModel, PeersModel } from "../../config/model.ts";
import type { Diagnostics } from "../../config/diagnostics/diagnostics.ts";
import type { Line, Word } from "../../config/words/word.ts";
import { parseStickTableSpec, type StickTableSpec } from "../../stick-table/spec.ts";
import { DATA_TYPES, dataType } from "../../stick-table/data-types.ts";
import { STICK_DATA } from "../../stick-table/stuck-servers.ts";
import { StickTable } from "../../stick-table/table.ts";
import { TableUpdates } from "../../stick-table/updates.ts";
import { wireBytes } from "../../stick-table/wire-size.ts";
import { TableView } from "../../stick-table/view.ts";
import type { ThreadEnv } from "./thread-env.ts";

/** All tables by name, in the order of their lines: a proxy's has the proxy's name, one of a peers section "section/name". */
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
  const lines: TableLine[] = [];
  for (const { name, stickTable } of model.proxies) {
    if (stickTable !== null) lines.push({ name, ...stickTable, section: null });
  }
  for (const section of model.peers) {
    for (const { name, words } of section.tables) {
      lines.push({ name: `${section.name}/${name}`, words, line: words[0]!, section });
    }
  }
  for (const line of inOrder(lines)) {
    const implied = stuck.has(line.name) ? STICK_DATA : [];
    const table = compileTable(line, implied, model, env, diagnostics);
    if (table !== undefined) tables.set(line.name, table);
  }
  for (const { name, line } of lines) checkTarget(name, line, tables, diagnostics);
  return tables;
}

/** As they stand in the configuration, whatever the sections are. */
function inOrder(lines: readonly TableLine[]): readonly TableLine[] {
  const files = [...new Set(lines.map(({ words }) => words[0]!.file))];
  const rank = ({ words: [word] }: TableLine): number => files.indexOf(word!.file);
  return lines.toSorted((a, b) => rank(a) - rank(b) || a.words[0]!.line - b.words[0]!.line);
}

/** A `stick-table` line, or a `table` line of a peers section. */
interface TableLine {
  readonly name: string;
  readonly words: readonly Word[];
  readonly line: Word | Line;
  readonly section: PeersModel | null;
}

function compileTable(
  { name, words, line, section }: TableLine,
  implied: readonly string[],
  model: ConfigModel,
  env: ThreadEnv,
  diagnostics: Diagnostics,
): TableView | undefined {
  const parsed = parseStickTableSpec(words.map((word) => word.text));
  if ("error" in parsed) {
    diagnostics.error(words[parsed.wordIndex] ?? line, `stick-table: ${parsed.error}`);
    return undefined;
  }
  const { warnings } = parsed;
  const sizeBytes = wireBytes(parsed.spec);
  const { bufsizeBytes } = model.global;
  if (sizeBytes > bufsizeBytes) {
    diagnostics.error(
      line,
      `stick-table: key and data take ${sizeBytes} bytes in an update of peers, tune.bufsize is ` +
        `${bufsizeBytes}`,
      "shorten the key, store less, or raise tune.bufsize",
    );
  }
  const spec = storing(implied, parsed.spec);
  for (const warning of warnings) diagnostics.warn(line, `stick-table: ${warning}`);
  const word = words.find(({ text }) => text === "peers") ?? line;
  if (section !== null && spec.peers !== undefined) {
    diagnostics.error(word, "'table' does not take the argument 'peers'");
  }
  const shared = section ?? model.peers.find((each) => each.name === spec.peers);
  if (spec.peers !== undefined && shared === undefined) {
    diagnostics.error(word, `there is no peers section '${spec.peers}'`);
  }
  const region = env.arena.region(StickTable.regionName(name, spec), StickTable.sizeBytes(spec));
  const updates = shared?.disabled === false ? updatesOf(name, spec, env) : null;
  return new TableView(name, StickTable.create(spec, region, env.io.wheel, updates));
}

/** Where the changes of a table are noted for its peers. */
export function updatesOf(name: string, spec: StickTableSpec, env: ThreadEnv): TableUpdates {
  const region = env.arena.region(
    `${StickTable.regionName(name, spec)}/updates`,
    TableUpdates.sizeBytes(spec.size),
  );
  return new TableUpdates(region, spec.size);
}

/** Reports a `write-to` table that is not there or has other keys (manual 11.1). */
function checkTarget(
  name: string,
  line: Word | Line,
  tables: ReadonlyMap<string, TableView>,
  diagnostics: Diagnostics,
): void {
  const spec = tables.get(name)?.table.spec;
  if (spec?.writeTo === undefined) return;
  const target = tables.get(spec.writeTo)?.table.spec;
  if (target === undefined) {
    diagnostics.error(line, `write-to: there is no stick-table '${spec.writeTo}'`);
  } else if (target === spec) {
    diagnostics.error(line, "write-to: a table cannot be its own target");
  } else if (target.type !== spec.type || target.keyBytes !== spec.keyBytes) {
    diagnostics.error(
      line,
      `write-to: the keys of '${spec.writeTo}' are of another type or length`,
    );
  }
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
