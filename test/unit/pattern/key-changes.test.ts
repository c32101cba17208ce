/** Changes by rules: seen at once where they are made, and equal on all threads in the end. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { KeyChange } from "../../../src/pattern/key-changes.ts";
import { matchRow } from "../../../src/pattern/match-rows.ts";
import { PatternStore } from "../../../src/pattern/store.ts";

/** The stores of some threads, the first of which settles the order; messages wait to be sent. */
class Threads {
  readonly stores: readonly PatternStore[];
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.stores = Array.from({ length: count }, () => new PatternStore(() => "a 1\na 2\nb 3\n"));
    for (const [id, store] of this.stores.entries()) {
      store.file("m.map", true);
      store.keyChanges.connect((change) => {
        if (id === 0) this.#publish(change, 0);
        else this.#waiting.push(() => this.#order(change, id));
      }, id !== 0);
    }
  }

  put(thread: number, key: string, value: string): void {
    this.stores[thread]!.keyChanges.make({ name: "m.map", key, op: "put", value });
  }

  drop(thread: number, key: string): void {
    this.stores[thread]!.keyChanges.make({ name: "m.map", key, op: "drop", value: null });
  }

  values(key: string): readonly (string | null | undefined)[] {
    return this.stores.map((store) => store.find("m.map", null)!.entry(key)?.value);
  }

  settle(): void {
    for (let send = this.#waiting.shift(); send !== undefined; send = this.#waiting.shift()) send();
  }

  #order(change: KeyChange, from: number): void {
    this.stores[0]!.keyChanges.receive(change, false);
    this.#publish(change, from);
  }

  #publish(change: KeyChange, from: number): void {
    for (const [id, store] of this.stores.entries()) {
      if (id > 0) this.#waiting.push(() => store.keyChanges.receive(change, id === from));
    }
  }
}

test("the thread that made the change sees it, the others when they hear of it", () => {
  const threads = new Threads(3);
  threads.put(1, "k", "v");
  assert.deepEqual(threads.values("k"), [undefined, "v", undefined]);
  threads.settle();
  assert.deepEqual(threads.values("k"), ["v", "v", "v"]);
  threads.drop(2, "k");
  threads.settle();
  assert.deepEqual(threads.values("k"), [undefined, undefined, undefined]);
});

test("changes of one key on all threads at once end up equal, and never go back", () => {
  const threads = new Threads(3);
  threads.put(1, "k", "one");
  threads.put(2, "k", "two");
  threads.put(0, "k", "zero");
  threads.put(1, "k", "one again");
  assert.deepEqual(threads.values("k"), ["zero", "one again", "two"]);
  threads.settle();
  const [value] = threads.values("k");
  assert.deepEqual(threads.values("k"), [value, value, value]);
  assert.equal(value, "one again");
});

test("a thread does not take an older change of its own for news", () => {
  const threads = new Threads(2);
  threads.put(1, "k", "first");
  threads.put(1, "k", "second");
  const [, own] = threads.stores;
  own!.keyChanges.receive({ name: "m.map", key: "k", op: "put", value: "first" }, true);
  assert.equal(own!.find("m.map", null)!.entry("k")!.value, "second");
});

test("all entries of a key are set and dropped; what is equal already is no change", () => {
  const { stores } = new Threads(1);
  const [store] = stores;
  const { keyChanges } = store!;
  const reference = store!.find("m.map", null)!;
  keyChanges.make({ name: "m.map", key: "a", op: "put", value: "9" });
  assert.deepEqual(
    [...reference.entries].map(({ key, value }) => `${key}=${value}`),
    ["a=9", "a=9", "b=3"],
  );
  const { revision } = reference;
  keyChanges.make({ name: "m.map", key: "a", op: "put", value: "9" });
  assert.equal(reference.revision, revision);
  keyChanges.make({ name: "m.map", key: "a", op: "drop", value: null });
  assert.equal(reference.size, 1);
});

test("a set that no rule looks into, and a value that rules cannot read, change nothing", () => {
  const { stores } = new Threads(1);
  const [store] = stores;
  const reference = store!.find("m.map", null)!;
  reference.searchBy(matchRow("str")!, false, "int");
  store!.keyChanges.make({ name: "other.map", key: "a", op: "put", value: "9" });
  store!.keyChanges.make({ name: "m.map", key: "a", op: "put", value: "text" });
  assert.deepEqual(reference.entry("a")?.value, "1");
});
