/** The configuration as it was read (`-dC`, management manual 3): words without comments, line by line. */
import type { LineSink } from "./reader.ts";
import type { Line } from "./word.ts";

/** Passes lines on, and writes each. Those of a section stand under its name. */
export class DumpingSink implements LineSink {
  readonly #sink: LineSink;
  readonly #sections: ReadonlySet<string>;
  readonly #write: (line: string) => void;

  constructor(sink: LineSink, sections: readonly string[], write: (line: string) => void) {
    this.#sink = sink;
    this.#sections = new Set(sections);
    this.#write = write;
  }

  get sectionName(): string {
    return this.#sink.sectionName;
  }

  startFile(path: string): void {
    this.#sink.startFile(path);
  }

  line(line: Line): void {
    const words = line.words.map(({ text }) => text);
    this.#write(`${this.#sections.has(words[0]!) ? "" : "\t"}${words.join(" ")}\n`);
    this.#sink.line(line);
  }

  endFile(): void {
    this.#sink.endFile();
  }
}
