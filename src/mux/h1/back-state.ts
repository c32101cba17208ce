/** Where a connection to a server stands. */
export const BackState = {
  connecting: 0,
  /** Connected, no exchange: fresh or pooled. */
  idle: 1,
  /** A response head is due. */
  head: 2,
  body: 3,
  /** The response is complete. */
  done: 4,
  tunnel: 5,
  /** The server has ended its half of a tunnel. */
  shut: 6,
  closed: 7,
} as const;
export type BackState = (typeof BackState)[keyof typeof BackState];
