/**
 * Global unique ids (`guid` of proxies and servers, `guid-prefix` of binds, manual 4.2, 5.1, 5.2):
 * no two things of a configuration have the same one, of whatever kind they are.
 */
import type { Load } from "../load-state.ts";
import type { BindModel } from "../model.ts";
import type { Word } from "../words/word.ts";

const MOST_CHARACTERS = 127;
const BAD_CHARACTER = /[^A-Za-z0-9_.:-]/;

/** Reports ids that are too long, that have other characters, or that something else has. */
export function checkGuids(load: Load): void {
  const owners = new Map<string, string>();
  const claim = (guid: string, at: Word, owner: string): void => {
    const problem = problemOf(guid) ?? ownerProblem(guid, owners.get(guid));
    if (problem === null) owners.set(guid, owner);
    else load.diagnostics.error(at, problem);
  };
  for (const { model } of load.proxies) {
    const { kind, name, guid } = model;
    if (guid !== null) claim(guid.text, guid, `${kind} '${name}'`);
    for (const server of model.servers) {
      const word = server.guid;
      if (word !== null) claim(word.text, word, `server '${name}/${server.name}'`);
    }
  }
  // Listeners are named last: what is written in full keeps its name.
  for (const { model } of load.proxies) {
    for (const bind of model.binds) {
      for (const guid of guidsOf(bind)) claim(guid, bind.guidPrefix!, `bind '${bind.text}'`);
    }
  }
}

/** The ids of a bind line's listeners, in the order of its addresses; none without `guid-prefix`. */
function guidsOf({ guidPrefix, addresses }: BindModel): readonly string[] {
  return guidPrefix === null ? [] : addresses.map((_, index) => `${guidPrefix.text}-${index}`);
}

function problemOf(guid: string): string | null {
  if (guid.length > MOST_CHARACTERS)
    return `'${guid}' is longer than the ${MOST_CHARACTERS} characters of a guid`;
  const bad = BAD_CHARACTER.exec(guid)?.[0];
  return bad === undefined ? null : `'${bad}' is not permitted in a guid`;
}

function ownerProblem(guid: string, owner: string | undefined): string | null {
  return owner === undefined ? null : `the guid '${guid}' is that of ${owner}`;
}
