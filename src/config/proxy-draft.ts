/**
 * A proxy section while it is read: its model, and what only the reading needs. A new section
 * starts as a copy of the defaults section it inherits from; nothing is shared afterwards, so
 * that a line in one section never changes another.
 */
import type { ProxySection } from "./directive.ts";
import type {
  ErrorPageModel,
  ProxyKind,
  ProxyModel,
  RuleModel,
  ServerModel,
  StatsModel,
} from "./model.ts";
import { blankProxy } from "./model/blank/proxy.ts";
import { blankServer } from "./model/blank/server.ts";
import type { Line, Word } from "./words/word.ts";

/**
 * A line about error pages: `errorfile`, `errorloc` and `http-error` set one page or take it away
 * (null), `errorfiles GROUP [CODE…]` takes those of a group, which must have the codes it `requires`.
 */
export type ErrorLine =
  | { readonly status: number; readonly page: ErrorPageModel | null }
  | { readonly group: Word; readonly codes: readonly Word[]; readonly requires: boolean };

export interface ProxyDraft {
  readonly section: ProxySection;
  readonly opening: Line;
  readonly model: ProxyModel;
  /** The defaults section it began as; null for the built-in settings. */
  readonly from: ProxyDraft | null;
  /** Settings that `server` lines of this section start from. */
  serverDefaults: ServerModel;
  /** Lines about error pages, in order; the groups they name may be declared later. */
  readonly errorLines: ErrorLine[];
  /** `redirect` lines: HAProxy runs them after all http-request rules, wherever they stand. */
  readonly redirects: RuleModel[];
  /** The word of `id`, for what is wrong with it once all proxies are known. */
  idWord: Word | null;
}

/** The section has rule lines, of whatever set. */
export function hasRules({ model }: ProxyDraft): boolean {
  return Object.values(model.rules).some((rules) => rules.length > 0);
}

/** Starts a section; `from` null means the built-in defaults and `ssl-server-verify`. */
export function startDraft(
  section: ProxySection,
  name: string,
  opening: Line,
  from: ProxyDraft | null,
  serverVerify: ServerModel["verify"],
): ProxyDraft {
  const kind: ProxyKind = section === "defaults" ? "listen" : section;
  const blank = blankProxy(kind, name, opening.words[0]!);
  return {
    section,
    opening,
    from,
    model: from === null ? blank : inherit(blank, from.model),
    serverDefaults:
      from === null
        ? { ...blankServer(opening), verify: serverVerify }
        : { ...from.serverDefaults },
    errorLines: from === null ? [] : [...from.errorLines],
    redirects: [],
    idWord: null,
  };
}

function inherit(blank: ProxyModel, from: ProxyModel): ProxyModel {
  const { kind, name, position } = blank;
  return {
    ...from,
    kind,
    name,
    position,
    rules: {
      "tcp-request connection": [...from.rules["tcp-request connection"]],
      "tcp-request session": [...from.rules["tcp-request session"]],
      "tcp-request content": [...from.rules["tcp-request content"]],
      "tcp-response content": [...from.rules["tcp-response content"]],
      "http-request": [...from.rules["http-request"]],
      "http-response": [...from.rules["http-response"]],
      "http-after-response": [...from.rules["http-after-response"]],
    },
    defaultBackend: kind === "backend" ? null : from.defaultBackend,
    timeouts: { ...from.timeouts },
    acls: [...from.acls],
    captures: [...from.captures],
    switches: new Set(from.switches),
    httpCheck: { ...from.httpCheck },
    logTargets: [...from.logTargets],
    errorFiles: new Map(from.errorFiles),
    monitorFail: [...from.monitorFail],
    stats: from.stats === null ? null : copyStats(from.stats),
    persistRules: [],
    binds: [],
    servers: [],
    useBackend: [],
    useServer: [],
    stickRules: [],
  };
}

function copyStats(stats: StatsModel): StatsModel {
  return {
    ...stats,
    auth: [...stats.auth],
    scope: [...stats.scope],
    httpRequestRules: [...stats.httpRequestRules],
  };
}
