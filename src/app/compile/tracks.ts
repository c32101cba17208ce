/**
 * Who tracks whom (server option `track`, manual 5.2): links servers to those whose state they take
 * over, across backends. At the end of each chain stands a server that is checked or has an agent.
 */
import type { Diagnostics } from "../../config/diagnostics/diagnostics.ts";
import type { Word } from "../../config/words/word.ts";
import type { ProxyModel } from "../../config/model.ts";
import type { Farm } from "../../server/farm.ts";
import type { Server } from "../../server/server.ts";

interface Tracking {
  readonly model: ProxyModel;
  readonly backend: { readonly farm: Farm };
}

/** Sets `tracked` of all servers that track one; reports what cannot be. */
export function linkTracks(backends: readonly Tracking[], diagnostics: Diagnostics): void {
  const linked: [Server, Word][] = [];
  for (const entry of backends) {
    for (const server of entry.backend.farm.servers) {
      const { track } = server.model;
      if (track === null) continue;
      const tracked = findTracked(track, entry, backends, diagnostics);
      if (tracked === undefined) continue;
      server.tracked = tracked;
      linked.push([server, track]);
      if (reportConflict(server, track, diagnostics)) return;
    }
  }
  for (const [server, word] of linked) {
    const { check, agentCheck } = server.witness.model;
    if (check || agentCheck) continue;
    diagnostics.error(
      word,
      `unable to use ${server.trackedName} for tracking as it does not have any check nor agent enabled`,
    );
  }
}

function findTracked(
  word: Word,
  own: Tracking,
  backends: readonly Tracking[],
  diagnostics: Diagnostics,
): Server | undefined {
  const { text } = word;
  const slash = text.indexOf("/");
  const backend = slash < 0 ? own.model.name : text.slice(0, slash);
  const name = text.slice(slash + 1);
  const entry = backends.find(({ model }) => model.name === backend);
  const tracked = entry?.backend.farm.server(name);
  if (entry === undefined) {
    diagnostics.error(word, `unable to find required proxy '${backend}' for tracking`);
  } else if (tracked === undefined) {
    diagnostics.error(word, `unable to find required server '${name}' for tracking`);
  } else if (entry.model.httpCheck.disableOn404 !== own.model.httpCheck.disableOn404) {
    diagnostics.error(
      word,
      `unable to use ${backend}/${name} for tracking: disable-on-404 option inconsistency`,
    );
    return undefined;
  }
  return tracked;
}

/** True for a chain that has no end. */
function reportConflict(server: Server, word: Word, diagnostics: Diagnostics): boolean {
  const { check, initState } = server.model;
  if (check) {
    diagnostics.error(word, "unable to enable checks and tracking at the same time");
  }
  if (initState !== "none") {
    diagnostics.error(word, "unable to set init-state and tracking at the same time");
  }
  for (let each = server.tracked; each !== null; each = each.tracked) {
    if (each !== server) continue;
    const loop = `a tracking chain looping back to ${server.backendName}/${server.name}`;
    diagnostics.error(word, `unable to track ${server.trackedName} as it belongs to ${loop}`);
    server.tracked = null;
    return true;
  }
  return false;
}
