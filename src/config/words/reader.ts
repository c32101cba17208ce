/**
 * Reads configuration files line by line (manual 2.1 and 2.4): folders become their *.cfg files in
 * byte order, `.if` blocks are resolved and messages given. Each line reaches the sink before the
 * next is cut into words, so that `setenv` holds from the following line on.
 */
import { nearest } from "../../core/edit-distance.ts";
import type { ByteBuffer } from "../../runtime/bytes.ts";
import type { FileKind } from "../../runtime/files.ts";
import type { ConditionFacts } from "./condition.ts";
import { ConditionalBlocks } from "./conditional-blocks.ts";
import type { Diagnostics } from "../diagnostics/diagnostics.ts";
import { readLine } from "./lexer.ts";
import type { Line } from "./word.ts";

/** The files as the reader asks for them; `src/runtime/files.ts` has them all. */
export interface ConfigFiles {
  readBytes(path: string): ByteBuffer;
  kind(path: string): FileKind;
  list(path: string): readonly string[];
}

/** Receives the lines. */
export interface LineSink {
  /** Name of the current section, for "${.SECTION}". */
  readonly sectionName: string;
  startFile(path: string): void;
  line(line: Line): void;
  /** The end of a file ends its last section. */
  endFile(): void;
}

const directives: readonly string[] = [
  ".if",
  ".elif",
  ".else",
  ".endif",
  ".notice",
  ".warning",
  ".alert",
  ".diag",
];

export class ConfigReader {
  readonly #files: ConfigFiles;
  readonly #facts: ConditionFacts;
  readonly #diagnostics: Diagnostics;
  readonly #lines: Map<string, readonly string[]> = new Map();

  constructor(files: ConfigFiles, facts: ConditionFacts, diagnostics: Diagnostics) {
    this.#files = files;
    this.#facts = facts;
    this.#diagnostics = diagnostics;
  }

  /** A line of a file read so far, as written. */
  source(file: string, line: number): string | undefined {
    return this.#lines.get(file)?.[line - 1];
  }

  /** The files that `inputs` (files and folders, in order) stand for. */
  expand(inputs: readonly string[]): readonly string[] {
    return inputs.flatMap((input) => {
      if (this.#files.kind(input) !== "directory") return [input];
      return this.#files
        .list(input)
        .filter((name) => name.endsWith(".cfg") && !name.startsWith("."))
        .map((name) => (input.endsWith("/") ? input + name : `${input}/${name}`))
        .filter((path) => this.#files.kind(path) === "file");
    });
  }

  /** Reads one file into the sink; an unreadable file is an error like any other. */
  read(path: string, sink: LineSink): void {
    const text = this.#text(path);
    if (text === undefined) return;
    const lines = text.split("\n");
    const last = lines.pop()!;
    this.#lines.set(path, last === "" ? lines : [...lines, last]);
    const blocks = new ConditionalBlocks(this.#facts, this.#diagnostics);
    sink.startFile(path);
    lines.forEach((source, index) => this.#readLine(source, path, index + 1, blocks, sink));
    if (last !== "") this.#missingLineFeed(path, lines.length + 1, last);
    blocks.close();
    sink.endFile();
  }

  #text(path: string): string | undefined {
    try {
      const bytes = this.#files.readBytes(path);
      return bytes.latin1Slice(0, bytes.length);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#diagnostics.error(null, `cannot read configuration file '${path}': ${reason}`);
      return undefined;
    }
  }

  #readLine(
    source: string,
    file: string,
    number: number,
    blocks: ConditionalBlocks,
    sink: LineSink,
  ): void {
    const nul = source.indexOf("\0");
    if (nul >= 0) {
      const at = { file, line: number, column: nul + 1, width: 1, text: "" };
      return this.#diagnostics.error(at, "a NUL byte in the line", "is this a text file?");
    }
    const lookup = (name: string): string | undefined => {
      if (name === ".FILE") return file;
      if (name === ".LINE") return String(number);
      if (name === ".SECTION") return sink.sectionName;
      return this.#facts.variable(name);
    };
    const line = readLine(source, file, number, lookup, this.#diagnostics);
    if (line === null || blocks.take(line) || !blocks.active) return;
    if (line.words[0]!.text.startsWith(".")) this.#message(line);
    else sink.line(line);
  }

  #message(line: Line): void {
    const [directive, message, extra] = line.words;
    const name = directive!.text;
    if (!directives.includes(name)) {
      const near = nearest(name, directives);
      return this.#diagnostics.error(
        directive!,
        `unknown directive '${name}'`,
        near === undefined ? "" : `did you mean '${near}'?`,
      );
    }
    if (extra !== undefined) {
      return this.#diagnostics.error(
        extra,
        `unexpected argument '${extra.text}' for '${name}'`,
        "put the message in quotes if it contains blanks",
      );
    }
    const text = message?.text ?? "";
    if (name === ".alert") this.#diagnostics.error(line, text);
    else if (name === ".warning") this.#diagnostics.warn(line, text);
    else if (name === ".notice") this.#diagnostics.notice(line, text);
    else this.#diagnostics.diag(line, text);
  }

  #missingLineFeed(file: string, line: number, text: string): void {
    const at = { file, line, column: text.length, width: 1, text };
    this.#diagnostics.error(
      at,
      "the last line does not end in a line feed, the file may have been cut short",
    );
  }
}
