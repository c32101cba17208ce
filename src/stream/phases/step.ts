/** How a stream goes on after a phase. */
export const Step = {
  /** The next phase. */
  next: 0,
  /** The same phase again, when what it waits for has come. */
  wait: 1,
  /** The stream was ended, or went to other phases. */
  done: 2,
} as const;
export type Step = (typeof Step)[keyof typeof Step];
