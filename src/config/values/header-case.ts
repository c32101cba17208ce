/**
 * How names of header fields are written to old peers: the pairs of `h1-case-adjust` and those of
 * the file that `h1-case-adjust-file` names (manual 3.1), read once all of `global` is known.
 */
import type { Load } from "../load-state.ts";
import { unicodeFromLatin1 } from "../words/text.ts";
import type { Word } from "../words/word.ts";

/** Takes a pair in; says what is wrong with it, if anything. */
export function addHeaderCase(
  written: Map<string, string>,
  from: string,
  to: string,
): string | undefined {
  if (from.toLowerCase() !== to.toLowerCase())
    return `'${from}' and '${to}' must not differ but in case`;
  if (written.has(from)) return `there is another line for '${from}'`;
  written.set(from, to);
  return undefined;
}

/** Reads the file behind the pairs of lines. */
export function readHeaderCaseFile(load: Load): void {
  const { headerCaseFile, headerCase } = load.global;
  if (headerCaseFile === null) return;
  const text = readText(headerCaseFile, load);
  if (text === undefined) return;
  for (const [index, line] of text.split("\n").entries()) {
    const problem = line.startsWith("#") ? undefined : addLine(line, headerCase);
    if (problem !== undefined) {
      const place = `'${headerCaseFile.text}', line ${index + 1}`;
      return load.diagnostics.error(headerCaseFile, `${place}: ${problem}`);
    }
  }
}

function addLine(line: string, written: Map<string, string>): string | undefined {
  const [from, ...rest] = line.replace(/^[ \t]+|[ \t\r]+$/g, "").split(/[ \t]+/);
  if (from === undefined || from === "") return undefined;
  if (rest.length === 0) return `there is nothing after '${from}'`;
  return addHeaderCase(written, from, rest.join(" "));
}

function readText(file: Word, load: Load): string | undefined {
  try {
    const bytes = load.files.readBytes(unicodeFromLatin1(file.text));
    return bytes.latin1Slice(0, bytes.length);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    load.diagnostics.error(file, `cannot read '${file.text}': ${reason}`);
    return undefined;
  }
}
