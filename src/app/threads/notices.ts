/** What the other threads tell the control thread, and what becomes of it. */
import { Level } from "../../config/values/syslog.ts";
import type { Program } from "../program.ts";
import type { News } from "./thread-messages.ts";
import type { WorkerEvents } from "./worker-pool.ts";

export class Notices implements WorkerEvents {
  readonly #program: Program;

  constructor(program: Program) {
    this.#program = program;
  }

  onNotice(thread: number, notice: News): void {
    const program = this.#program;
    switch (notice.kind) {
      case "command":
        void program
          .command(notice.text)
          .then((text) =>
            program.workers.tell(thread, { kind: "answer", call: notice.call, text }),
          );
        break;
      case "error":
        program.errors.keep(notice.record);
        break;
      case "uncaught":
        program.uncaught(notice.reason);
        break;
      case "changed":
        // All threads hear of it, the one that made it too: the order they have is this thread's.
        program.thread!.process.shared.apply(notice.change);
        program.workers.tellAll({ kind: "variable", change: notice.change });
        break;
      case "key-changed":
        program.thread!.receiveKey(notice.change, thread);
        program.workers.tellAll({ kind: "key", change: notice.change, from: thread });
        break;
      case "ring":
        program.thread!.rings.wake(notice.ring);
        break;
      case "pass":
        this.#pass(notice);
    }
  }

  #pass({ thread, order, server }: Extract<News, { kind: "pass" }>): void {
    if (thread !== 1) this.#program.workers.tell(thread, { kind: order, server });
    else if (order === "slot") this.#program.thread!.acceptSlot(server);
    else this.#program.thread!.requeue(server);
  }

  /** Its listeners would go on taking connections that nobody serves, so that the process ends. */
  onDeath(thread: number, reason: string): void {
    const { runtime, thread: own } = this.#program;
    // In a soft stop one that has nothing left to wait for may go: Deno ends it.
    if (own?.process.isStopping === true && this.#program.connections() === 0) return;
    const text = `Thread ${thread} ended: ${reason}. The process cannot go on without it`;
    runtime.process.stderr.write(`[ALERT] ${text}\n`);
    own?.generation?.logger.log(Level.alert, text);
    runtime.process.exit(1);
  }
}
