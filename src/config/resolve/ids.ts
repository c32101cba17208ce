/** Numeric ids of proxies, servers and listeners: those given are kept, the others count up. */
import type { Load } from "../load-state.ts";
import type { ProxyDraft } from "../proxy-draft.ts";
import type { Line, Word } from "../words/word.ts";

/** Something that has an id, 0 or null while it has none. */
interface Numbered {
  id: number | null;
  /** Where to complain about it. */
  readonly at: Word | Line;
  readonly what: string;
}

/** HAProxy keeps 1 for a proxy of its own, so the first of a configuration is 2. */
const firstProxyId = 2;

/** Gives every proxy, server and bind its id; reports those used twice, and servers of one name. */
export function assignIds(load: Load): void {
  const proxies = load.proxies.map((proxy) => numberedProxy(proxy));
  number(proxies, firstProxyId, load);
  load.proxies.forEach((proxy, index) => {
    proxy.model.idForced = proxy.model.id !== 0;
    proxy.model.id = proxies[index]!.id!;
  });
  for (const { model } of load.proxies) {
    reportSameNames(model.servers, load);
    for (const server of model.servers) server.idForced = server.id !== null;
    number(
      model.servers.map((server) => wrap(server, `server '${server.name}'`)),
      1,
      load,
    );
    number(
      model.binds.map((bind) => wrap(bind, `bind '${bind.text}'`)),
      1,
      load,
    );
  }
}

function numberedProxy({ model, idWord, opening }: ProxyDraft): Numbered {
  const what = `${model.kind} '${model.name}'`;
  return { id: model.id === 0 ? null : model.id, at: idWord ?? opening, what };
}

/** A view of a server or bind that numbers the thing itself. */
function wrap(owner: { id: number | null; readonly line: Line }, what: string): Numbered {
  const { words } = owner.line;
  const at = words.findIndex((word) => word.text === "id");
  return {
    get id() {
      return owner.id;
    },
    set id(value) {
      owner.id = value;
    },
    at: words[at + 1] ?? owner.line,
    what,
  };
}

function number(all: readonly Numbered[], first: number, load: Load): void {
  const taken = new Map<number, Numbered>();
  for (const each of all) {
    if (each.id === null) continue;
    const owner = taken.get(each.id);
    if (owner === undefined) taken.set(each.id, each);
    else load.diagnostics.error(each.at, `${each.what} has the id ${each.id} of ${owner.what}`);
  }
  let next = first;
  for (const each of all) {
    if (each.id === null) {
      while (taken.has(next)) next++;
      each.id = next;
      taken.set(next, each);
    }
    // Those with an id of their own count as well, so that the others have that of their position.
    next++;
  }
}

function reportSameNames(
  servers: readonly { readonly name: string; readonly line: Line }[],
  load: Load,
): void {
  const seen = new Map<string, Line>();
  for (const { name, line } of servers) {
    const first = seen.get(name);
    if (first === undefined) seen.set(name, line);
    else
      load.diagnostics.error(
        line.words[1] ?? line,
        `there is another server '${name}' at line ${first.words[0]!.line}`,
      );
  }
}
