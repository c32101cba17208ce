/** Tables that stick rules name: the proxy's own, another proxy's, or one of a peers section. */
import type { Load } from "../load-state.ts";
import type { ProxyDraft } from "../proxy-draft.ts";

/** Reports stick rules without a table. */
export function resolveStickTables({ model }: ProxyDraft, load: Load): void {
  for (const { table, expression } of model.stickRules) {
    if (table === null) {
      if (model.stickTable === null) {
        load.diagnostics.error(
          expression,
          `'${model.name}' has no stick-table to stick with`,
          "add a 'stick-table' line, or name a table with 'table <name>'",
        );
      }
    } else if (!hasTable(table.text, load)) {
      load.diagnostics.error(table, `there is no stick-table '${table.text}'`);
    }
  }
}

function hasTable(name: string, load: Load): boolean {
  const isProxyTable = load.proxies.some(
    ({ model }) => model.name === name && model.stickTable !== null,
  );
  return (
    isProxyTable ||
    load.peers.some((section) =>
      section.tables.some((table) => `${section.name}/${table.name}` === name),
    )
  );
}
