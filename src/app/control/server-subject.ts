/** A server as statistics ask it (management manual 9.1), read from its record in the arena. */
import { formatIp } from "../../core/ip.ts";
import type { ProxyModel } from "../../config/model.ts";
import { statusOf, tellsCode } from "../../server/check-status.ts";
import type { Server } from "../../server/server.ts";
import { CheckState, Operational, percentOf, ServerWord, WHOLE_SHARE } from "../../server/state.ts";
import type { CheckFacts, ServerSubject } from "../../stats/subjects.ts";

export function serverSubject(proxy: ProxyModel, server: Server, nowSec: number): ServerSubject {
  const { model, words } = server;
  return {
    kind: "server",
    proxyName: proxy.name,
    proxyId: proxy.id,
    mode: proxy.mode,
    counters: server.counters,
    name: server.name,
    id: server.id,
    status: () => server.stateText(),
    usable: () => server.isUsable(),
    backup: server.backup,
    weight: () => server.weight(),
    userWeight: () => server.userWeight(),
    limit: () => words[ServerWord.maxconn]!,
    queueLimit: model.maxqueue,
    sessions: () => server.connections(),
    queued: () => server.queued(),
    isChecked: () => server.checked,
    check: () => checkFacts(server),
    agent: () => agentFacts(server),
    lastChangeSec: () => nowSec - words[ServerWord.changedSec]!,
    downtimeSec: () => downtimeSec(server, nowSec),
    throttlePercent: () => throttlePercent(server),
    tracked: server.trackedName || null,
    address: () => addressText(server),
    cookie: server.cookie,
    idleLimit: model.poolMaxConn,
  };
}

/** Null while no checks run: none are configured, or they are disabled or paused by maintenance. */
function checkFacts(server: Server): CheckFacts | null {
  const { words, model } = server;
  const state = words[ServerWord.checkState]!;
  if ((state & (CheckState.enabled | CheckState.paused)) !== CheckState.enabled) return null;
  const status = statusOf(words[ServerWord.checkStatus]!);
  return {
    rise: model.rise,
    fall: model.fall,
    health: words[ServerWord.health]!,
    status: status.name,
    description: status.text,
    observes: model.observe !== "none",
    running: (state & CheckState.inProgress) !== 0,
    code: tellsCode(status) ? words[ServerWord.checkCode]! : null,
    durationMs: words[ServerWord.checkDurationMs]!,
    output: server.checkOutput.get(),
  };
}

/** Null while no agent is asked. Its counter has two states only. */
function agentFacts({ words, agentOutput }: Server): CheckFacts | null {
  const state = words[ServerWord.agentState]!;
  if ((state & CheckState.enabled) === 0) return null;
  const status = statusOf(words[ServerWord.agentStatus]!);
  return {
    rise: 1,
    fall: 1,
    health: words[ServerWord.agentHealth]!,
    status: status.name,
    description: status.text,
    observes: false,
    running: (state & CheckState.inProgress) !== 0,
    code: tellsCode(status) ? words[ServerWord.agentCode]! : null,
    durationMs: words[ServerWord.agentDurationMs]!,
    output: agentOutput.get(),
  };
}

/** Time spent down, the present one included. */
function downtimeSec({ words, operational }: Server, nowSec: number): number {
  const present = operational === Operational.stopped ? nowSec - words[ServerWord.changedSec]! : 0;
  return words[ServerWord.downtimeSec]! + present;
}

/** "127.0.0.1:80", "[::1]:80", "unix"; "" while the address is unknown. */
function addressText(server: Server): string {
  const { kind } = server.model.address;
  if (kind !== "ip") return kind === "abstract" ? "abns" : kind;
  const { address, port } = server;
  if (address === null) return "";
  const text = formatIp(address);
  return address.family === 6 ? `[${text}]:${port}` : `${text}:${port}`;
}

/** Of its weight, which static algorithms leave alone; null while it is not warming up. */
function throttlePercent({ words }: Server): number | null {
  if (words[ServerWord.connectionShare] === 0) return null;
  return percentOf(words[ServerWord.weightShare]! || WHOLE_SHARE);
}
