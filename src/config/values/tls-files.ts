/** Certificates and CA files named on a line: found below crt-base or ca-base, and there at all. */
import type { Arguments } from "../arguments.ts";
import type { Load } from "../load-state.ts";
import { unicodeFromLatin1 } from "../words/text.ts";
import type { Word } from "../words/word.ts";

/** The path below `base` (unless it is absolute), reported when absent; undefined when not given. */
export function expectTlsFile(
  args: Arguments,
  base: string | null,
  what: string,
  load: Load,
): Word | undefined {
  const written = args.expect(what);
  if (written === undefined) return undefined;
  const isRelative = base !== null && !written.text.startsWith("/");
  const word = isRelative ? { ...written, text: `${base}/${written.text}` } : written;
  if (load.files.kind(unicodeFromLatin1(word.text)) === "absent") {
    load.diagnostics.error(written, `cannot find '${word.text}'`, "No such file or directory");
  }
  return word;
}
