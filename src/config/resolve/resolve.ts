/**
 * What can be said of a configuration only when all of it has been read: names that refer to
 * other sections, ids, modes that do not go together, and settings that are missing. Afterwards the
 * model is complete.
 */
import { checkAdminThreads } from "../bind/thread-options.ts";
import { limitThreads } from "../directives/global-threads.ts";
import { completeUnixBinds } from "../directives/unix-bind.ts";
import type { Load } from "../load-state.ts";
import { readHeaderCaseFile } from "../values/header-case.ts";
import { checkGuids } from "./guids.ts";
import { assignIds } from "./ids.ts";
import { resolveLogs } from "./logs.ts";
import { resolvePeers } from "./peers.ts";
import { checkSettings } from "./settings.ts";
import { resolveSwitching } from "./switching.ts";
import { resolveStickTables } from "./tables.ts";
import type { ProxyModel } from "../model.ts";
import { type ErrorLine, type ProxyDraft, hasRules } from "../proxy-draft.ts";
import type { Word } from "../words/word.ts";

/** Completes the proxies and reports what does not fit together. */
export function resolve(load: Load): void {
  const { global } = load;
  limitThreads(load);
  completeUnixBinds(load);
  for (const bind of global.statsSockets) checkAdminThreads(bind, load);
  // As HAProxy does: rewriting may take at most half of a buffer.
  global.maxrewriteBytes = Math.min(global.maxrewriteBytes, global.bufsizeBytes >> 1);
  readHeaderCaseFile(load);
  for (const proxy of load.proxies) {
    proxy.model.rules["http-request"].push(...proxy.redirects);
    takeErrorPages(proxy, load);
    resolveSwitching(proxy, load);
    resolveStickTables(proxy, load);
    if (!proxy.model.disabled) checkSettings(proxy, load);
  }
  assignIds(load);
  checkGuids(load);
  resolveLogs(load);
  resolvePeers(load);
  for (const defaults of load.defaults) refuseMixedUse(defaults, load);
}

/** What answers which status: a later line replaces what an earlier one said. */
function takeErrorPages({ errorLines, model }: ProxyDraft, load: Load): void {
  for (const line of errorLines) {
    if ("group" in line) takeErrorGroup(line, model, load);
    else if (line.page === null) model.errorFiles.delete(line.status);
    else model.errorFiles.set(line.status, line.page);
  }
}

function takeErrorGroup(
  { group, codes, requires }: Extract<ErrorLine, { group: Word }>,
  model: ProxyModel,
  load: Load,
): void {
  const found = load.httpErrors.find((each) => each.name === group.text);
  if (found === undefined) {
    load.diagnostics.error(group, `there is no http-errors section '${group.text}'`);
    return;
  }
  for (const code of requires ? codes : []) {
    if (!found.errorFiles.has(Number(code.text))) {
      load.diagnostics.error(code, `'${group.text}' has no page for status '${code.text}'`);
    }
  }
  for (const [status, page] of found.errorFiles) {
    const isWanted = codes.length === 0 || codes.some((code) => Number(code.text) === status);
    if (isWanted) model.errorFiles.set(status, page);
  }
}

/** Rules of a defaults section cannot mean the same on both sides. */
function refuseMixedUse(defaults: ProxyDraft, load: Load): void {
  if (!hasRules(defaults)) return;
  const users = load.proxies.filter((proxy) => proxy.from === defaults);
  const frontend = users.find(({ model }) => model.kind !== "backend");
  const backend = users.find(({ model }) => model.kind !== "frontend");
  if (frontend === undefined || backend === undefined) return;
  load.diagnostics.error(
    backend.opening,
    `${backend.model.kind} '${backend.model.name}' inherits rules from the defaults section '${defaults.model.name}' that a frontend uses too`,
    "a defaults section with rules serves frontends or backends, not both, and no listen section",
  );
}
