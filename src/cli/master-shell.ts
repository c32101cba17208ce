/**
 * The master's socket (management manual 9.4): `@1 COMMAND` runs a command in the worker, `@1`
 * alone stays there until the next `@`. Sluice has one process, which is master and worker both;
 * so `@1`, `@!PID` and `@` name it, and whatever else follows a `@` names nobody.
 */
import type { CliState, ShownAnswer } from "./command.ts";
import type { Interpreter } from "./interpreter.ts";
import type { CommandShell } from "./shell.ts";

type Place = "master" | "worker";

const MODES = { "expert-mode": "expert", "experimental-mode": "experimental" } as const;

export class MasterShell implements CommandShell {
  readonly isMaster: boolean = true;
  readonly #master: Interpreter;
  readonly #worker: Interpreter;
  readonly #pid: number;

  constructor(master: Interpreter, worker: Interpreter, pid: number) {
    this.#master = master;
    this.#worker = worker;
    this.#pid = pid;
  }

  answer(words: readonly string[], payload: string | null, state: CliState): ShownAnswer | null {
    const [first = "", ...rest] = words;
    if (!first.startsWith("@")) return this.#run(state.place, words, payload, state);
    const place = this.#placeOf(first);
    if (place === null) return `Can't find the target PID matching the prefix '${first}'\n`;
    // A second `@` is one of "@@": the worker keeps what follows on the line.
    if (rest.length === 0 || first.startsWith("@@")) state.place = place;
    if (rest.length === 0) return null;
    // A session of its own, at the level of this one: what it changes ends with it.
    const borrowed = { ...state, modes: { ...state.modes } };
    return this.#run(place, rest, payload, first.startsWith("@@") ? state : borrowed);
  }

  prompt({ place, modes, debug }: CliState): string {
    const flags = `${modes.experimental ? "x" : ""}${modes.expert ? "e" : ""}${debug ? "d" : ""}`;
    const name = place === "master" ? "master" : String(this.#pid);
    return `${name}${flags === "" ? "" : `(${flags})`}> `;
  }

  #placeOf(prefix: string): Place | null {
    const name = prefix.replace(/^@@?/, "");
    if (name === "" || name === "0" || name === "master") return "master";
    return name === "1" || name === `!${this.#pid}` ? "worker" : null;
  }

  #run(
    place: Place,
    words: readonly string[],
    payload: string | null,
    state: CliState,
  ): ShownAnswer | null {
    if (place === "worker") return this.#worker.answer(words, payload, state);
    const [name, word] = words;
    if (name === "mcli-debug-mode" || name === "expert-mode" || name === "experimental-mode") {
      if (state.level !== "admin") return "Permission denied\n";
      if (name === "mcli-debug-mode") state.debug = word === "on";
      else state.modes[MODES[name]] = word === "on";
      return null;
    }
    if (name === "prompt") {
      state.interactive = !state.interactive;
      return null;
    }
    // With the mode on, commands that only a worker has are answered here as well.
    const everything = state.debug && !this.#master.knows(words);
    return (everything ? this.#worker : this.#master).answer(words, payload, state);
  }
}
