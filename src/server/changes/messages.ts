/** What is logged when a server or a farm changes its state, in HAProxy's words. */
import type { Farm } from "../farm.ts";
import { type CheckReport, describeReport } from "../check-status.ts";
import type { Server } from "../server.ts";
import { CheckResult, ServerWord } from "../state.ts";

/** "Backup Server bk/s1" */
export function subject(server: Server): string {
  return `${server.backup ? "Backup " : ""}Server ${server.backendName}/${server.name}`;
}

/** " via bk/s1": it happens because it happened to the server that is tracked. */
export function via(server: Server): string {
  return ` via ${server.trackedName}`;
}

/** Told of a drained server with every change that leaves it drained. */
export function drainRemains(server: Server, isForced: boolean): string {
  return isForced
    ? `${subject(server)} remains in forced drain mode.`
    : `${subject(server)} is leaving forced drain but remains in drain mode${via(server)}.`;
}

/** What a check found, for `option log-health-checks`; the counter has its outcome already. */
export function checkMessage(server: Server, report: CheckReport): string {
  const { rise, fall } = server.model;
  const health = server.words[ServerWord.health]!;
  const { result } = report.status;
  const outcome =
    result === CheckResult.conditionallyPassed ? "conditionally succeeded" : "succeeded";
  const state = health >= rise ? `${health - rise + 1}/${fall} UP` : `${health}/${rise} DOWN`;
  const who = `${server.backup ? "backup " : ""}server ${server.backendName}/${server.name}`;
  const what = result === CheckResult.failed ? "failed" : outcome;
  return `Health check for ${who} ${what}, reason: ${describeReport(report)}, status: ${state}.`;
}

function serversLeft(farm: Farm, word: "left" | "online"): string {
  const usable = farm.servers.filter((server) => server.isUsable());
  const backups = usable.filter((server) => server.backup).length;
  const active = usable.length - backups;
  const running = active === 0 && backups > 0 ? " Running on backup." : "";
  return `${active} active and ${backups} backup servers ${word}.${running}`;
}

/** The rest of the message when a server went away; `requeued` streams choose again. */
export function afterLoss(farm: Farm, server: Server, requeued: number): string {
  const left = serversLeft(farm, "left");
  return `${left} ${server.connections()} sessions active, ${requeued} requeued, 0 remaining in queue.`;
}

/** The rest of the message when a server came, or stays for its own clients only. */
export function afterGain(farm: Farm, requeued: number): string {
  const online = serversLeft(farm, "online");
  return `${online} ${requeued} sessions requeued, ${farm.queuedHere()} total in queue.`;
}

export function noServerLeft(farm: Farm): string {
  const kind = farm.model.kind === "listen" ? "proxy" : farm.model.kind;
  return `${kind} ${farm.name} has no server available!`;
}
