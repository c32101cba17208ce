/** The peers sections of a configuration as the control thread puts them to work (manual 11.2). */
import type { Diagnostics } from "../../config/diagnostics/diagnostics.ts";
import type { ConfigModel, PeerModel, PeersModel } from "../../config/model.ts";
import type { PeerSpec } from "../../peers/peer.ts";
import type { SharedTableSpec } from "../../peers/shared-table.ts";
import type { ListenSpec } from "../../runtime/transport.ts";
import { ANY_SOURCE, type SourceEnd } from "../../server/connect/source-ports.ts";
import { StickTable } from "../../stick-table/table.ts";
import type { TableView } from "../../stick-table/view.ts";
import { fixedEnd } from "../../stream/server-source.ts";
import { addressOf, shownAddress } from "../listening/listen-address.ts";
import { serverSocketOptions } from "./source.ts";
import { updatesOf } from "./stick-tables.ts";
import type { ThreadEnv } from "./thread-env.ts";
import { type BindTls, compileBindTls, compileServerTls } from "./tls.ts";

const DEFAULT_BACKLOG = 1024;

/** A section, compiled. */
export interface PeersPlan {
  readonly name: string;
  readonly local: string;
  readonly peers: readonly PeerSpec[];
  readonly tables: readonly SharedTableSpec[];
  /** Null without an address of the local peer. */
  readonly listen: ListenSpec | null;
  readonly tls: BindTls | null;
  /** The local peer as the process before connects to it; null without an address. */
  readonly successor: PeerSpec | null;
}

/** The sections that are not disabled. Other threads than the first have none. */
export function compilePeers(
  model: ConfigModel,
  tables: ReadonlyMap<string, TableView>,
  env: ThreadEnv,
  diagnostics: Diagnostics,
): readonly PeersPlan[] {
  if (env.threadId !== 1) return [];
  return model.peers
    .filter(({ disabled }) => !disabled)
    .flatMap((section) => {
      const plan = compileSection(section, model, tables, env, diagnostics);
      return plan === undefined ? [] : [plan];
    });
}

function compileSection(
  section: PeersModel,
  model: ConfigModel,
  tables: ReadonlyMap<string, TableView>,
  env: ThreadEnv,
  diagnostics: Diagnostics,
): PeersPlan | undefined {
  const { bind, name, local } = section;
  const tls = bind === null ? null : compileBindTls(bind, model.global, env, diagnostics);
  if (tls === undefined) return undefined;
  const peers = section.peers.flatMap((peer) =>
    compilePeer(peer, section, model, env, diagnostics),
  );
  const listen = bind === null ? null : listenSpec(bind, tls, env);
  const own = peers.find(({ isLocal }) => isLocal);
  return {
    name,
    local,
    peers,
    successor: own === undefined || listen === null ? null : { ...own, address: listen.address },
    tables: tablesOf(section, tables, env),
    listen,
    tls,
  };
}

function listenSpec(
  bind: NonNullable<PeersModel["bind"]>,
  tls: BindTls | null,
  env: ThreadEnv,
): ListenSpec {
  const { process, capabilities } = env.runtime;
  const address = addressOf(bind.addresses[0]!);
  return {
    address,
    backlog: bind.backlog ?? DEFAULT_BACKLOG,
    // The process that takes over (-sf) listens before the old one stops.
    reusePort: capabilities.reusePort && address.kind === "ip",
    options: bind.socketOptions,
    interfaceName: bind.interfaceName,
    ipv6Only: bind.v6only ? true : bind.v4v6 ? false : null,
    unixMode: bind.mode,
    unixUid: bind.user === null ? null : process.uidOf(bind.user),
    unixGid: bind.group === null ? null : process.gidOf(bind.group),
    tls,
  };
}

function compilePeer(
  peer: PeerModel,
  { local, bind, shards }: PeersModel,
  model: ConfigModel,
  env: ThreadEnv,
  diagnostics: Diagnostics,
): PeerSpec[] {
  const isLocal = peer.name === local;
  const where = isLocal ? bind?.addresses[0] : peer.address;
  const tls = compileServerTls(peer, model.global, env, diagnostics);
  if (tls === undefined) return [];
  return [
    {
      name: peer.name,
      isLocal,
      address: isLocal ? null : addressOf(peer.address),
      shown: where === undefined ? "" : shownAddress(where, where.kind === "ip" ? where.port : 0),
      tls: peer.ssl ? tls : null,
      source: sourceOf(peer),
      options: serverSocketOptions(peer, null),
      shard: peer.shard === 0 ? null : { number: peer.shard, count: shards },
    },
  ];
}

function sourceOf({ source }: PeerModel): SourceEnd {
  if (source === null) return ANY_SOURCE;
  return fixedEnd(source.host, source.firstPort, null, source.interfaceName);
}

/** Tables of the section itself go by "/name", so that a backend may have a table of that name. */
function tablesOf(
  section: PeersModel,
  tables: ReadonlyMap<string, TableView>,
  env: ThreadEnv,
): SharedTableSpec[] {
  const shared: SharedTableSpec[] = [];
  for (const [name, { table }] of tables) {
    const { spec } = table;
    const isOwn = section.tables.some((own) => `${section.name}/${own.name}` === name);
    if (!isOwn && spec.peers !== section.name) continue;
    shared.push({
      name,
      wireName: isOwn ? name.slice(section.name.length) : name,
      table: silent(name, table, env),
      updates: updatesOf(name, spec, env),
      writeTo: targetOf(spec.writeTo, tables, env),
    });
  }
  return shared;
}

function targetOf(
  name: string | undefined,
  tables: ReadonlyMap<string, TableView>,
  env: ThreadEnv,
): StickTable | null {
  const target = name === undefined ? undefined : tables.get(name);
  return target === undefined ? null : silent(target.name, target.table, env);
}

/** The same table, through which nothing is noted: what peers say is not for peers. */
function silent(name: string, { spec }: StickTable, env: ThreadEnv): StickTable {
  const region = env.arena.region(StickTable.regionName(name, spec), StickTable.sizeBytes(spec));
  return StickTable.create(spec, region, env.io.wheel);
}
