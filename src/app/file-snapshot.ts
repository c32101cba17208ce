/**
 * The files of one load, read once: every thread compiles what the control thread read, also when
 * a file changes in between.
 */
import type { ByteBuffer, ByteFactory } from "../runtime/bytes.ts";
import type { FileKind, Files } from "../runtime/files.ts";

/** What reading gave, as plain data for other threads. */
export interface FileSnapshot {
  readonly contents: ReadonlyMap<string, Uint8Array>;
  readonly faults: ReadonlyMap<string, string>;
  readonly kinds: ReadonlyMap<string, FileKind>;
  readonly lists: ReadonlyMap<string, readonly string[]>;
}

/** Reads the configuration's files and remembers what it read. */
export interface SnapshotFiles {
  readBytes(path: string): ByteBuffer;
  kind(path: string): FileKind;
  list(path: string): readonly string[];
}

export class RecordingFiles implements SnapshotFiles {
  readonly snapshot: {
    readonly contents: Map<string, Uint8Array>;
    readonly faults: Map<string, string>;
    readonly kinds: Map<string, FileKind>;
    readonly lists: Map<string, readonly string[]>;
  } = { contents: new Map(), faults: new Map(), kinds: new Map(), lists: new Map() };
  readonly #files: Files;

  constructor(files: Files) {
    this.#files = files;
  }

  readBytes(path: string): ByteBuffer {
    try {
      const bytes = this.#files.readBytes(path);
      this.snapshot.contents.set(path, bytes);
      return bytes;
    } catch (error) {
      this.snapshot.faults.set(path, error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  kind(path: string): FileKind {
    const kind = this.#files.kind(path);
    this.snapshot.kinds.set(path, kind);
    return kind;
  }

  list(path: string): readonly string[] {
    const list = this.#files.list(path);
    this.snapshot.lists.set(path, list);
    return list;
  }
}

export class ReplayedFiles implements SnapshotFiles {
  readonly #snapshot: FileSnapshot;
  readonly #bytes: ByteFactory;

  constructor(snapshot: FileSnapshot, bytes: ByteFactory) {
    this.#snapshot = snapshot;
    this.#bytes = bytes;
  }

  readBytes(path: string): ByteBuffer {
    const content = this.#snapshot.contents.get(path);
    if (content === undefined) throw new Error(this.#snapshot.faults.get(path) ?? "was not read");
    return this.#bytes.view(content);
  }

  kind(path: string): FileKind {
    return this.#snapshot.kinds.get(path) ?? "absent";
  }

  list(path: string): readonly string[] {
    return this.#snapshot.lists.get(path) ?? [];
  }
}
