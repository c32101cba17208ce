/** The failure run as a table: one row a bar, one column a program; colour only where it is seen. */
import type { Bar } from "./bars.ts";

export interface Column {
  readonly program: string;
  readonly bars: readonly Bar[];
}

const isTerminal = process.stdout.isTTY;

function coloured(text: string, isHeld: boolean): string {
  return isTerminal ? `\u001b[${isHeld ? 32 : 31}m${text}\u001b[0m` : text;
}

/** The table; a bar that was missed is marked in words as well. */
export function tableOf(columns: readonly Column[]): string {
  const names = columns[0]?.bars.map(({ name }) => name) ?? [];
  const cells = columns.map(({ bars }) =>
    bars.map(({ value, isHeld }) => ({ text: isHeld ? value : `${value} MISSED`, isHeld })),
  );
  const widths = cells.map((column, at) =>
    Math.max(columns[at]!.program.length, ...column.map(({ text }) => text.length)),
  );
  const nameWidth = Math.max(...names.map((name) => name.length));
  const head = columns.map(({ program }, at) => program.padEnd(widths[at]!));
  const rows = names.map((name, row) => {
    const values = cells.map((column, at) => {
      const { text, isHeld } = column[row]!;
      return coloured(text.padEnd(widths[at]!), isHeld);
    });
    return [name.padEnd(nameWidth), ...values].join("  ").trimEnd();
  });
  return [["".padEnd(nameWidth), ...head].join("  ").trimEnd(), ...rows].join("\n");
}

/** On a terminal one line that changes; elsewhere nothing until the table. */
export function showProgress(program: string, line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${program}: ${line}`);
}

export function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
}
