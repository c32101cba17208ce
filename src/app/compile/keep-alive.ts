/** Socket options of a proxy's connections (manual 4.2, `option tcpka`, `option nolinger`; 3.2, `tune`). */
import type { GlobalModel, ProxyModel } from "../../config/model.ts";
import type { SocketMemoryModel } from "../../config/model/tuning.ts";
import type { SocketOption, SocketOptions } from "../../runtime/transport.ts";

/** Null when the proxy asks for none on that side. */
export function connectionOptions(
  model: Pick<ProxyModel, "switches" | "keepAlive">,
  { tuning }: Pick<GlobalModel, "tuning">,
  side: "client" | "server",
): SocketOptions | null {
  const options: Map<SocketOption, number> = new Map();
  if (model.switches.has("nolinger")) options.set("resetAtClose", 1);
  addKeepAlive(options, model, side);
  addMemory(options, side === "client" ? tuning.clientSockets : tuning.serverSockets);
  return options.size === 0 ? null : options;
}

function addKeepAlive(
  options: Map<SocketOption, number>,
  { switches, keepAlive }: Pick<ProxyModel, "switches" | "keepAlive">,
  side: "client" | "server",
): void {
  const own = side === "client" ? "clitcpka" : "srvtcpka";
  if (!switches.has("tcpka") && !switches.has(own)) return;
  const { count, idleSec, intervalSec } = keepAlive[side];
  options.set("keepAlive", 1);
  // 0 leaves the system's setting, as none does.
  if (count > 0) options.set("keepAliveCount", count);
  if (idleSec > 0) options.set("keepAliveIdleSec", idleSec);
  if (intervalSec > 0) options.set("keepAliveIntervalSec", intervalSec);
}

function addMemory(
  options: Map<SocketOption, number>,
  { receiveBytes, sendBytes, unsentBytes }: SocketMemoryModel,
): void {
  if (receiveBytes > 0) options.set("receiveBytes", receiveBytes);
  if (sendBytes > 0) options.set("sendBytes", sendBytes);
  if (unsentBytes > 0) options.set("unsentBytes", unsentBytes);
}
