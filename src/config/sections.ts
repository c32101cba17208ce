/**
 * Drives the sections: each line either opens the next section or belongs to the open one. Lines
 * after a section line that could not be read are skipped, so that one mistake is one message.
 */
import { expandAddresses } from "./words/address-words.ts";
import { nearest } from "../core/edit-distance.ts";
import { Arguments } from "./arguments.ts";
import { otherSections } from "./refused/known-elsewhere.ts";
import type { Load } from "./load-state.ts";
import type { LineSink } from "./words/reader.ts";
import type { OpenSection, SectionRow } from "./section.ts";
import type { Line } from "./words/word.ts";

export class Sections implements LineSink {
  readonly #rows: readonly SectionRow[];
  readonly #load: Load;
  #open: OpenSection | undefined;
  /** Lines go nowhere: their section line was refused. */
  #skipping = false;

  constructor(rows: readonly SectionRow[], load: Load) {
    this.#rows = rows;
    this.#load = load;
  }

  get sectionName(): string {
    return this.#open?.name ?? "";
  }

  startFile(): void {
    this.#skipping = false;
  }

  line(line: Line): void {
    const keyword = line.words[0]!;
    const row = this.#rows.find((each) => each.name === keyword.text);
    const missing = otherSections.get(keyword.text);
    if (row !== undefined) {
      this.endFile();
      this.#open = row.open(new Arguments(line, 1, row.name, this.#load.diagnostics), this.#load);
      this.#skipping = this.#open === undefined;
    } else if (missing !== undefined) {
      this.endFile();
      this.#skipping = true;
      this.#load.diagnostics.error(
        keyword,
        `'${keyword.text}' sections are not supported: ${missing}`,
      );
    } else if (this.#open !== undefined) {
      this.#open.line(expandAddresses(line, this.#load.environment));
    } else if (!this.#skipping) {
      this.#outOfSection(line);
    }
  }

  endFile(): void {
    this.#open?.close();
    this.#open = undefined;
  }

  #outOfSection(line: Line): void {
    const keyword = line.words[0]!;
    const near = nearest(
      keyword.text,
      this.#rows.map((row) => row.name),
    );
    const hint =
      near === undefined
        ? "a section comes first, such as 'global' or 'frontend <name>'"
        : `did you mean '${near}'?`;
    this.#load.diagnostics.error(
      keyword,
      `unknown keyword '${keyword.text}' before any section`,
      hint,
    );
    // What follows a mistyped section line belongs to it.
    this.#skipping = near !== undefined;
  }
}
