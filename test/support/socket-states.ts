/**
 * What the kernel keeps of connections, told by `ss` (iproute2), which names states of TCP.
 */
import { spawnSync } from "node:child_process";
import { until } from "./deadline.ts";

/**
 * The states of one loopback connection as the end at `port` has them, once it has ended: TIME-WAIT
 * when that end said goodbye first, nothing when it did not or was reset. Both ports are named,
 * since the kernel keeps what earlier owners of a port left for a minute.
 */
export async function statesAfterEnd(port: number, peerPort: number): Promise<string[]> {
  const filter = ["-Htan", "exclude", "listening", `( sport = :${port} and dport = :${peerPort} )`];
  return await until(() => {
    const { stdout, error } = spawnSync("ss", filter, { encoding: "utf8" });
    if (error !== undefined) throw error;
    const states = stdout.split("\n").flatMap((line) => line.split(/\s+/)[0] || []);
    return states.every((state) => state === "TIME-WAIT") ? states : undefined;
  }, "the connection's end");
}
