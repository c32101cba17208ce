/** What a connection to a server tells whoever keeps it between two exchanges. */
import type { H1Back } from "./back.ts";

/** Who keeps the connection while it is idle. */
export interface IdleKeeper {
  /** The server closed an idle connection, or sent what nobody asked for. */
  lost(mux: H1Back): void;
}
