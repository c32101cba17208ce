/**
 * The heaps of the program under the soak, thread by thread, each taken after its collector has run:
 * what is counted is alive, so growth is growth. Only Bun's sources can be asked (test/soak/observed);
 * of an executable and of other runtimes only what the system tells is known.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { until } from "../support/deadline.ts";
import { sluiceProgram } from "../support/programs.ts";
import type { Program, Proxy } from "../support/proxy.ts";
import { makeTempFolder } from "../support/temp-folder.ts";

/** Of all threads together. */
export interface Heaps {
  readonly bytes: number;
  readonly objects: number;
  /** Living objects by the name of their class. */
  readonly counts: ReadonlyMap<string, number>;
}

const collectLimitMs = 60_000;

/** The program that tells of its heaps; undefined if the environment asks for another than Bun's. */
export function observedProgram(): Program | undefined {
  const program = sluiceProgram();
  if (!program.name.endsWith("on bun)")) return undefined;
  const main = resolve(import.meta.dirname, "observed/main.ts");
  return { name: "sluice (observed on bun)", command: program.command, args: [main] };
}

export class HeapAsker {
  readonly #folder: ReturnType<typeof makeTempFolder> = makeTempFolder();
  readonly #threads: number;
  #serial = 0;

  constructor(threads: number) {
    this.#threads = threads;
  }

  /** What the program has to find in its environment. */
  get env(): Record<string, string> {
    return { SOAK_HEAPS: this.#folder.path };
  }

  /** Lets all threads collect, and sums up what they hold then. */
  async ask(proxy: Proxy): Promise<Heaps> {
    const serial = ++this.#serial;
    const paths = Array.from({ length: this.#threads }, (_, thread) =>
      join(this.#folder.path, `heap-${thread}-${serial}.json`),
    );
    proxy.signal("SIGWINCH");
    await until(() => paths.every((path) => existsSync(path)), "all heaps", collectLimitMs);
    const counts = new Map<string, number>();
    let bytes = 0;
    let objects = 0;
    for (const path of paths) {
      const told: unknown = JSON.parse(readFileSync(path, "utf8"));
      if (!isThreadHeap(told)) throw new Error(`${path} is not the account of a heap`);
      bytes += told.heapSize;
      objects += told.objectCount;
      for (const [name, { count }] of Object.entries(told.classes))
        counts.set(name, (counts.get(name) ?? 0) + count);
      rmSync(path);
    }
    return { bytes, objects, counts };
  }

  remove(): void {
    this.#folder.remove();
  }
}

/** As test/soak/observed/heap.ts writes it. */
interface ThreadHeap {
  readonly heapSize: number;
  readonly objectCount: number;
  readonly classes: Readonly<Record<string, { readonly count: number }>>;
}

function isThreadHeap(value: unknown): value is ThreadHeap {
  return (
    typeof value === "object" &&
    value !== null &&
    "heapSize" in value &&
    "objectCount" in value &&
    "classes" in value
  );
}

/** What the engine makes of code that runs more often: it ends when all is compiled. */
const codeClass = /CodeBlock|Executable|Structure|SymbolTable|PropertyTable|StubRoutine|JITCode/;

/** Classes of which there are more than `allowance` and `share` more than before, and how many. */
export function grown(before: Heaps, after: Heaps, allowance: number, share: number): string[] {
  const rows: string[] = [];
  for (const [name, count] of after.counts) {
    const known = before.counts.get(name) ?? 0;
    if (codeClass.test(name) || count - known <= Math.max(allowance, known * share)) continue;
    rows.push(`${name} ${known} to ${count}`);
  }
  return rows;
}
