/**
 * A reload: the next generation goes into service in the same process, on all threads or on none.
 * Whatever fails before that leaves the generation in service as it was, with its sockets and its
 * memory.
 */
import { Level } from "../config/values/syslog.ts";
import type { Generation } from "./compile/generation.ts";
import type { Prepared } from "./prepared.ts";
import type { Program } from "./program.ts";

export class Reload {
  readonly #program: Program;
  #underWay: boolean = false;
  /** Reloads that were tried, how many in a row have failed, and when the last one succeeded. */
  count: number = 0;
  failed: number = 0;
  lastMs: number | null = null;

  constructor(program: Program) {
    this.#program = program;
  }

  /** Swaps in what the configuration files say now; the reason if the old generation stays. */
  async run(): Promise<string | null> {
    if (this.#underWay) return "a reload is under way";
    this.#underWay = true;
    const { arena } = this.#program;
    const mark = arena.mark();
    let fault: string | null;
    try {
      fault = await this.#swap();
    } catch (error) {
      fault = error instanceof Error ? error.message : String(error);
    }
    if (fault !== null) arena.restore(mark);
    this.count++;
    this.failed = fault === null ? 0 : this.failed + 1;
    if (fault === null) this.lastMs = this.#program.runtime.clock.monotonicMs();
    this.#underWay = false;
    return fault;
  }

  /** All threads compile and listen; only when all have done so, the generation goes into service. */
  async #swap(): Promise<string | null> {
    const program = this.#program;
    const prepared = await program.prepare();
    if (!prepared.ok) return prepared.text;
    const { generation } = prepared;
    const { threadCount } = program.thread!.generation!.env;
    const wanted = Math.max(1, generation.model.global.nbthread);
    if (wanted !== threadCount) {
      return `nbthread cannot change in a reload, from ${threadCount} to ${wanted}: restart the process for that`;
    }
    const fault =
      this.#open(generation) ??
      (await program.workers.all({ kind: "prepare", load: program.order(prepared) }));
    if (fault !== null) {
      await this.#abandon();
      return fault;
    }
    await this.#adopt(prepared);
    generation.logger.log(Level.notice, `Reloaded: generation ${generation.number} is in service`);
    return null;
  }

  /** Opens the sockets that the generation needs: all of them, or none and the reason. */
  #open(generation: Generation): string | null {
    const program = this.#program;
    const fault = program.listen(generation) ?? program.openSockets(generation);
    if (fault !== null) {
      program.thread!.abandon();
      program.peers!.abandon();
    }
    return fault;
  }

  async #abandon(): Promise<void> {
    const program = this.#program;
    const thread = program.thread!;
    thread.abandon();
    program.peers!.abandon();
    program.sockets.adopt(thread.generation!, program.options.masterSockets);
    await program.workers.all({ kind: "abandon" });
  }

  async #adopt(prepared: Prepared): Promise<void> {
    const program = this.#program;
    program.checks?.stop();
    program.thread!.generation!.env.plugins.stopTasks();
    program.adopt(prepared);
    await program.workers.all({ kind: "adopt" });
    program.sockets.adopt(prepared.generation, program.options.masterSockets);
    program.begin(prepared);
  }
}
