/** The counters of a generation that `dump stats-file` writes and `stats-file` brings back. */
import type { Files } from "../runtime/files.ts";
import { addStatsFile, type GuidSubject } from "../stats/stats-file.ts";
import type { Generation } from "./compile/generation.ts";

/** A section that listens and has servers has its guid on both sides. Frontends, then servers and their backends, in the order of the configuration. */
export function guidSubjects({ frontends, backends }: Generation): readonly GuidSubject[] {
  const subjects: GuidSubject[] = [];
  for (const { model, frontend } of frontends) {
    const { counters } = frontend;
    if (model.guid !== null) subjects.push({ side: "fe", guid: model.guid.text, counters });
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
