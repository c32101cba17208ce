/** Where a connection of a client stands. */
export const FrontState = {
  /** Between requests; nothing of the next one is here. */
  idle: 0,
  /** A head is arriving. */
  head: 1,
  /** A stream has the exchange; its request body may be arriving. */
  exchange: 2,
  tunnel: 3,
  /** The last response is out; what the client still sends is dropped until it leaves. */
  draining: 4,
  closed: 5,
} as const;
export type FrontState = (typeof FrontState)[keyof typeof FrontState];
