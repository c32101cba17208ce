/** Peers in `global` (manual 3.1 and 3.2): the name of the local one, and how fast others are told. */
import { type Arguments, positive } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { GlobalModel } from "../model.ts";

/** `localpeer NAME`: -L goes first, and a section that was read has the name it had. */
function parseLocalPeer(args: Arguments, global: GlobalModel, load: Load): void {
  const name = args.expect("<name>");
  if (name === undefined || !args.end()) return;
  const { diagnostics } = load;
  if (load.localPeerGiven) {
    diagnostics.warn(args.line, "'localpeer' is ignored: -L names the local peer");
  } else if (load.peers.length > 0) {
    diagnostics.warn(args.line, "'localpeer' is ignored: it comes after a peers section");
  } else {
    global.localPeer = name.text;
    load.environment.set("HAPROXY_LOCALPEER", name.text);
  }
}

export const globalPeersDirectives: readonly Directive<GlobalModel>[] = [
  {
    name: "localpeer",
    in: ["global"],
    manual: "3.1",
    syntax: "localpeer <name>",
    summary: "name of the local peer",
    parse: parseLocalPeer,
  },
  {
    name: "tune.peers.max-updates-at-once",
    in: ["global"],
    manual: "3.2",
    syntax: "tune.peers.max-updates-at-once <number>",
    summary: "entries that a peer is sent before others have their turn",
    parse(args: Arguments, global: GlobalModel): void {
      const updates = args.integer("a number", positive);
      if (updates !== undefined && args.end()) global.peersMaxUpdates = updates;
    },
  },
];
