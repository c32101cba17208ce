/**
 * The files behind maps and ACLs, on the control thread: a changed file is read again when
 * `maps.watch` says so, and changes made at the socket are written back when `maps.write-back`
 * does or a command asks for it. A file is read when it has rested for one look, put in service
 * whole or not at all, and replaced by renaming. What this process wrote it does not read back.
 */
import { Level } from "../../config/values/syslog.ts";
import { fileTextOf } from "../../pattern/file-text.ts";
import { readName } from "../../pattern/name.ts";
import { replacementBy } from "../../pattern/pieces.ts";
import type { PatternReference } from "../../pattern/reference.ts";
import type { PatternChange } from "../../pattern/store.ts";
import type { TimerHandle } from "../../runtime/runtime.ts";
import type { Files } from "../../runtime/files.ts";

/** How often files are looked at, and changes written back. */
const LOOK_MS = 500;

export interface PatternFilesHost {
  readonly files: Files;
  /** The sets in service. */
  references(): readonly PatternReference[];
  /** Where the file of a set lies. */
  locate(name: string): string;
  change(changes: Iterable<PatternChange>): Promise<string | null>;
  log(level: number, text: string): void;
  after(delayMs: number, fire: () => void): TimerHandle;
}

interface WatchedFile {
  readonly path: string;
  /** Of the content that is in service; null when there was no file. */
  stamp: string | null;
  /** Of a change that has to rest for one look more. */
  fresh: string | null;
  /** A change at the socket is not in the file yet. */
  dirty: boolean;
}

export interface PatternFileSettings {
  readonly watch: boolean;
  readonly writeBack: boolean;
}

export class PatternFiles {
  readonly #host: PatternFilesHost;
  #settings: PatternFileSettings = { watch: false, writeBack: false };
  #watched: ReadonlyMap<PatternReference, WatchedFile> = new Map();
  #timer: TimerHandle | null = null;
  #busy: boolean = false;

  constructor(host: PatternFilesHost) {
    this.#host = host;
  }

  /** A generation is in service: its files are as they were just read. */
  begin(settings: PatternFileSettings): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#settings = settings;
    this.#watched = new Map(
      this.#host
        .references()
        .filter(({ fileName }) => fileName !== null && readName(fileName).kind !== "virtual")
        .map((reference) => {
          const path = this.#host.locate(reference.fileName!);
          const stamp = this.#host.files.stamp(path);
          return [reference, { path, stamp, fresh: null, dirty: false }];
        }),
    );
    if (settings.watch || settings.writeBack) this.#lookLater();
  }

  /** A change was made at the socket. */
  touched(change: PatternChange): void {
    if (!this.#settings.writeBack) return;
    const reference = this.#host.references().find(({ id }) => id === change.reference);
    const file = reference === undefined ? undefined : this.#watched.get(reference);
    if (file !== undefined && changesCurrent(change, reference!)) file.dirty = true;
  }

  /** Writes the set's entries to its file now; what is wrong, or null. */
  save(reference: PatternReference): string | null {
    const file = this.#watched.get(reference);
    if (file === undefined) return "There is no file to save it to.";
    const { files } = this.#host;
    if (file.stamp !== files.stamp(file.path)) {
      return `The file '${file.path}' was changed by someone else.`;
    }
    try {
      const bytes = file.stamp === null ? null : files.readBytes(file.path);
      const text = fileTextOf(reference, bytes?.latin1Slice(0, bytes.length) ?? "");
      if ("fault" in text) return `Not saved: ${text.fault}.`;
      files.replace(file.path, text.text);
    } catch (error) {
      return `Cannot write '${file.path}': ${error instanceof Error ? error.message : String(error)}.`;
    }
    file.stamp = files.stamp(file.path);
    file.fresh = null;
    file.dirty = false;
    return null;
  }

  /** Writes what is to be written: the process is about to end. */
  flush(): void {
    for (const [reference, file] of this.#watched) {
      if (!file.dirty) continue;
      file.dirty = false;
      const fault = this.save(reference);
      if (fault !== null) this.#host.log(Level.warning, fault);
    }
  }

  #lookLater(): void {
    this.#timer = this.#host.after(LOOK_MS, () => {
      if (!this.#busy) void this.look();
      this.#lookLater();
    });
  }

  /** Writes back what changed here, and reads what changed there. */
  async look(): Promise<void> {
    this.#busy = true;
    this.flush();
    if (this.#settings.watch) {
      for (const [reference, file] of this.#watched) {
        if (this.#hasSettled(file)) await this.#read(reference, file);
      }
    }
    this.#busy = false;
  }

  /** The file is another one than that in service, and the same as at the last look. */
  #hasSettled(file: WatchedFile): boolean {
    const stamp = this.#host.files.stamp(file.path);
    const isNew = stamp !== null && stamp !== file.stamp;
    const settled = isNew && stamp === file.fresh;
    file.fresh = isNew ? stamp : null;
    return settled;
  }

  async #read(reference: PatternReference, file: WatchedFile): Promise<void> {
    const { files } = this.#host;
    file.stamp = file.fresh;
    file.fresh = null;
    const name = `'${reference.fileName}'`;
    let fault: string | null;
    const version = (reference.nextVersion + 1) >>> 0;
    try {
      const bytes = files.readBytes(file.path);
      const text = bytes.latin1Slice(0, bytes.length);
      fault = await this.#host.change(replacementBy(text, reference));
    } catch (error) {
      fault = error instanceof Error ? error.message : String(error);
    }
    if (fault === null) {
      file.dirty = false;
      this.#host.log(Level.notice, `${name} changed and was read: ${reference.size} entries`);
      return;
    }
    await this.#host.change([{ op: "clear", reference: reference.id, version }]);
    this.#host.log(Level.warning, `${name} changed but was not taken: ${fault}`);
  }
}

/** Versions that nobody looks into yet are no matter of the file. */
function changesCurrent(change: PatternChange, reference: PatternReference): boolean {
  if (change.op === "prepare") return false;
  if (change.op === "set" || change.op === "delete" || change.op === "commit") return true;
  return change.version === null || change.version === reference.currentVersion;
}
