/** TCP keepalive of a proxy's connections as socket options (manual 4.2, `option tcpka`). */
import type { ProxyModel } from "../../config/model.ts";
import type { SocketOption, SocketOptions } from "../../runtime/transport.ts";

/** Null when the proxy leaves keepalive off on that side. */
export function keepAliveOptions(
  { switches, keepAlive }: Pick<ProxyModel, "switches" | "keepAlive">,
  side: "client" | "server",
): SocketOptions | null {
  const own = side === "client" ? "clitcpka" : "srvtcpka";
  if (!switches.has("tcpka") && !switches.has(own)) return null;
  const { count, idleSec, intervalSec } = keepAlive[side];
  const options: Map<SocketOption, number> = new Map([["keepAlive", 1]]);
  // 0 leaves the system's setting, as none does.
  if (count > 0) options.set("keepAliveCount", count);
  if (idleSec > 0) options.set("keepAliveIdleSec", idleSec);
  if (intervalSec > 0) options.set("keepAliveIntervalSec", intervalSec);
  return options;
}
