import type { BindModel, PeerModel, PeersModel } from "../model.ts";

/** A peers section while it is read. */
export interface PeersDraft extends PeersModel {
  /** What `default-bind` and `default-server` said before there was something to say it of. */
  readonly bindDefaults: BindModel;
  serverDefaults: PeerModel;
  /** Whether there was a `peer` line, which goes with no `bind`. */
  hasPeerLine: boolean;
}
