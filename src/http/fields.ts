/**
 * The header fields of one message in wire order. A field is a slot of six integers that point
 * into the head's bytes; text exists only where somebody asked for it or wrote it. Deleted fields
 * keep their slot, marked, so indexes stay valid until `reset`. Names are lower-case, values
 * trimmed. Nothing here checks names or values: the parser did, and rules write what they mean to.
 */
import type { ByteBuffer } from "../runtime/bytes.ts";
import type { HeaderName } from "./header-name.ts";

/** Integers a field takes in `slots`. */
export const SLOT_SIZE = 6;
/** Places within a slot. Start and end are byte offsets in `buffer`. */
export const NAME_HASH = 0;
export const NAME_START = 1;
export const NAME_LENGTH = 2;
export const VALUE_START = 3;
export const VALUE_END = 4;
export const FLAGS = 5;

/** The field is gone. */
export const DELETED = 1;
/** The name is `names[index]`, not bytes of the buffer. */
export const NAME_IS_TEXT = 2;
/** `values[index]` holds the value. */
export const HAS_VALUE_TEXT = 4;
/** The bytes from the name to two past the value are exactly `name: value\r\n`. */
export const CANONICAL = 8;

const INITIAL_FIELDS = 32;

export class Fields {
  /** The bytes that slots point into. */
  buffer: ByteBuffer;
  /** `SLOT_SIZE` integers a field; see the places above. Replaced when it grows. */
  slots: Int32Array = new Int32Array(INITIAL_FIELDS * SLOT_SIZE);
  /** How many slots are in use, deleted ones included. */
  size = 0;
  readonly names: (HeaderName | undefined)[] = [];
  readonly values: string[] = [];
  readonly #noBytes: ByteBuffer;

  /** `noBytes` is what `buffer` is while there is no head; an empty one will do. */
  constructor(noBytes: ByteBuffer) {
    this.buffer = noBytes;
    this.#noBytes = noBytes;
  }

  /** Forgets all fields, and the buffer and texts with them. */
  reset(): void {
    this.buffer = this.#noBytes;
    this.size = 0;
    if (this.values.length > 0) this.values.length = 0;
    if (this.names.length > 0) this.names.length = 0;
  }

  /** Makes room for one more slot and returns its index; the caller fills the slot. */
  claimSlot(): number {
    const index = this.size;
    if ((index + 1) * SLOT_SIZE > this.slots.length) {
      const grown = new Int32Array(this.slots.length * 2);
      grown.set(this.slots);
      this.slots = grown;
    }
    this.size = index + 1;
    return index;
  }

  /** Index of the first field of that name past `after` (-1 to begin), or -1. */
  find(name: HeaderName, after: number): number {
    const slots = this.slots;
    const hash = name.hash;
    for (let i = after + 1, at = i * SLOT_SIZE; i < this.size; i++, at += SLOT_SIZE) {
      if (slots[at] === hash && this.isNamed(i, name)) return i;
    }
    return -1;
  }

  /** True if the field stands and has this name. */
  isNamed(index: number, name: HeaderName): boolean {
    const at = index * SLOT_SIZE;
    const slots = this.slots;
    const flags = slots[at + FLAGS]!;
    if ((flags & DELETED) !== 0 || slots[at + NAME_LENGTH] !== name.length) return false;
    if ((flags & NAME_IS_TEXT) !== 0) return this.names[index]!.text === name.text;
    return name.equalsBytes(this.buffer, slots[at + NAME_START]!);
  }

  /** True unless the field was deleted. */
  isPresent(index: number): boolean {
    return (this.slots[index * SLOT_SIZE + FLAGS]! & DELETED) === 0;
  }

  /** Name of the field in lower case. */
  nameText(index: number): string {
    const at = index * SLOT_SIZE;
    if ((this.slots[at + FLAGS]! & NAME_IS_TEXT) !== 0) return this.names[index]!.text;
    const start = this.slots[at + NAME_START]!;
    return this.buffer.latin1Slice(start, start + this.slots[at + NAME_LENGTH]!);
  }

  /** Whole value of the field; made once, then kept. */
  valueText(index: number): string {
    const at = index * SLOT_SIZE;
    const flags = this.slots[at + FLAGS]!;
    if ((flags & HAS_VALUE_TEXT) !== 0) return this.values[index]!;
    const start = this.slots[at + VALUE_START]!;
    const text = this.buffer.latin1Slice(start, this.slots[at + VALUE_END]!);
    this.#keepValue(index, text);
    this.slots[at + FLAGS] = flags | HAS_VALUE_TEXT;
    return text;
  }

  /** Gives the field another value. */
  setValueAt(index: number, value: string): void {
    const at = index * SLOT_SIZE + FLAGS;
    this.#keepValue(index, value);
    this.slots[at] = (this.slots[at]! & ~CANONICAL) | HAS_VALUE_TEXT;
  }

  /** Gives the field another name; its place and value stay. */
  renameAt(index: number, name: HeaderName): void {
    const at = index * SLOT_SIZE;
    while (this.names.length <= index) this.names.push(undefined);
    this.names[index] = name;
    this.slots[at + NAME_HASH] = name.hash;
    this.slots[at + NAME_LENGTH] = name.length;
    this.slots[at + FLAGS] = (this.slots[at + FLAGS]! & ~CANONICAL) | NAME_IS_TEXT;
  }

  /** Deletes one field. */
  removeAt(index: number): void {
    const at = index * SLOT_SIZE + FLAGS;
    this.slots[at] = this.slots[at]! | DELETED;
  }

  /** Appends a field (`http-request add-header`). */
  add(name: HeaderName, value: string): void {
    const index = this.claimSlot();
    const at = index * SLOT_SIZE;
    while (this.names.length <= index) this.names.push(undefined);
    this.names[index] = name;
    this.#keepValue(index, value);
    const slots = this.slots;
    slots[at + NAME_HASH] = name.hash;
    slots[at + NAME_START] = 0;
    slots[at + NAME_LENGTH] = name.length;
    slots[at + VALUE_START] = 0;
    slots[at + VALUE_END] = 0;
    slots[at + FLAGS] = NAME_IS_TEXT | HAS_VALUE_TEXT;
  }

  /** Deletes every field of that name; returns how many. */
  remove(name: HeaderName): number {
    let removed = 0;
    for (let i = this.find(name, -1); i >= 0; i = this.find(name, i)) {
      this.removeAt(i);
      removed++;
    }
    return removed;
  }

  /** Deletes every field of that name, then appends this one (`http-request set-header`). */
  set(name: HeaderName, value: string): void {
    this.remove(name);
    this.add(name, value);
  }

  /** How many fields (lines) have that name. */
  count(name: HeaderName): number {
    let count = 0;
    for (let i = this.find(name, -1); i >= 0; i = this.find(name, i)) count++;
    return count;
  }

  /** Whole value of the first field of that name. */
  first(name: HeaderName): string | undefined {
    const index = this.find(name, -1);
    return index < 0 ? undefined : this.valueText(index);
  }

  /** Whole value of the last field of that name. */
  last(name: HeaderName): string | undefined {
    let index = -1;
    for (let i = this.find(name, -1); i >= 0; i = this.find(name, i)) index = i;
    return index < 0 ? undefined : this.valueText(index);
  }

  #keepValue(index: number, value: string): void {
    while (this.values.length < index) this.values.push("");
    this.values[index] = value;
  }
}
