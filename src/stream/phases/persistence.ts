/** Whether a server may still serve who is bound to it (manual 4.2, option persist, force-persist). */
import type { Server } from "../../server/server.ts";
import type { Stream } from "../stream.ts";

/** True for a server that may serve who is bound to it. */
export function isPersistent(stream: Stream, server: Server): boolean {
  return (
    server.isRunning() || stream.backend!.parts.persist || stream.special.persistence === "forced"
  );
}
