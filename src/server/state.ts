/**
 * The shared record of a server and of a farm: which Int32 word of its arena region holds what,
 * and what the values mean. Only the control thread writes states, weights and addresses; every
 * thread changes counts, always with Atomics. The numbers of operational states, administrative
 * flags and checks are those of `show servers state` (management manual 9.3).
 */

/** The most threads a record has room for, so that a reload may change `nbthread`. */
export const MAX_THREADS = 64;

/**
 * What a thread tells of the stream that is next in its queue: MAX_THREADS tickets, then as many
 * priority classes, then as many times of coming, in ms of the shared clock.
 */
export const PLACE_WORDS = 3;

/** A share that is everything, in the units of `ServerWord.weightShare`. */
export const WHOLE_SHARE = 16;

/** Such a share in percent, as statistics tell it. */
export function percentOf(share: number): number {
  return Math.floor((100 * share) / WHOLE_SHARE);
}

/** Words of the record of a server. */
export const ServerWord = {
  /** 1 once the control thread has filled the record; 0 in new memory. */
  ready: 0,
  operational: 1,
  admin: 2,
  userWeight: 3,
  initialWeight: 4,
  /** Connection slots in use. */
  connections: 5,
  /** Streams waiting for this server. */
  queued: 6,
  /** Streams that ever left this server's queue: the base of queue positions. */
  dequeued: 7,
  /** Check counter: below `rise` is down, from `rise` up to `rise + fall - 1` is up. */
  health: 8,
  checkStatus: 9,
  checkCode: 10,
  checkDurationMs: 11,
  checkResult: 12,
  checkState: 13,
  /** Wall clock of the last operational change, seconds since the epoch. */
  changedSec: 14,
  /** 4, 6, or 0 while no address is known. */
  addressFamily: 15,
  /** Four words, network order, as IpAddress has them. */
  address: 16,
  port: 20,
  /** Raised with every change of address or port. */
  addressGeneration: 21,
  maxconn: 22,
  /** Seconds spent down before the current state. */
  downtimeSec: 23,
  /** Where checks go instead of the server's address: 0 for there. */
  checkPort: 24,
  checkFamily: 25,
  /** What the configuration said last, to tell its changes from those made at run time. */
  configuredWeight: 26,
  configuredMaxconn: 27,
  configuredAddress: 28,
  configuredCheckTarget: 29,
  /** Where the agent is asked, as in `checkPort`. */
  agentPort: 30,
  agentFamily: 31,
  /** Four words, as in `address`. */
  checkAddress: 32,
  /** The agent: its `CheckState` mask, 1 while it lets the server be up, and its last report. */
  agentState: 36,
  agentHealth: 37,
  agentStatus: 38,
  agentCode: 39,
  agentDurationMs: 40,
  /** Errors in a row that `observe` saw in the traffic. */
  observedErrors: 41,
  /** What was last seen when they were enough to act upon, 0 for not yet: an `Observation`. */
  observedAlarm: 42,
  /** Sixteenths of its connections that a warming up server gets; 0 for all of them. */
  connectionShare: 43,
  /** The same of its weight, which static algorithms leave alone. */
  weightShare: 44,
  /** As `configuredCheckTarget`. */
  configuredAgentTarget: 45,
  configuredAgentSend: 46,
  /** What the journal of loads calls it: 1 for the farm's first server ever, and so on. */
  number: 47,
  /** Four words, as in `address`. */
  agentAddress: 48,
  /** For each thread the ticket of the stream that is next in its queue, 0 for none; see `PLACE_WORDS`. */
  oldestTicket: 52,
} as const;
export const SERVER_WORDS: number = ServerWord.oldestTicket + PLACE_WORDS * MAX_THREADS;

/** Words of the record of a farm. */
export const FarmWord = {
  /** Raised with every change that matters for balancing. */
  generation: 0,
  /** The last ticket given to a waiting stream. */
  ticket: 1,
  /** Streams waiting for any server. */
  queued: 2,
  dequeued: 3,
  /** Streams in the backend, on servers or not: what `fullconn` is compared with. */
  streams: 4,
  /** Wall clock of the last change between "has a server" and "has none", seconds. */
  changedSec: 5,
  downtimeSec: 6,
  hasServer: 7,
  /** The last number given to a server. */
  numbers: 8,
  oldestTicket: 16,
} as const;
export const FARM_WORDS: number = FarmWord.oldestTicket + PLACE_WORDS * MAX_THREADS;

/** srv_op_state. */
export const Operational = { stopped: 0, starting: 1, running: 2, stopping: 3 } as const;

/** srv_admin_state, a mask. */
export const Admin = {
  forcedMaint: 0x01,
  inheritedMaint: 0x02,
  /** Disabled by the configuration; tells of the past only. */
  configuredMaint: 0x04,
  forcedDrain: 0x08,
  inheritedDrain: 0x10,
  resolutionMaint: 0x20,
  fqdnChanged: 0x40,
} as const;
export const ADMIN_MAINT: number = Admin.forcedMaint | Admin.inheritedMaint | Admin.resolutionMaint;
export const ADMIN_DRAIN: number = Admin.forcedDrain | Admin.inheritedDrain;
/** What comes from the server that is tracked. */
export const INHERITED: number = Admin.inheritedMaint | Admin.inheritedDrain;

/** What a server inherits from one that it tracks: maintenance and drain of any kind. */
export function inheritedFrom(admin: number): number {
  const maint = (admin & ADMIN_MAINT) === 0 ? 0 : Admin.inheritedMaint;
  return (admin & ADMIN_DRAIN) === 0 ? maint : maint | Admin.inheritedDrain;
}

/** srv_check_result. */
export const CheckResult = {
  unknown: 0,
  neutral: 1,
  failed: 2,
  passed: 3,
  conditionallyPassed: 4,
} as const;

/** srv_check_state, a mask. */
export const CheckState = {
  inProgress: 1,
  configured: 2,
  enabled: 4,
  paused: 8,
  agent: 16,
} as const;

/**
 * The facts that a state word is made of: state and flags are the server's own, what checks and
 * agent say is told of the server at the end of its chain where it tracks another.
 */
export interface StateFacts {
  readonly operational: number;
  readonly admin: number;
  /** Whether health checks run for the server. */
  readonly checked: boolean;
  readonly health: number;
  readonly rise: number;
  readonly fall: number;
  /** An agent is asked, and the last it said is that the server is down. */
  readonly agent: "none" | "up" | "down";
  /** The server that is tracked, "backend/server"; "" for none. */
  readonly tracked: string;
}

/** Status of a server as `show stat` prints it: "UP", "UP 1/3", "DOWN 1/2", "MAINT", "no check", … */
export function stateText(facts: StateFacts): string {
  const { operational, admin, checked, health, rise, fall, agent, tracked } = facts;
  if ((admin & Admin.resolutionMaint) !== 0) return "MAINT (resolution)";
  if ((admin & Admin.inheritedMaint) !== 0) return `MAINT (via ${tracked})`;
  if ((admin & ADMIN_MAINT) !== 0) return "MAINT";
  if (operational === Operational.stopped) {
    if (agent === "down") return "DOWN (agent)";
    // Where only an agent is asked, the counter shows whatever it is.
    const counts = checked ? health > 0 : agent === "up";
    return counts ? `DOWN ${health}/${rise}` : "DOWN";
  }
  const losing = checked && health < rise + fall - 1 ? ` ${health - rise + 1}/${fall}` : "";
  if (operational === Operational.stopping) return `NOLB${losing}`;
  if ((admin & ADMIN_DRAIN) !== 0) return agent === "none" ? `DRAIN${losing}` : "DRAIN (agent)";
  return checked ? `UP${losing}` : "no check";
}
