/** What the files behind maps and ACLs ask of the program. */
import { changePatterns } from "./changes.ts";
import type { PatternFilesHost } from "./files.ts";
import type { Program } from "../program.ts";

export function patternFilesHost(program: Program): PatternFilesHost {
  const { runtime } = program;
  return {
    files: runtime.files,
    references: () => program.thread?.generation?.patterns.references ?? [],
    locate: (name) => program.locate(name),
    change: (changes) => changePatterns(program, changes),
    log: (level, text) => program.thread?.generation?.logger.log(level, text),
    after: (delayMs, fire) => runtime.clock.after(delayMs, fire),
  };
}
