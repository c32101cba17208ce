/** Peers in `global` (manual 3.1 and 3.2): the name of the local one, and how fast others are told. */
import { type Arguments, positive } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { GlobalModel } from "../model.ts";
import { textSetting } from "./setting.ts";

export const globalPeersDirectives: readonly Directive<GlobalModel>[] = [
  textSetting(
    { name: "localpeer", in: ["global"], manual: "3.1", summary: "name of the local peer" },
    "name",
    (global, text) => {
      global.localPeer = text;
    },
  ),
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
