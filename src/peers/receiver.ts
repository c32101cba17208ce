/**
 * What the other side of a connection says about tables, written into ours. Entries of tables that
 * are not known here, or are of another kind, are passed over.
 */
import { announcedKeyBytes, readDefinition } from "./definition.ts";
import { readData, readKey } from "./entry-update.ts";
import { TableMessage } from "./messages.ts";
import { ReceivedKeys } from "./server-keys.ts";
import type { TableLink } from "./table-link.ts";
import type { WireReader } from "./wire.ts";

export class Receiver {
  readonly keys: ReceivedKeys = new ReceivedKeys();
  /** The table that entries come for; null for one that is not taken. */
  current: TableLink | null = null;
  readonly #links: readonly TableLink[];
  /** By the peer's numbers. */
  readonly #byRemoteId: Map<number, TableLink> = new Map();

  constructor(links: readonly TableLink[]) {
    this.#links = links;
  }

  /** Takes a message about tables; false if it is not as it has to be. */
  take(type: number, body: WireReader): boolean {
    switch (type) {
      case TableMessage.definition:
        return this.#define(body);
      case TableMessage.switchTable:
        this.current = this.#byRemoteId.get(body.integer()) ?? null;
        return body.ok;
      case TableMessage.ack:
        return this.#confirm(body);
      case TableMessage.update:
        return this.#update(body, body.word(), false);
      case TableMessage.incrementalUpdate:
        return this.#update(body, this.#nextNumber(), false);
      case TableMessage.timedUpdate:
        return this.#update(body, body.word(), true);
      case TableMessage.incrementalTimedUpdate:
        return this.#update(body, this.#nextNumber(), true);
      default:
        return true;
    }
  }

  #nextNumber(): number {
    return ((this.current?.received ?? 0) + 1) >>> 0;
  }

  #define(body: WireReader): boolean {
    const definition = readDefinition(body);
    if (definition === undefined) return false;
    this.current = null;
    const link = this.#links.find(({ shared }) => shared.wireName === definition.name);
    if (link === undefined) return true;
    this.#byRemoteId.delete(link.remoteId);
    this.#byRemoteId.set(definition.id, link);
    link.remoteId = definition.id;
    link.definition = definition;
    this.current = link;
    return true;
  }

  #confirm(body: WireReader): boolean {
    const id = body.integer();
    const update = body.word();
    if (!body.ok) return false;
    this.#links.find((link) => link.id === id)?.confirm(update);
    return true;
  }

  /** Takes an entry; `number` is the peer's for the change. */
  #update(body: WireReader, number: number, timed: boolean): boolean {
    const link = this.current;
    if (link === null) return true;
    const restMs = timed ? body.word() : null;
    if (!body.ok) return false;
    link.received = number;
    link.ackOwed = true;
    return this.#learn(link, restMs, body);
  }

  #learn({ shared, definition }: TableLink, restMs: number | null, body: WireReader): boolean {
    const { table } = shared;
    const { spec } = table;
    if (definition === null || definition.data === null) return true;
    if (definition.keyType !== spec.type || definition.keyBytes !== announcedKeyBytes(spec)) {
      return true;
    }
    const key = readKey(body, spec.type, definition.keyBytes);
    if (key === undefined) return false;
    const entry = table.getOrCreate(key);
    // A full table that may not drop anything takes no more from peers either.
    if (entry < 0) return true;
    shared.learned++;
    if (restMs !== null) table.expireAfter(entry, restMs);
    const whole = readData(body, definition.data, shared, entry, this.keys);
    if (whole) shared.copyOn(entry, key);
    table.release(entry);
    return whole;
  }
}
