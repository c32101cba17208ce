/** Reads the files of servers' states that a configuration names (manual 4.2). Control thread only. */
import type { CollectedDiagnostics } from "../../config/diagnostics/collect.ts";
import type { GlobalModel, ProxyModel } from "../../config/model.ts";
import type { Files } from "../../runtime/files.ts";
import type { SavedServers } from "../../server/changes/adopt.ts";
import { parseStateFile, type SavedStates } from "../../server/saved-state/file.ts";
import type { Generation } from "../compile/generation.ts";

/** What the files say, by backend; a file that cannot be read, or a line of it, is warned of. */
export function readServerStates(
  generation: Generation,
  files: Files,
  diagnostics: CollectedDiagnostics,
): ReadonlyMap<string, SavedServers> {
  const read = new Map<string, SavedStates>();
  const found = new Map<string, SavedServers>();
  for (const { model } of generation.backends) {
    const path = pathOf(model, generation.model.global);
    if (path === null && model.loadServerState === "global") {
      const hint = "add 'server-state-file <file>' to 'global'";
      diagnostics.warn(
        null,
        `${model.kind} '${model.name}' begins from the global state file, which is not named`,
        hint,
      );
    }
    if (path === null) continue;
    let states = read.get(path);
    if (states === undefined) read.set(path, (states = readStates(path, files, diagnostics)));
    const servers = states.backends.get(model.name);
    if (servers !== undefined) found.set(model.name, servers);
  }
  return found;
}

function pathOf(model: ProxyModel, global: GlobalModel): string | null {
  if (model.loadServerState === "none") return null;
  const isLocal = model.loadServerState === "local";
  const name = isLocal ? (model.serverStateFile ?? model.name) : global.serverStateFile;
  if (name === null || name.startsWith("/") || global.serverStateBase === null) return name;
  return `${global.serverStateBase}/${name}`;
}

function readStates(path: string, files: Files, diagnostics: CollectedDiagnostics): SavedStates {
  let text: string;
  try {
    const bytes = files.readBytes(path);
    text = bytes.latin1Slice(0, bytes.length);
  } catch {
    diagnostics.warn(null, `the server state file '${path}' cannot be read`);
    return { backends: new Map(), faults: [] };
  }
  const states = parseStateFile(text);
  for (const fault of states.faults)
    diagnostics.warn(null, `server state file '${path}': ${fault}`);
  return states;
}
