/**
 * Idle connections that differ by what they were made with, found by their key. Each is in the list
 * of their ages and in the stack of its key; a key is known while a connection has it.
 */
import { type IdleItem, IdleList } from "./list.ts";

/** A connection with what tells it from others. */
export interface Keyed<C> extends IdleItem<C> {
  readonly key: string;
  readonly served: number;
}

export class KeyedIdle<C extends Keyed<C>> {
  /** All of them by age. */
  readonly ages: IdleList<C> = new IdleList();
  /** By key, the newest last. */
  readonly #stacks: Map<string, C[]> = new Map();

  add(connection: C): void {
    this.ages.add(connection);
    const stack = this.#stacks.get(connection.key);
    if (stack === undefined) this.#stacks.set(connection.key, [connection]);
    else stack.push(connection);
  }

  /** The newest of a key, one that was used again if there is any; with `provenOnly` no other. */
  newest(key: string, provenOnly: boolean): C | null {
    const stack = this.#stacks.get(key);
    if (stack === undefined) return null;
    const proven = stack.findLast(({ served }) => served > 1);
    return proven ?? (provenOnly ? null : stack.at(-1)!);
  }

  /** Takes a connection out; false if it is not here. */
  remove(connection: C): boolean {
    if (!this.ages.remove(connection)) return false;
    const stack = this.#stacks.get(connection.key)!;
    if (stack.length === 1) this.#stacks.delete(connection.key);
    else stack.splice(stack.lastIndexOf(connection), 1);
    return true;
  }
}
