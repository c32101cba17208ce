/** Who is told when servers change, and how loud. */
import type { Farm } from "../farm.ts";
import type { Server } from "../server.ts";

/** Who is told of changes. Calls come on the control thread, after the record was written. */
export interface FarmEvents {
  /** A line for the farm's log targets. `level` is one of `LogLevel`. */
  log(farm: Farm, level: number, text: string): void;
  /** The server takes no traffic any more (`on-marked-down`, its idle connections). */
  onDown(farm: Farm, server: Server): void;
  /** The server takes traffic again (`on-marked-up`). */
  onUp(farm: Farm, server: Server): void;
}

/** The levels of syslog that changes are logged at. */
export const LogLevel = { emergency: 0, alert: 1, notice: 5 } as const;
