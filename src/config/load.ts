/**
 * From files to model: reads all inputs, collects everything there is to say about them, and
 * completes the model. Changes nothing outside; the caller puts the result to work.
 */
import { CollectedDiagnostics } from "./diagnostics/collect.ts";
import type { ConditionFacts } from "./words/condition.ts";
import { type BaseEnvironment, Environment, type EnvironmentChanges } from "./words/environment.ts";
import type { Load } from "./load-state.ts";
import { DumpingSink } from "./words/dump.ts";
import { otherSections } from "./refused/known-elsewhere.ts";
import { LocatedFiles } from "./values/located-files.ts";
import type { ConfigModel } from "./model.ts";
import { blankGlobal } from "./model/blank/global.ts";
import { applyOverrides, enabledAtFirst, noOverrides, type Overrides } from "./overrides.ts";
import { type ConfigFiles, ConfigReader } from "./words/reader.ts";
import { resolve } from "./resolve/resolve.ts";
import type { SectionRow } from "./section.ts";
import { Sections } from "./sections.ts";
import { globalSection } from "./sections/global.ts";
import { httpErrorsSection } from "./sections/http-errors.ts";
import { logProfileSection } from "./sections/log-profile.ts";
import { peersSection } from "./sections/peers.ts";
import { proxySections } from "./sections/proxy.ts";
import { ringSection } from "./sections/ring.ts";
import { resolversSection } from "./sections/resolvers.ts";
import { userlistSection } from "./sections/userlist.ts";
import { latin1FromUnicode } from "./words/text.ts";
import { languageVersion } from "./words/version.ts";

/** What a load asks of its surroundings. */
export interface LoadHost {
  readonly files: ConfigFiles;
  /** The process's environment. */
  readonly env: BaseEnvironment;
  /** What `feature()`, `enabled()` and the TLS library's predicates answer. */
  readonly abilities: Pick<ConditionFacts, "features" | "sslLibrary"> & {
    readonly enabled: readonly string[];
  };
  /** The local peer's name as the command line has it, over the configuration's. */
  readonly localPeer?: string | null;
  /** What the command line says over the configuration. */
  readonly overrides?: Overrides;
  /** Told of each line as it was read. */
  readonly dump?: (line: string) => void;
}

export interface LoadedConfig {
  /** As complete as the errors allow; to be used only when there are none. */
  readonly model: ConfigModel;
  readonly diagnostics: CollectedDiagnostics;
  /** What setenv and its kin changed; the process takes it over with the model. */
  readonly environment: EnvironmentChanges;
  /** The files read, folders expanded. */
  readonly files: readonly string[];
  /** The files that it names, found as it says. */
  readonly named: LocatedFiles;
  /** A line as written, for the excerpts of `renderAll`. */
  source(file: string, line: number): string | undefined;
}

/** Every section that may be opened. */
export const sectionRows: readonly SectionRow[] = [
  globalSection,
  ...proxySections,
  userlistSection,
  httpErrorsSection,
  resolversSection,
  peersSection,
  ringSection,
  logProfileSection,
];

const sectionNames: readonly string[] = [
  ...sectionRows.map(({ name }) => name),
  ...otherSections.keys(),
];

/** The facts that conditions are evaluated with, for `.if` and for `-cc`. */
export function conditionFacts(
  host: Pick<LoadHost, "abilities">,
  environment: Environment,
  enabled: ReadonlySet<string> = new Set(host.abilities.enabled),
): ConditionFacts {
  return {
    ...host.abilities,
    enabled,
    version: languageVersion,
    variable: (name) => environment.get(name),
  };
}

/** Loads files and folders, in order, as one configuration. */
export function loadConfig(inputs: readonly string[], host: LoadHost): LoadedConfig {
  const diagnostics = new CollectedDiagnostics();
  const environment = new Environment(host.env);
  const overrides = host.overrides ?? noOverrides;
  const enabled = enabledAtFirst(host.abilities.enabled, overrides);
  const facts = conditionFacts(host, environment, enabled);
  const reader = new ConfigReader(host.files, facts, diagnostics);
  const files = reader.expand(inputs);
  const named = new LocatedFiles(host.files);
  const load: Load = {
    diagnostics,
    environment,
    enabled,
    localPeerGiven: (host.localPeer ?? null) !== null,
    files: named,
    inputs: files,
    global: blankGlobal(),
    proxies: [],
    defaults: [],
    userlists: [],
    httpErrors: [],
    resolvers: [],
    peers: [],
    rings: [],
    logProfiles: [],
  };
  if (files.length === 0)
    diagnostics.error(null, "no configuration file to read", "give one with -f <file or folder>");
  environment.set("HAPROXY_CFGFILES", latin1FromUnicode(files.join(";")));
  applyOverrides(load.global, overrides);
  const sections = new Sections(sectionRows, load);
  const sink =
    host.dump === undefined ? sections : new DumpingSink(sections, sectionNames, host.dump);
  for (const file of files) reader.read(file, sink);
  applyOverrides(load.global, overrides);
  resolve(load);
  const { global, userlists, httpErrors, resolvers, peers, rings, logProfiles } = load;
  const model = {
    global,
    proxies: load.proxies.map((proxy) => proxy.model),
    userlists,
    httpErrors,
    resolvers,
    peers,
    rings,
    logProfiles,
  };
  return {
    model,
    diagnostics,
    files,
    named,
    environment: environment.changes,
    source: (file, line) => reader.source(file, line),
  };
}
