/**
 * What one connection has to tell its peer, cut into buffers: control messages first, then
 * confirmations, then a lesson (all entries of all tables), then the changes made here.
 */
import type { ByteFactory } from "../runtime/bytes.ts";
import { writeDefinition } from "./definition.ts";
import { entryFits, writeData, writeKey } from "./entry-update.ts";
import {
  Control,
  fits,
  LONGEST_HEAD_BYTES,
  MessageClass,
  TableMessage,
  writeFixedMessage,
  writeTableMessage,
} from "./messages.ts";
import { SentKeys } from "./server-keys.ts";
import type { TableLink } from "./table-link.ts";
import { WireWriter } from "./wire.ts";

/** A walk through all entries of tables. */
interface Lesson {
  readonly links: readonly TableLink[];
  /** Of each link, the number of our last change when its walk began. */
  readonly from: number[];
  /** Place in `links`, and the entry that was sent last. */
  at: number;
  entry: number;
  /** What to say at the end; null when the peer did not ask. */
  readonly end: number | null;
}

export interface SenderLimits {
  readonly bufferBytes: number;
  /** `tune.peers.max-updates-at-once`. */
  readonly mostUpdates: number;
}

export class Sender {
  readonly keys: SentKeys = new SentKeys();
  /** The table that the peer takes entries for. */
  told: TableLink | null = null;
  readonly #links: readonly TableLink[];
  readonly #body: WireWriter;
  readonly #mostUpdates: number;
  #owed: (readonly [messageClass: number, type: number])[] = [];
  #lesson: Lesson | null = null;
  /** Number of the last entry sent of `told`; the next one need not be said. */
  #number: number = -1;

  constructor(links: readonly TableLink[], bytes: ByteFactory, limits: SenderLimits) {
    this.#links = links;
    this.#body = new WireWriter(bytes.alloc(limits.bufferBytes));
    this.#mostUpdates = limits.mostUpdates;
  }

  /** Sends a message of two bytes as soon as there is room. */
  owe(messageClass: number, type: number): void {
    this.#owed.push([messageClass, type]);
  }

  get teaching(): boolean {
    return this.#lesson !== null;
  }

  /** Sends all entries of all tables, and that these are all. */
  teach(upToDate: boolean): void {
    const end = upToDate ? Control.resyncFinished : Control.resyncPartial;
    this.#lesson = { links: this.#links, from: [], at: 0, entry: -1, end };
  }

  /**
   * Writes what is to be said, as far as there is room and at most so many entries; whether there
   * is more. Without `withUpdates` the changes made here wait.
   */
  fill(to: WireWriter, withUpdates: boolean): boolean {
    while (this.#owed.length > 0 && to.room >= LONGEST_HEAD_BYTES) {
      const [messageClass, type] = this.#owed.shift()!;
      writeFixedMessage(to, messageClass, type);
    }
    for (const link of this.#links) if (link.ackOwed) this.#ack(to, link);
    let left = this.#mostUpdates;
    while (this.#lesson !== null && left-- > 0) if (!this.#teachNext(to, this.#lesson)) return true;
    if (!withUpdates) return this.#lesson !== null;
    for (const link of this.#links) {
      while (link.pushed !== link.shared.log.last) {
        if (left-- <= 0 || !this.#pushNext(to, link)) return true;
      }
    }
    return this.#lesson !== null;
  }

  #ack(to: WireWriter, link: TableLink): void {
    const body = this.#begin();
    body.integer(link.remoteId);
    body.word(link.received);
    if (!fits(to, body)) return;
    writeTableMessage(to, TableMessage.ack, body);
    link.ackOwed = false;
  }

  /** The next step of a lesson; false without room. */
  #teachNext(to: WireWriter, lesson: Lesson): boolean {
    const link = lesson.links[lesson.at];
    if (link === undefined) return this.#endLesson(to, lesson);
    if (lesson.entry < 0) lesson.from[lesson.at] = link.shared.log.last;
    if (!this.#tell(to, link)) return false;
    const { table } = link.shared;
    const entry = table.next(lesson.entry);
    if (entry < 0) {
      lesson.at++;
      lesson.entry = -1;
      return true;
    }
    // All have the number of what the peer was sent before: confirming it confirms no more.
    const sent = this.#entry(to, link, entry, link.pushed, true);
    table.release(entry);
    if (sent) lesson.entry = entry;
    return sent;
  }

  #endLesson(to: WireWriter, lesson: Lesson): boolean {
    if (to.room < LONGEST_HEAD_BYTES) return false;
    if (lesson.end !== null) writeFixedMessage(to, MessageClass.control, lesson.end);
    lesson.links.forEach((link, at) => (link.pushed = lesson.from[at]!));
    this.#lesson = null;
    return true;
  }

  /** The next change of a table made here; false without room. */
  #pushNext(to: WireWriter, link: TableLink): boolean {
    const { log, table } = link.shared;
    if (!log.reaches(link.pushed)) {
      this.#lesson = { links: [link], from: [], at: 0, entry: -1, end: null };
      return false;
    }
    const number = log.after(link.pushed);
    const entry = log.entryAt(number);
    if (number === link.pushed || !table.holdLive(entry)) {
      link.pushed = number === link.pushed ? log.last : number;
      return true;
    }
    const sent = this.#tell(to, link) && this.#entry(to, link, entry, number, false);
    table.release(entry);
    if (sent) link.pushed = number;
    return sent;
  }

  /** Sees to it that entries are taken for the table; false without room. */
  #tell(to: WireWriter, link: TableLink): boolean {
    if (this.told === link) return true;
    const body = this.#begin();
    writeDefinition(body, link.id, link.shared.wireName, link.shared.table.spec);
    if (!fits(to, body)) return false;
    writeTableMessage(to, TableMessage.definition, body);
    this.told = link;
    this.#number = -1;
    return true;
  }

  /** Sends an entry that is held, with the rest of its life if `timed`; false without room. */
  #entry(to: WireWriter, link: TableLink, entry: number, number: number, timed: boolean): boolean {
    const { shared } = link;
    const { table } = shared;
    const key = table.key(entry);
    if (!link.wants(key)) return true;
    // One that no buffer takes stays here.
    if (!entryFits(shared, key, this.#body.bytes.length - LONGEST_HEAD_BYTES)) return true;
    // Without room for the longest, the strings that this entry would number wait as well.
    if (to.at > 0 && !entryFits(shared, key, to.room - LONGEST_HEAD_BYTES)) return false;
    const body = this.#begin();
    const follows = this.#number >= 0 && number === (this.#number + 1) >>> 0;
    if (!follows) body.word(number);
    if (timed) body.word(table.spec.expireMs === 0 ? 0 : table.expiresInMs(entry));
    writeKey(body, table.spec.type, key);
    writeData(body, shared, entry, this.keys, to.room - LONGEST_HEAD_BYTES);
    this.#number = number;
    writeTableMessage(to, messageOf(timed, follows), body);
    return true;
  }

  #begin(): WireWriter {
    this.#body.at = 0;
    return this.#body;
  }
}

function messageOf(timed: boolean, follows: boolean): number {
  if (timed) return follows ? TableMessage.incrementalTimedUpdate : TableMessage.timedUpdate;
  return follows ? TableMessage.incrementalUpdate : TableMessage.update;
}
