/** `-dKall`: every keyword that this version knows, from the rows. */
import { tables } from "../registry.ts";

/** One line a keyword, in the order of the tables. */
export function listKeywords(): string {
  const lines: string[] = [];
  for (const [name, rows] of Object.entries(tables)) {
    lines.push(`# ${name}`);
    for (const { syntax } of rows) lines.push(syntax);
    lines.push("");
  }
  return `${lines.join("\n")}\n`;
}
