/** Fetches of the state of frontends, backends, servers and tables (manual 7.3.2). */
import { argText, simpleFetch, tableOf } from "../rows.ts";
import type { BackendFacts, FrontendFacts, ServerFacts, TableFacts } from "../txn.ts";
import type { Arg, FetchRow } from "../types.ts";
import { Where } from "../types.ts";
import type { CompileScope } from "../compile-scope.ts";

const MANUAL = "7.3.2";

function unknown(
  kind: string,
  row: string,
  args: readonly Arg[],
  scope: CompileScope,
  at: Arg["at"],
): undefined {
  const name = argText(args, 0);
  const message =
    name === ""
      ? `fetch method '${row}': proxy '${scope.proxyName}' is no ${kind}, name one`
      : `fetch method '${row}': unable to find ${kind} '${name}'`;
  scope.diagnostics.error(args[0]?.at ?? at, message);
  return undefined;
}

function ofBackend(
  name: string,
  summary: string,
  read: (backend: BackendFacts) => number,
): FetchRow {
  return {
    name,
    type: "int",
    where: Where.internal,
    manual: MANUAL,
    summary,
    args: [{ name: "backend", type: "backend", optional: true }],
    syntax: `${name}([<backend>]) : integer`,
    compile: (args, scope, at) => {
      const backend = scope.backend(argText(args, 0));
      if (backend === undefined) return unknown("backend", name, args, scope, at);
      return { type: "int", eval: () => read(backend) };
    },
  };
}

function ofFrontend(
  name: string,
  summary: string,
  read: (frontend: FrontendFacts) => number,
): FetchRow {
  return {
    name,
    type: "int",
    where: Where.internal,
    manual: MANUAL,
    summary,
    args: [{ name: "frontend", type: "frontend", optional: true }],
    syntax: `${name}([<frontend>]) : integer`,
    compile: (args, scope, at) => {
      const frontend = scope.frontend(argText(args, 0));
      if (frontend === undefined) return unknown("frontend", name, args, scope, at);
      return { type: "int", eval: () => read(frontend) };
    },
  };
}

/** `[backend/]server`; the backend is the rule's own without one. */
function findServer(text: string, scope: CompileScope): ServerFacts | undefined {
  const slash = text.indexOf("/");
  const backend = scope.backend(slash === -1 ? "" : text.slice(0, slash));
  return backend?.server(text.slice(slash + 1));
}

function ofServer(
  name: string,
  type: "int" | "bool",
  summary: string,
  read: (server: ServerFacts) => number | boolean,
): FetchRow {
  return {
    name,
    type,
    where: Where.internal,
    manual: MANUAL,
    summary,
    args: [{ name: "server", type: "server" }],
    syntax: `${name}([<backend>/]<server>) : ${type}`,
    compile: (args, scope, at) => {
      const server = findServer(argText(args, 0), scope);
      if (server === undefined) return unknown("server", name, args, scope, at);
      return { type, eval: () => read(server) };
    },
  };
}

function ofTable(name: string, summary: string, read: (table: TableFacts) => number): FetchRow {
  return {
    name,
    type: "int",
    where: Where.internal,
    manual: MANUAL,
    summary,
    args: [{ name: "table", type: "table", optional: true }],
    syntax: `${name}([<table>]) : integer`,
    compile: (args, scope, at) => {
      const table = tableOf(args[0], scope, `fetch method '${name}'`, at);
      return table === undefined ? undefined : { type: "int", eval: () => read(table) };
    },
  };
}

/** Waiting streams for each usable server, rounded up; all of them when no server is usable. */
function averageQueue(backend: BackendFacts): number {
  const usable = backend.usableServers();
  return usable > 0 ? Math.ceil(backend.queued() / usable) : backend.queued();
}

/** Connections that the servers in use could still take; -1 when one of them takes any number. */
function freeConnections(backend: BackendFacts): number {
  let free = 0;
  for (const server of backend.usable()) {
    if (server.maxconn === 0) return -1;
    free += Math.max(0, server.connectionLimit() - server.connections());
  }
  return free;
}

/** Connections and places in queues that the servers have left; -1 when one has no limit. */
function freeSlots(backend: BackendFacts): number {
  let free = 0;
  for (const server of backend.servers) {
    if (!server.isRunning()) continue;
    const { maxconn, maxqueue } = server;
    if (maxconn === 0 || maxqueue === 0) return -1;
    free += maxconn - server.connections() + (maxqueue - server.queued());
  }
  return free;
}

function freeConnectionsOf(server: ServerFacts): number {
  if (server.maxconn === 0) return -1;
  return Math.max(0, server.connectionLimit() - server.connections());
}

/** The stream's server; null where an address that is no server's stands in its place. */
function listed(server: ServerFacts | null): ServerFacts | null {
  return server === null || server.id === 0 ? null : server;
}

export const proxyFetches: readonly FetchRow[] = [
  ofBackend("nbsrv", "Number of usable servers.", (backend) => backend.usableServers()),
  ofBackend("be_conn", "Connections of the backend now.", (backend) => backend.connections()),
  ofBackend("be_sess_rate", "Sessions in the last second.", (backend) => backend.sessionRate()),
  ofBackend("queue", "Streams waiting for a server.", (backend) => backend.queued()),
  ofBackend("avg_queue", "Streams waiting for each usable server.", averageQueue),
  ofBackend("be_conn_free", "Connections that its servers could still take.", freeConnections),
  ofBackend("connslots", "Connections and queue places that its servers have left.", freeSlots),
  ofFrontend("fe_conn", "Connections of the frontend now.", (frontend) => frontend.connections()),
  ofFrontend("fe_sess_rate", "Sessions in the last second.", (frontend) => frontend.sessionRate()),
  ofFrontend("fe_req_rate", "Requests in the last second.", (frontend) => frontend.requestRate()),
  ofServer("srv_conn", "int", "Connections to the server now.", (server) => server.connections()),
  ofServer("srv_is_up", "bool", "True if the server is usable.", (server) => server.isUsable()),
  ofServer("srv_queue", "int", "Streams waiting for the server.", (server) => server.queued()),
  ofServer("srv_sess_rate", "int", "Sessions in the last second.", (server) =>
    server.sessionRate(),
  ),
  ofServer("srv_weight", "int", "The server's current weight.", (server) => server.weight()),
  ofServer(
    "srv_conn_free",
    "int",
    "Connections that the server could still take.",
    freeConnectionsOf,
  ),
  ofServer(
    "srv_iweight",
    "int",
    "The server's weight of the configuration.",
    (server) => server.initialWeight,
  ),
  ofServer("srv_uweight", "int", "The server's weight as it was set.", (server) => server.weight()),
  ofTable("table_cnt", "Entries of the table.", (table) => table.used()),
  ofTable("table_avl", "Free places of the table.", (table) => table.sizeEntries - table.used()),
  simpleFetch(
    "fe_id",
    "int",
    Where.client,
    MANUAL,
    "Number of the frontend.",
    (txn) => txn.frontend.id,
  ),
  simpleFetch(
    "fe_name",
    "str",
    Where.client,
    MANUAL,
    "Name of the frontend.",
    (txn) => txn.frontend.name,
  ),
  simpleFetch(
    "be_id",
    "int",
    Where.backend,
    MANUAL,
    "Number of the backend.",
    (txn) => txn.backend?.id,
  ),
  simpleFetch(
    "be_name",
    "str",
    Where.backend,
    MANUAL,
    "Name of the backend.",
    (txn) => txn.backend?.name,
  ),
  simpleFetch(
    "srv_id",
    "int",
    Where.server,
    MANUAL,
    "Number of the chosen server.",
    (txn) => listed(txn.server)?.id,
  ),
  simpleFetch(
    "srv_name",
    "str",
    Where.server,
    MANUAL,
    "Name of the chosen server.",
    (txn) => listed(txn.server)?.name,
  ),
];
