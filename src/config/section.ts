/**
 * A section while it is open: finds the row of each line's directive and lets it parse the line.
 * Unknown words are answered with the nearest known one; what HAProxy knows and this program does
 * not is refused as such.
 */
import { nearest } from "../core/edit-distance.ts";
import { Arguments } from "./arguments.ts";
import type { Directive, SectionKind } from "./directive.ts";
import { isKnownElsewhere } from "./refused/known-elsewhere.ts";
import type { Load } from "./load-state.ts";
import { REFUSED_DIRECTIVES } from "./refused/options.ts";
import { removedDirectives } from "./refused/removed.ts";
import type { Line, Word } from "./words/word.ts";

/** The section that lines go to. */
export interface OpenSection {
  /** For "${.SECTION}". */
  readonly name: string;
  line(line: Line): void;
  /** No more lines come. */
  close(): void;
}

/** What a section line opens: "frontend NAME", "global", … */
export interface SectionRow {
  readonly name: SectionKind;
  readonly syntax: string;
  readonly manual: string;
  readonly summary: string;
  /** Undefined after reporting; the section's lines are then skipped. */
  open(args: Arguments, load: Load): OpenSection | undefined;
}

/** The words before a directive that turn its meaning. */
type Prefix = "" | "no" | "default";

/** Opens a section whose lines are parsed by `rows` into `target`. */
export function openSection<Target>(
  kind: SectionKind,
  name: string,
  target: Target,
  rows: readonly Directive<Target>[],
  load: Load,
): OpenSection {
  return {
    name: name === "" ? kind : name,
    line: (line) => new LineOfSection(kind, line, rows, load).parse(target),
    close: () => {},
  };
}

class LineOfSection<Target> {
  readonly #kind: SectionKind;
  readonly #line: Line;
  readonly #rows: readonly Directive<Target>[];
  readonly #load: Load;
  readonly #prefix: Prefix;
  /** Index of the directive's first word. */
  readonly #start: number;

  constructor(kind: SectionKind, line: Line, rows: readonly Directive<Target>[], load: Load) {
    this.#kind = kind;
    this.#line = line;
    this.#rows = rows;
    this.#load = load;
    const first = line.words[0]!.text;
    this.#prefix = first === "no" || first === "default" ? first : "";
    this.#start = this.#prefix === "" ? 0 : 1;
  }

  parse(target: Target): void {
    const keyword = this.#line.words[this.#start];
    if (keyword === undefined) {
      return this.#error(this.#line.words[0]!, `'${this.#prefix}' expects a keyword after it`);
    }
    const named = this.#rows.filter((row) => this.#matches(row.name));
    // The longest name wins: "stats http-request" before "stats".
    const row = named.sort((a, b) => b.name.length - a.name.length)[0];
    if (row === undefined) return this.#unknown(keyword);
    if (!row.in.includes(this.#kind)) return this.#misplaced(keyword, row);
    this.#run(row, target);
  }

  #run(row: Directive<Target>, target: Target): void {
    const wordCount = row.name.split(" ").length;
    const args = new Arguments(
      this.#line,
      this.#start + wordCount,
      row.name,
      this.#load.diagnostics,
    );
    if (this.#prefix === "") return row.parse(args, target, this.#load);
    const turned = this.#prefix === "no" ? row.negate : row.restore;
    if (turned === undefined) {
      const hint = `'${this.#prefix}' is for switches such as "no option http-keep-alive" and for "no log"`;
      return this.#error(
        this.#line.words[0]!,
        `'${row.name}' does not take '${this.#prefix}' before it`,
        hint,
      );
    }
    turned(args, target, this.#load);
  }

  #matches(name: string): boolean {
    return name
      .split(" ")
      .every((word, index) => this.#line.words[this.#start + index]?.text === word);
  }

  #misplaced(keyword: Word, row: Directive<Target>): void {
    const sections = row.in.map((kind) => `'${kind}'`).join(", ");
    const message = `'${row.name}' has no place in a '${this.#kind}' section`;
    if (row.misplaced === "refused" || this.#kind === "defaults")
      return this.#error(keyword, message, `it belongs in ${sections}`);
    this.#load.diagnostics.warn(
      keyword,
      `${message}; the line is ignored`,
      `it belongs in ${sections}`,
    );
  }

  /** No row has this name: an unknown first word, or an unknown second one of a known family. */
  #unknown(keyword: Word): void {
    const second = this.#line.words[this.#start + 1];
    const written = second === undefined ? keyword.text : `${keyword.text} ${second.text}`;
    for (const name of [written, keyword.text]) {
      const removed = removedDirectives.get(name);
      if (removed !== undefined) {
        const message = `'${name}' is no directive any more, since HAProxy ${removed.since}`;
        return this.#error(keyword, message, removed.hint);
      }
      if (isKnownElsewhere(this.#kind, name)) return this.#unsupported(keyword, name);
    }
    const here = this.#rows.filter((row) => row.in.includes(this.#kind)).map((row) => row.name);
    const family = here.filter((name) => name.startsWith(`${keyword.text} `));
    if (family.length > 0) return this.#unknownOfFamily(keyword, second, family);
    const firsts = [...new Set(here.map((name) => name.split(" ")[0]!))];
    const near = nearest(keyword.text, firsts);
    const hint = near === undefined ? "" : `did you mean '${near}'?`;
    this.#error(keyword, `unknown keyword '${keyword.text}' in a '${this.#kind}' section`, hint);
  }

  #unknownOfFamily(keyword: Word, second: Word | undefined, family: readonly string[]): void {
    const words = family.map((name) => name.slice(keyword.text.length + 1));
    const listed = words.map((word) => `'${word}'`).join(", ");
    if (second === undefined)
      return this.#error(keyword, `'${keyword.text}' expects a word after it`, `one of ${listed}`);
    const near = nearest(second.text, words);
    const hint = near === undefined ? `expected one of ${listed}` : `did you mean '${near}'?`;
    this.#error(
      second,
      `'${keyword.text}' does not know '${second.text}' in a '${this.#kind}' section`,
      hint,
    );
  }

  #unsupported(keyword: Word, name: string): void {
    const reason = REFUSED_DIRECTIVES.get(name);
    const why = reason === undefined ? " by this version of Sluice yet" : `: ${reason}`;
    this.#error(keyword, `'${name}' is not supported${why}`);
  }

  #error(at: Word, message: string, hint = ""): void {
    this.#load.diagnostics.error(at, message, hint);
  }
}
