/** An error inside a line; `offset` counts from 0. */
export interface LexError {
  readonly offset: number;
  readonly message: string;
  readonly hint: string;
}
