/**
 * Rows of the expression tables whose fetch or converter this version refuses by name. They are
 * not compared; a test sees that each is still refused. A keyword that comes takes its rows back
 * into the table of its kind.
 */
export interface LaterRow {
  /** As a message names it: "converter 'wt6'". */
  readonly refused: string;
  readonly text: string;
}

const converter = (name: string, input: string, ...uses: readonly string[]): LaterRow[] =>
  uses.map((use) => ({ refused: `converter '${name}'`, text: `%[${input},${use}]` }));

export const laterRows: readonly LaterRow[] = [
  ...converter("wt6", "req.hdr(x-text)", "wt6", "wt6(1)"),
];
