/**
 * The agent of one server, asked again and again (manual 5.2, agent-check): what it says changes
 * weight, maxconn, administrative state and health. An agent that cannot be asked changes nothing.
 */
import { type CheckReport, describeReport, shownReport, Status } from "../check-status.ts";
import type { FarmControl } from "../changes/farm-control.ts";
import type { Server } from "../server.ts";
import { CheckState, ServerWord } from "../state.ts";
import { parseWeight } from "../weight.ts";
import { readAgentLine, type AgentLine } from "./agent-line.ts";
import type { CheckPlan } from "./plan.ts";
import type { CheckTask } from "./runner.ts";
import { impliedConnect, type Match, type Sequence, type Step } from "./sequence.ts";

/** The line is told as the report's info; it must end, or nothing is known. */
const wholeLine: Match = (txn) => {
  const text = txn.receivedText();
  if (/[\r\n]/.test(text)) return true;
  return text === "" && txn.isEnded ? { status: Status.l7Response, info: "" } : undefined;
};

/** Connects to the agent, sends what it is to be sent, and reads a line. */
export function agentSequence({ agentSend }: Server): Sequence {
  const place = { number: 0, comment: "" };
  const connect: Step = { ...impliedConnect, usesServer: false };
  const ask: Step = {
    ...place,
    kind: "send",
    name: "send",
    payload: () => agentSend.get(),
    mayBeEmpty: true,
    newAnswer: null,
  };
  const read: Step = {
    ...place,
    kind: "expect",
    name: "expect",
    match: wholeLine,
    okStatus: Status.checked,
    errorStatus: null,
    timeoutStatus: Status.l7Timeout,
    timeoutInfo: (txn) => (txn.isEnded ? "Ignoring incomplete line from agent" : ""),
    onSuccess: (txn) => /^[^\r\n]*/.exec(textOf(txn.responseBuffer))![0],
    onError: null,
    statusCode: null,
  };
  return { steps: [connect, ask, read], tellsSteps: false, passedInfo: "", isHttp: false };
}

function textOf({ bytes, start, end }: CheckBuffer): string {
  return bytes === null ? "" : bytes.latin1Slice(start, end);
}

type CheckBuffer = Parameters<Match>[0]["responseBuffer"];

export class AgentTask implements CheckTask {
  readonly plan: CheckPlan;
  readonly #control: FarmControl;
  readonly #takesAnyWeight: boolean;

  /** @param takesAnyWeight the farm's algorithm follows weights as they change. */
  constructor(plan: CheckPlan, control: FarmControl, takesAnyWeight: boolean) {
    this.plan = plan;
    this.#control = control;
    this.#takesAnyWeight = takesAnyWeight;
  }

  get intervalMs(): number {
    return this.plan.server.model.agentInterMs;
  }

  get isWanted(): boolean {
    return (this.plan.server.words[ServerWord.agentState]! & CheckState.enabled) !== 0;
  }

  /** What the agent said last is forgotten when it is asked again; its outcome stays. */
  setRunning(isRunning: boolean): void {
    const { words, agentOutput } = this.plan.server;
    if (isRunning) {
      words[ServerWord.agentCode] = 0;
      agentOutput.set("");
    }
    const others = words[ServerWord.agentState]! & ~CheckState.inProgress;
    words[ServerWord.agentState] = isRunning ? others | CheckState.inProgress : others;
  }

  report(report: CheckReport): void {
    const { server } = this.plan;
    const line = report.status === Status.checked ? readAgentLine(report.info) : null;
    const problem = line === null ? "" : this.#apply(line, server);
    const outcome = line === null ? report : { ...report, ...outcomeOf(line, problem) };
    const told = shownReport(outcome);
    const { words } = server;
    words[ServerWord.agentStatus] = told.status.number;
    words[ServerWord.agentCode] = told.code;
    words[ServerWord.agentDurationMs] = Math.floor(told.durationMs);
    server.agentOutput.set(told.info);
    const health = line?.health ?? null;
    if (health === null) return;
    const cause = `, reason: ${describeReport(told)}`;
    this.#control.setAgentHealth(server, health === "up", cause);
  }

  /** Takes over what is not about health; returns what was wrong with it, "" for nothing. */
  #apply(line: AgentLine, server: Server): string {
    if (line.admin === "maint") this.#control.maintain(server);
    else if (line.admin === "drain") this.#control.drain(server);
    else if (line.admin === "ready") this.#control.ready(server);
    let problem = "";
    if (line.weight !== null) {
      const change = parseWeight(line.weight, server.initialWeight, this.#takesAnyWeight);
      if ("error" in change) problem = change.error;
      else this.#control.setWeight(server, change.weight);
    }
    if (line.maxconn !== null) {
      if (/^\d+$/.test(line.maxconn)) this.#control.setMaxconn(server, Number(line.maxconn));
      else problem = "maxconn string empty or preceded by garbage";
    }
    return problem;
  }
}

function outcomeOf(
  line: AgentLine,
  problem: string,
): Pick<CheckReport, "status" | "code" | "info"> {
  const { health, healthWord, description, unknown } = line;
  if (health !== null) {
    const reason = description || unknown || "";
    const why = reason === "" ? "" : ` (${reason})`;
    const status = health === "up" ? Status.l7Ok : Status.l7Status;
    return { status, code: 0, info: `via agent : ${healthWord}${why}` };
  }
  const fault = unknown === null ? "" : `agent reports an error : ${unknown}`;
  const info = problem === "" ? fault : `agent warns : ${problem}`;
  return { status: Status.checked, code: 0, info };
}
