/**
 * The rings of a thread, by name: those of `ring` sections, and one for each target that is a
 * stream. On the control thread they are also sent to their servers, and read by `show events`.
 */
import type { RegionSource } from "../core/arena.ts";
import type { LogFormatName, RingModel } from "../config/model.ts";
import type { ByteBuffer, ByteFactory } from "../runtime/bytes.ts";
import { Ring } from "./ring.ts";
import { RingServer } from "./ring-server.ts";
import type { RingServerHost } from "./ring-server.ts";
import type { LogSink } from "./sink.ts";

export interface RingEntry {
  model: RingModel;
  ring: Ring;
}

/** What rings are made of. */
export interface RingParts {
  readonly arena: RegionSource;
  readonly bytes: ByteFactory;
  /** A line came that somebody waited for. */
  onLine(name: string): void;
}

export class Rings {
  readonly #parts: RingParts;
  readonly #entries: Map<string, RingEntry> = new Map();
  readonly #servers: Map<string, { readonly ring: string; readonly server: RingServer }> =
    new Map();
  readonly #watchers: Map<string, Set<() => void>> = new Map();

  constructor(parts: RingParts) {
    this.#parts = parts;
  }

  /** Makes the ring of a model, or lets the one of that name follow it. */
  define(model: RingModel): void {
    const { arena, bytes } = this.#parts;
    const known = this.#entries.get(model.name);
    const region = arena.region(`ring/${model.name}`, Ring.regionBytes(model.sizeBytes));
    if (known === undefined || known.model.sizeBytes !== model.sizeBytes) {
      const ring = new Ring(region, bytes, () => this.#parts.onLine(model.name));
      if (known === undefined) this.#entries.set(model.name, { model, ring });
      else known.ring = ring;
    }
    this.#entries.get(model.name)!.model = model;
  }

  get(name: string): RingEntry | undefined {
    return this.#entries.get(name);
  }

  /** All rings, by name. */
  list(): readonly RingEntry[] {
    return [...this.#entries.values()];
  }

  /** Somebody waits for lines of the ring; call the result to end that. */
  watch(name: string, onLine: () => void): () => void {
    const watchers = this.#watchers.get(name) ?? new Set();
    this.#watchers.set(name, watchers.add(onLine));
    return () => void watchers.delete(onLine);
  }

  /** Lines may have come to the ring. */
  wake(name: string): void {
    for (const { ring, server } of this.#servers.values()) if (ring === name) server.wake();
    for (const onLine of this.#watchers.get(name) ?? []) onLine();
  }

  /** Sends rings to the servers of these models, and to no others. */
  serve(models: readonly RingModel[], host: RingServerHost): void {
    const wanted = new Set<string>();
    for (const model of models) {
      const { ring } = this.#entries.get(model.name)!;
      model.servers.forEach(({ name, address, framing }, holder) => {
        const setting = {
          address,
          framing,
          connectTimeoutMs: model.connectTimeoutMs ?? Infinity,
          serverTimeoutMs: model.serverTimeoutMs ?? Infinity,
        };
        const key = JSON.stringify([model.name, model.sizeBytes, name, holder, setting]);
        wanted.add(key);
        if (this.#servers.has(key)) return;
        const server = new RingServer(ring, holder, setting, host);
        this.#servers.set(key, { ring: model.name, server });
      });
    }
    for (const [key, { server }] of this.#servers) {
      if (wanted.has(key)) continue;
      server.close();
      this.#servers.delete(key);
    }
  }
}

/** The ring as a target of log lines. */
export class RingSink implements LogSink {
  readonly #entry: RingEntry;

  constructor(entry: RingEntry) {
    this.#entry = entry;
  }

  get format(): LogFormatName | null {
    return this.#entry.model.format;
  }

  get maxBytes(): number {
    const { model, ring } = this.#entry;
    // The line feed at the end is not kept.
    return Math.min(model.maxBytes ?? ring.maxLineBytes, ring.maxLineBytes) + 1;
  }

  send(bytes: ByteBuffer, start: number, end: number): boolean {
    return this.#entry.ring.append(bytes, start, end - 1);
  }

  close(): void {}
}
