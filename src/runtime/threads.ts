/** Data-path threads: each runs the whole program's data path in a worker of the runtime. */

/** Structured-cloneable; SharedArrayBuffers are shared, not copied. */
export type ThreadMessage = { readonly kind: string; readonly [key: string]: unknown };

export interface ThreadHandle {
  /** 1-based number, as HAProxy's thread ids; the control thread is 1. */
  readonly id: number;
  post(message: ThreadMessage): void;
  onMessage(receive: (message: ThreadMessage) => void): void;
  /** The thread ended, by an uncaught error (`reason` says of what), by itself or by `terminate`. */
  onDeath(fire: (reason: string) => void): void;
  terminate(): void;
}

export interface ThreadHost {
  /** Starts a thread. Its main finds `id` and this channel in `parent`. */
  spawn(id: number): ThreadHandle;
  /** The channel to the control thread; null on the control thread itself. */
  readonly parent: ThreadHandle | null;
}
