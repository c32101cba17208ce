/** Files behind maps: read when they changed and rest, written back, and never read back by mistake. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { PatternFiles } from "../../../../src/app/patterns/files.ts";
import type { PatternFileSettings } from "../../../../src/app/patterns/files.ts";
import { matchRow } from "../../../../src/pattern/match-rows.ts";
import type { PatternReference } from "../../../../src/pattern/reference.ts";
import { PatternStore } from "../../../../src/pattern/store.ts";
import type { PatternChange } from "../../../../src/pattern/store.ts";

class World {
  content: string | null = "10.0.0.0/8 ten\n";
  stamp = 1;
  written = 0;
  readonly logged: string[] = [];
  readonly store: PatternStore = new PatternStore(() => this.content ?? "");
  readonly map: PatternReference = this.store.file("nets.map", true);
  readonly files: PatternFiles;

  constructor(settings: PatternFileSettings) {
    this.map.searchBy(matchRow("ip")!, false, "str");
    const absent = (): never => assert.fail("not asked for");
    this.files = new PatternFiles({
      files: {
        readText: absent,
        kind: absent,
        list: absent,
        write: absent,
        remove: absent,
        resolve: absent,
        readBytes: () => Buffer.from(this.content!, "latin1"),
        stamp: () => (this.content === null ? null : String(this.stamp)),
        replace: (path, text) => {
          assert.equal(path, "/etc/nets.map");
          this.edit(text);
          this.written++;
        },
      },
      references: () => this.store.references,
      locate: (name) => `/etc/${name}`,
      change: async (changes) => this.apply(changes),
      log: (_level, text) => void this.logged.push(text),
      after: () => ({ cancel: () => {} }),
    });
    this.files.begin(settings);
  }

  edit(text: string | null): void {
    this.content = text;
    this.stamp++;
  }

  apply(changes: Iterable<PatternChange>): string | null {
    for (const change of changes) {
      const fault = this.store.apply(change);
      if (fault !== null) return fault;
    }
    return null;
  }

  /** A change as the socket makes it. */
  async type(change: PatternChange): Promise<void> {
    this.apply([change]);
    this.files.touched(change);
  }

  get entries(): readonly string[] {
    return [...this.map.entries].map(({ key, value }) => `${key} ${value}`);
  }
}

const WATCH = { watch: true, writeBack: false };
const WRITE = { watch: true, writeBack: true };
const add: PatternChange = { op: "add", reference: 0, version: null, key: "1.1.1.1", value: "one" };

test("a changed file is read once it has rested", async () => {
  const world = new World(WATCH);
  await world.files.look();
  assert.equal(world.map.currentVersion, 0);
  world.edit("10.1.0.0/16 half");
  await world.files.look();
  world.edit("10.1.0.0/16 whole\n");
  await world.files.look();
  assert.deepEqual(world.entries, ["10.0.0.0/8 ten"]);
  await world.files.look();
  assert.deepEqual(world.entries, ["10.1.0.0/16 whole"]);
  assert.equal(world.map.currentVersion, 1);
  await world.files.look();
  assert.deepEqual(world.logged, ["'nets.map' changed and was read: 1 entries"]);
});

test("a broken file leaves what was there, and is told with its line", async () => {
  const world = new World(WATCH);
  world.edit("10.1.0.0/16 ok\nnonsense x\n");
  await world.files.look();
  await world.files.look();
  await world.files.look();
  assert.deepEqual(world.entries, ["10.0.0.0/8 ten"]);
  assert.deepEqual(world.logged, [
    "'nets.map' changed but was not taken: 'nonsense' is not a valid IPv4 or IPv6 address at line 2.",
  ]);
  assert.equal(world.map.totalSize, 1);
  world.edit("10.2.0.0/16 mended\n");
  await world.files.look();
  await world.files.look();
  assert.deepEqual(world.entries, ["10.2.0.0/16 mended"]);
});

test("a file that is gone leaves its entries, one that comes back is read", async () => {
  const world = new World(WATCH);
  world.edit(null);
  for (let i = 0; i < 3; i++) await world.files.look();
  assert.deepEqual(world.entries, ["10.0.0.0/8 ten"]);
  world.edit("10.3.0.0/16 back\n");
  await world.files.look();
  await world.files.look();
  assert.deepEqual(world.entries, ["10.3.0.0/16 back"]);
});

test("a change at the socket is written once, and not read back", async () => {
  const world = new World(WRITE);
  await world.type(add);
  assert.equal(world.written, 0);
  for (let i = 0; i < 4; i++) await world.files.look();
  assert.equal(world.written, 1);
  assert.equal(world.content, "10.0.0.0/8 ten\n1.1.1.1 one\n");
  assert.equal(world.map.currentVersion, 0);
  assert.deepEqual(world.logged, []);
});

test("what came from the file, or waits in a version, is not written", async () => {
  const world = new World(WRITE);
  world.edit("10.1.0.0/16 new\n");
  for (let i = 0; i < 4; i++) await world.files.look();
  await world.type({ op: "prepare", reference: 0 });
  await world.type({ ...add, version: 2 });
  await world.files.look();
  assert.equal(world.written, 0);
  await world.type({ op: "commit", reference: 0, version: 2 });
  world.files.flush();
  assert.equal(world.content, "1.1.1.1 one\n");
});

test("a file that someone else changed is not overwritten", async () => {
  const world = new World(WRITE);
  world.edit("10.1.0.0/16 theirs\n");
  await world.type(add);
  assert.equal(
    world.files.save(world.map),
    "The file '/etc/nets.map' was changed by someone else.",
  );
  assert.equal(world.content, "10.1.0.0/16 theirs\n");
});

test("a save says what no file can hold", async () => {
  const world = new World({ watch: false, writeBack: false });
  await world.type({ ...add, value: "a\nb" });
  assert.equal(
    world.files.save(world.map),
    "Not saved: no line of a file can hold the entry '1.1.1.1'.",
  );
  await world.type({ op: "delete", reference: 0, entry: { key: "1.1.1.1", nth: null } });
  assert.equal(world.files.save(world.map), null);
  assert.equal(world.content, "10.0.0.0/8 ten\n");
});
