/** The `peers` section (manual 11.2), parsed: who exchanges stick tables with whom. */
import type { Arguments } from "../arguments.ts";
import { parseBind, parseBindOptions } from "../bind/bind.ts";
import type { Directive } from "../directive.ts";
import type { Load } from "../load-state.ts";
import { LOG_SYNTAX, parseLogTarget } from "../values/log-target.ts";
import { blankBind } from "../model/blank/bind.ts";
import { blankServer } from "../model/blank/server.ts";
import { MOST_SHARDS, peersBindTable } from "../peers/options.ts";
import { parseLocalPeer, parsePeer, parsePeerDefaults } from "../peers/peer.ts";
import type { PeersDraft } from "../peers/draft.ts";
import { expectSectionName } from "../values/proxy-name.ts";
import { type OpenSection, type SectionRow, openSection } from "../section.ts";

const manual = "11.2";

function parsePeersBind(args: Arguments, section: PeersDraft, load: Load): void {
  const { diagnostics } = load;
  if (section.hasPeerLine) {
    return diagnostics.error(args.line, "'bind' cannot be mixed with 'peer' lines");
  }
  if (section.bind !== null) {
    return diagnostics.error(args.line, "a peers section listens in one place only");
  }
  const bind = parseBind(args, load, section.bindDefaults, peersBindTable);
  if (bind === undefined) return;
  if (bind.addresses.length > 1) {
    return diagnostics.error(args.line, "a peers section listens in one place only");
  }
  section.bind = bind;
}

function parseTable(args: Arguments, section: PeersDraft, load: Load): void {
  const { diagnostics } = load;
  const name = args.expect("a name");
  const first =
    name === undefined ? undefined : args.expect("'type <type> size <size>' after the name");
  if (name === undefined || first === undefined) return;
  if (section.tables.some((table) => table.name === name.text)) {
    return diagnostics.error(name, `the table '${name.text}' is there already`);
  }
  section.tables.push({ name: name.text, words: [first, ...args.rest()] });
}

const facts = { in: ["peers"], manual } as const;

export const peersDirectives: readonly Directive<PeersDraft>[] = [
  {
    ...facts,
    name: "peer",
    syntax: "peer <peername> <address>:<port> [param*]",
    summary: "adds a peer, or says where the local one listens",
    parse: parsePeer,
  },
  {
    ...facts,
    name: "server",
    syntax: "server <peername> [<address>:<port>] [param*]",
    summary: "adds a peer; the local one without an address",
    parse: parsePeer,
  },
  {
    ...facts,
    name: "bind",
    syntax: "bind [<address>]:<port> [param*]",
    summary: "where the local peer listens",
    parse: parsePeersBind,
  },
  {
    ...facts,
    name: "default-bind",
    syntax: "default-bind [param*]",
    summary: "options of the local peer's listener",
    parse(args: Arguments, section: PeersDraft, load: Load): void {
      const bind = section.bind ?? section.bindDefaults;
      parseBindOptions(args, "default-bind", bind, load, peersBindTable);
    },
  },
  {
    ...facts,
    name: "default-server",
    syntax: "default-server [param*]",
    summary: "options that the peers below begin with",
    parse: parsePeerDefaults,
  },
  {
    ...facts,
    name: "disabled",
    syntax: "disabled",
    summary: "neither listens nor synchronizes",
    parse(_args: Arguments, section: PeersDraft): void {
      section.disabled = true;
    },
  },
  {
    ...facts,
    name: "enabled",
    syntax: "enabled",
    summary: "takes 'disabled' back",
    parse(_args: Arguments, section: PeersDraft): void {
      section.disabled = false;
    },
  },
  {
    ...facts,
    name: "log",
    syntax: LOG_SYNTAX,
    summary: "where the listener's lines go; connections of peers make none",
    parse(args: Arguments, section: PeersDraft, load: Load): void {
      const target = parseLogTarget(args, load.diagnostics);
      if (target !== undefined) section.logs.push(target);
    },
  },
  {
    ...facts,
    name: "shards",
    syntax: "shards <shards>",
    summary: "divides keys in so many shares, of which a peer with 'shard' is sent one",
    parse(args: Arguments, section: PeersDraft): void {
      const shards = args.integer("a number of shards", { min: 1, max: MOST_SHARDS });
      if (shards !== undefined && args.end()) section.shards = shards;
    },
  },
  {
    ...facts,
    name: "table",
    summary: "a table of this section",
    syntax:
      "table <tablename> type <type> size <size> [expire <expire>] [nopurge] [recv-only] [write-to <wtable>] [srvkey <srvkey>] [store <data_type>]*",
    parse: parseTable,
  },
];

export const peersSection: SectionRow = {
  name: "peers",
  syntax: "peers <peersect>",
  manual,
  summary: "peers that share stick tables",
  open(args: Arguments, load: Load): OpenSection | undefined {
    const name = expectSectionName(args, load.diagnostics);
    if (name === undefined || !args.end()) return undefined;
    if (load.peers.some((each) => each.name === name.text)) {
      load.diagnostics.error(name, `the peers section '${name.text}' is there already`);
      return undefined;
    }
    const draft: PeersDraft = {
      name: name.text,
      line: args.line,
      local: parseLocalPeer(load),
      disabled: false,
      shards: 0,
      bind: null,
      logs: [],
      peers: [],
      tables: [],
      bindDefaults: blankBind(args.line, "", []),
      serverDefaults: { ...blankServer(args.line), shard: 0 },
      hasPeerLine: false,
    };
    load.peers.push(draft);
    return openSection("peers", name.text, draft, peersDirectives, load);
  },
};
