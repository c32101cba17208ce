/** The counters of a generation that `dump stats-file` writes and `stats-file` brings back. */
import type { Files } from "../runtime/files.ts";
import { addStatsFile, type GuidSubject } from "../stats/stats-file.ts";
import { countersOf, type WantedBind, wantedBy } from "./listening/bind-addresses.ts";
import type { BoundLine, Generation } from "./compile/generation.ts";

/**
 * A section that listens and has servers has its guid on both sides. Frontends and their listeners,
 * then servers and their backends, in the order of the configuration.
 */
export function guidSubjects(generation: Generation): readonly GuidSubject[] {
  const { frontends, backends } = generation;
  const subjects: GuidSubject[] = [];
  const wanted = wantedBy(generation);
  for (const entry of frontends) {
    const { model, frontend } = entry;
    const { counters } = frontend;
    if (model.guid !== null) subjects.push({ side: "fe", guid: model.guid.text, counters });
    // Listeners have counters with this option only, as `show stat` has rows of them.
    if (!model.switches.has("socket-stats")) continue;
    for (const line of entry.binds) subjects.push(...listenersOf(line, wanted, generation));
  }
  for (const { model, backend } of backends) {
    for (const server of backend.farm.servers) {
      const { guid } = server.model;
      if (guid !== null) subjects.push({ side: "be", guid: guid.text, counters: server.counters });
    }
    const { counters } = backend;
    if (model.guid !== null) subjects.push({ side: "be", guid: model.guid.text, counters });
  }
  return subjects;
}

/** The listeners of a line, each with the line's prefix and its number there. */
function listenersOf(
  line: BoundLine,
  wanted: readonly WantedBind[],
  generation: Generation,
): GuidSubject[] {
  const { guidPrefix } = line.bind;
  if (guidPrefix === null) return [];
  return wanted
    .filter((each) => each.line === line)
    .map((each, index) => ({
      side: "fe",
      guid: `${guidPrefix.text}-${index}`,
      counters: countersOf(each, generation),
    }));
}

/** Adds what the file of the configuration says, once, when the process starts; why it could not. */
export function loadStatsFile(generation: Generation, files: Files): string | null {
  const path = generation.model.global.process.statsFile;
  if (path === null) return null;
  try {
    const bytes = files.readBytes(path);
    addStatsFile(bytes.latin1Slice(0, bytes.length), guidSubjects(generation));
    return null;
  } catch (error) {
    return `the stats file '${path}' cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}
