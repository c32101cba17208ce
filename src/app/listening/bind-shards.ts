/**
 * Which threads accept at a `bind` line, and over which sockets (`thread` and `shards`, manual 5.1).
 * A socket of several threads is opened by the control thread and shared; one that can be bound more
 * than once is bound by each thread for itself, unless the line says how many there are to be.
 */
import type { BindModel, ConfigModel } from "../../config/model.ts";

/** A listening socket of a line. */
export interface Shard {
  /** Numbers of the threads that accept, in order; never empty. */
  readonly threads: readonly number[];
  /** One socket for all of them; else each binds one of its own. */
  readonly isShared: boolean;
}

type ThreadWishes = Pick<BindModel, "threads" | "shards">;

/** The threads that accept at a line, of `threadCount` that there are. */
function acceptingThreads({ threads }: ThreadWishes, threadCount: number): number[] {
  const all = Array.from({ length: threadCount }, (_, index) => index + 1);
  return threads === null ? all : all.filter((thread) => threads.has(thread));
}

/** The sockets of one address; `canRepeat` tells that it can be bound more than once. */
export function shardsOf(
  bind: ThreadWishes,
  threadCount: number,
  canRepeat: boolean,
): readonly Shard[] {
  const threads = acceptingThreads(bind, threadCount);
  if (!canRepeat) return [{ threads, isShared: true }];
  if (bind.shards === null) return [{ threads, isShared: false }];
  const count = Math.min(bind.shards, threads.length);
  return Array.from({ length: count }, (_, index) => {
    const share = threads.slice(
      Math.ceil((index * threads.length) / count),
      Math.ceil(((index + 1) * threads.length) / count),
    );
    return { threads: share, isShared: share.length > 1 };
  });
}

/** Whether chosen threads share a socket of the line: not each its own, nor whoever comes first. */
export function needsSharing(bind: BindModel, { global }: ConfigModel): boolean {
  return bind.addresses.some(({ kind }) => {
    const canRepeat = kind === "ip" && global.process.sharesAddresses;
    const shards = shardsOf(bind, global.nbthread, canRepeat);
    return shards.some(({ threads, isShared }) => isShared && (canRepeat || !threads.includes(1)));
  });
}
