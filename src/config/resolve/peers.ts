/** Peers sections once all is read: those without the local peer are left out, as HAProxy does. */
import type { Load } from "../load-state.ts";
import type { PeersModel } from "../model.ts";
import { parseLocalPeer } from "../peers/peer.ts";

/** Names the local peer and reports what will not be synchronized. */
export function resolvePeers(load: Load): void {
  const local = parseLocalPeer(load);
  for (const section of load.peers) {
    section.local = local;
    checkShards(section, load);
    if (section.disabled) continue;
    if (!section.peers.some((peer) => peer.name === local)) {
      load.diagnostics.warn(
        section.line,
        `the peers section '${section.name}' has no peer named '${local}' and is left out`,
        "the local peer's name is the host's, or what 'localpeer' or -L says",
      );
      section.disabled = true;
    }
  }
}

/** A share that there is not is none, as in HAProxy: the peer is sent all keys. */
function checkShards({ shards, peers }: PeersModel, { diagnostics }: Load): void {
  for (const peer of peers) {
    if (peer.shard <= shards) continue;
    diagnostics.warn(peer.line, `there are ${shards} shards, so there is no shard ${peer.shard}`);
    peer.shard = 0;
  }
}
