/**
 * wrk beside the load's own clients, through the whole script: it sees neither lost nor doubled
 * answers, but it is a client nobody here has written. Its GETs come at a modest rate, all with one
 * id; it ends when each of them has its answer, so that it can be counted with the others.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../support/deadline.ts";
import { makeTempFolder, type TempFolder } from "../support/temp-folder.ts";

/** What wrk tells in the end; wrk.lua prints it. */
export interface WrkSummary {
  /** Answers that came whole, with whatever status. */
  readonly answers: number;
  /** Answers with a status of 400 or more. */
  readonly failedAnswers: number;
  /** Connections that failed, broke off or kept silent. */
  readonly socketErrors: number;
}

/** The X-Id of its requests; origins never cut their answers, since nobody tells when a head came. */
export const wrkId = "wrk";

/** Before it begins it connects once and sends nothing; a frontend counts that as a request. */
export const wrkProbes = 1;

const connections = 4;
/** As long as the load's own clients wait. */
const timeout = "15s";
/** It does not outlive a run that was killed by much. */
const longest = "1h";
const limitMs = 20_000;

export class WrkLoad {
  readonly #folder: TempFolder = makeTempFolder();
  readonly #stop: string = join(this.#folder.path, "stop");
  readonly #process: ChildProcess;
  #output = "";

  /** Starts it at once. */
  constructor(port: number) {
    const script = join(import.meta.dirname, "wrk.lua");
    const load = ["-t1", `-c${connections}`, `-d${longest}`, "--timeout", timeout];
    const request = ["-s", script, "-H", `X-Id: ${wrkId}`, `http://127.0.0.1:${port}/wrk`];
    const process = spawn("wrk", [...load, ...request, this.#stop, String(connections)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    process.stdout.setEncoding("latin1").on("data", (text: string) => (this.#output += text));
    this.#process = process;
  }

  /** Lets every open request end. */
  async stop(): Promise<WrkSummary> {
    writeFileSync(this.#stop, "");
    await this.#said(/^silent$/m, "an answer to each request of wrk");
    this.#process.kill("SIGINT");
    const summary = await this.#said(
      /^answers (\d+) failed (\d+) socket errors (\d+)$/m,
      "the summary of wrk",
    );
    const [answers = 0, failedAnswers = 0, socketErrors = 0] = summary.slice(1).map(Number);
    return { answers, failedAnswers, socketErrors };
  }

  /** Ends it, if it still runs. */
  async kill(): Promise<void> {
    const isRunning = this.#process.exitCode === null && this.#process.signalCode === null;
    if (isRunning && this.#process.kill("SIGKILL")) await once(this.#process, "exit");
    this.#folder.remove();
  }

  #said(pattern: RegExp, what: string): Promise<RegExpExecArray> {
    return until(() => pattern.exec(this.#output) ?? undefined, what, limitMs);
  }
}
