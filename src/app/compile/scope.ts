/**
 * The compile scope of one proxy: names are looked up in the generation being made. Proxies are
 * known by their facts before their rules are compiled, so rules may name any of them.
 */
import type { Resolver } from "../../dns/resolver.ts";
import type { Diagnostics } from "../../config/diagnostics/diagnostics.ts";
import type { Word } from "../../config/words/word.ts";
import { compileAcls } from "../../pattern/acl.ts";
import type { KeyFiles } from "../../sample/key-files.ts";
import type { PatternStore } from "../../pattern/store.ts";
import type { AclLookup, ProcessFacts, UserlistFacts } from "../../sample/compile-scope.ts";
import type { BackendFacts, FrontendFacts, TableFacts, Txn } from "../../sample/txn.ts";
import { type ConverterRow, type FetchRow, type SampleValue, Where } from "../../sample/types.ts";
import { ShownFigures } from "../../sample/log-format/final-figures.ts";
import type { TlsWants } from "../../sample/tls/wants.ts";
import type { VariableNames } from "../../sample/variables/variables.ts";
import type { ProxyModel } from "../../config/model.ts";
import type { BandwidthFilter } from "../../rules/bandwidth.ts";
import type { PluginHost } from "../../plugin/host.ts";
import type { Action, PluginPlace, RuleScope, Service } from "../../rules/types.ts";
import type { ByteFactory } from "../../runtime/bytes.ts";
import type { SnapshotFiles } from "../file-snapshot.ts";

/** The names of a generation, filled before any rule is compiled. */
interface GenerationNames {
  readonly frontends: ReadonlyMap<string, FrontendFacts>;
  readonly backends: ReadonlyMap<string, BackendFacts>;
  readonly tables: ReadonlyMap<string, TableFacts>;
  readonly userlists: ReadonlyMap<string, UserlistFacts>;
}

/** What all scopes of a generation share. */
export interface ScopeParts {
  readonly diagnostics: Diagnostics;
  readonly process: ProcessFacts;
  readonly variableNames: VariableNames;
  readonly patterns: PatternStore;
  readonly tlsWants: TlsWants;
  readonly keys: KeyFiles;
  readonly fetches: ReadonlyMap<string, FetchRow>;
  readonly converters: ReadonlyMap<string, ConverterRow>;
  readonly names: GenerationNames;
  readonly plugins: PluginHost;
  /** `http-errors` sections by name. */
  readonly errorFiles: ReadonlyMap<string, ReadonlyMap<number, { readonly content: string }>>;
  /** Bandwidth filters by proxy; filled before rules are compiled. */
  readonly bandwidthFilters: Map<ProxyModel, ReadonlyMap<string, BandwidthFilter>>;
  readonly files: SnapshotFiles;
  readonly bytes: ByteFactory;
  readonly stickCounters: number;
  readonly requestLineLength: number;
  /** `expose-experimental-directives`. */
  readonly experimental: boolean;
  readonly resolvers: ReadonlyMap<string, Resolver>;
  /** The proxy's own applets; plugins bring further ones. */
  readonly services: ReadonlyMap<string, Service>;
}

export class ProxyScope implements RuleScope {
  readonly diagnostics: Diagnostics;
  readonly process: ProcessFacts;
  readonly variableNames: VariableNames;
  readonly patterns: PatternStore;
  readonly tlsWants: TlsWants;
  readonly keys: KeyFiles;
  readonly shownFigures: ShownFigures;
  readonly fetches: ReadonlyMap<string, FetchRow>;
  readonly converters: ReadonlyMap<string, ConverterRow>;
  readonly provides: number;
  readonly what: string;
  readonly proxyName: string;
  readonly mode: "http" | "tcp" | "syslog";
  readonly bytes: ByteFactory;
  readonly stickCounters: number;
  readonly requestLineLength: number;
  readonly experimental: boolean;
  readonly hasFrontend: boolean;
  readonly hasBackend: boolean;
  readonly #parts: ScopeParts;
  readonly #proxy: ProxyModel;
  #acls: AclLookup | null;

  constructor(
    parts: ScopeParts,
    proxy: ProxyModel,
    provides: number,
    what: string,
    acls: AclLookup | null,
    shownFigures: ShownFigures,
  ) {
    this.bytes = parts.bytes;
    this.stickCounters = parts.stickCounters;
    this.requestLineLength = parts.requestLineLength;
    this.experimental = parts.experimental;
    this.hasFrontend = proxy.kind !== "backend";
    this.hasBackend = proxy.kind !== "frontend";
    this.diagnostics = parts.diagnostics;
    this.process = parts.process;
    this.variableNames = parts.variableNames;
    this.patterns = parts.patterns;
    this.tlsWants = parts.tlsWants;
    this.keys = parts.keys;
    this.fetches = parts.fetches;
    this.converters = parts.converters;
    this.provides = provides;
    this.what = what;
    this.proxyName = proxy.name;
    this.mode = proxy.mode;
    this.#parts = parts;
    this.#proxy = proxy;
    this.#acls = acls;
    this.shownFigures = shownFigures;
  }

  /** Compiled with the first use: ACL lines may name any fetch, their uses decide what fits. */
  get acls(): AclLookup {
    if (this.#acls === null) {
      const announce = (acls: AclLookup): void => void (this.#acls = acls);
      return compileAcls(this.#proxy.acls, this, announce);
    }
    return this.#acls;
  }

  frontend(name: string): FrontendFacts | undefined {
    return this.#parts.names.frontends.get(name === "" ? this.proxyName : name);
  }

  backend(name: string): BackendFacts | undefined {
    return this.#parts.names.backends.get(name === "" ? this.proxyName : name);
  }

  table(name: string): TableFacts | undefined {
    return this.#parts.names.tables.get(name === "" ? this.proxyName : name);
  }

  userlist(name: string): UserlistFacts | undefined {
    return this.#parts.names.userlists.get(name);
  }

  providing(where: number, what: string): RuleScope {
    return new ProxyScope(this.#parts, this.#proxy, where, what, this.acls, this.shownFigures);
  }

  /** The scope of a proxy for its ACLs, from which those of its rules are made. */
  static of(parts: ScopeParts, proxy: ProxyModel): ProxyScope {
    return new ProxyScope(parts, proxy, EVERYWHERE, proxy.kind, null, new ShownFigures());
  }

  service(name: string): Service | undefined {
    return this.#parts.services.get(name) ?? this.#parts.plugins.service(pluginName(name));
  }

  get serviceNames(): readonly string[] {
    return [
      ...this.#parts.services.keys(),
      ...this.#parts.plugins.serviceNames.map((name) => `plugin.${name}`),
    ];
  }

  resolver(name: string): Resolver | undefined {
    return this.#parts.resolvers.get(name);
  }

  get resolverNames(): readonly string[] {
    return [...this.#parts.resolvers.keys()];
  }

  errorFiles(name: string): ReadonlyMap<number, { readonly content: string }> | undefined {
    return this.#parts.errorFiles.get(name);
  }

  readFile(path: string): string {
    const bytes = this.#parts.files.readBytes(path);
    return bytes.latin1Slice(0, bytes.length);
  }

  bandwidthFilter(name: string): BandwidthFilter | undefined {
    return this.#parts.bandwidthFilters.get(this.#proxy)?.get(name);
  }

  ownCaptureSlot(keyword: Word): number | undefined {
    const slots = this.#proxy.captures.filter(({ direction }) => direction === "request");
    const index = slots.findIndex((slot) => slot.rule === keyword);
    return index < 0 ? undefined : index;
  }

  captureSlots(direction: "request" | "response"): number {
    return this.#proxy.captures.filter((slot) => slot.direction === direction).length;
  }

  pluginAction(name: string, place: PluginPlace, args: readonly string[]): Action | undefined {
    return this.#parts.plugins.action(name, place, args);
  }

  pluginFetch(
    name: string,
  ): ((txn: Txn, args: readonly string[]) => SampleValue | undefined) | undefined {
    return this.#parts.plugins.fetch(name);
  }

  pluginConverter(
    name: string,
  ): ((value: SampleValue, args: readonly string[]) => SampleValue | undefined) | undefined {
    return this.#parts.plugins.converter(name);
  }
}

export const EVERYWHERE: number = Object.values(Where).reduce((bits, bit) => bits | bit, 0);

/** Services of plugins are named with their origin, as actions are. */
function pluginName(name: string): string {
  return name.replace(/^(plugin|lua)\./, "");
}
