/**
 * The `stick-table` line (manual 4.2) and the `table` line of a peers section (3.5), which take
 * the same words: text in, a checked StickTableSpec or the error with its place out.
 */
import { parseSize, parseTimeMs } from "../core/duration.ts";
import type { UnitNumber } from "../core/duration.ts";
import { nearest } from "../core/edit-distance.ts";
import { parseStoreList } from "./store-list.ts";
import type { StoredData } from "./store-list.ts";

export type TableKeyType = "ip" | "ipv6" | "integer" | "string" | "binary";

export interface StickTableSpec {
  readonly type: TableKeyType;
  /** Bytes of a key: the most of a string, exactly those of the other types. */
  readonly keyBytes: number;
  /** The most entries, 1..2^32-1. */
  readonly size: number;
  /** Lifetime of an untouched entry; 0 is for ever. */
  readonly expireMs: number;
  /** A full table refuses new keys and evicts nothing. */
  readonly nopurge: boolean;
  /** The peers section to synchronize with. */
  readonly peers: string | undefined;
  /** Learns from peers only; local updates are not kept (3.0). */
  readonly recvOnly: boolean;
  /** Table of a peers section that receives the updates of this one (3.0). */
  readonly writeTo: string | undefined;
  /** What server_key holds. */
  readonly srvkey: "name" | "addr";
  /** Divisor of the bytes_in_rate and bytes_out_rate counts, 1..1024 (3.2). */
  readonly bratesFactor: number;
  /** In the order of DATA_TYPES, each type once. */
  readonly store: readonly StoredData[];
}

/** `wordIndex` counts the words after the keyword itself and may be one past the last. */
export type StickTableParse =
  | { readonly spec: StickTableSpec; readonly warnings: readonly string[] }
  | { readonly error: string; readonly wordIndex: number };

/** Bytes of a key of fixed size; for string and binary what they have when no length is said. */
const KEY_BYTES: { readonly [Type in TableKeyType]: number } = {
  ip: 4,
  ipv6: 16,
  integer: 4,
  string: 31,
  binary: 32,
};

/** Other names of key types (3.2). */
const ALIASES: ReadonlyMap<string, string> = new Map([["ipv4", "ip"]]);

const LONGEST_KEY_BYTES = 2 ** 24;
/** The most that a count of bytes is divided by. */
const MOST_BRATES_FACTOR = 1024;

const isKeyType = (word: string): word is TableKeyType => Object.hasOwn(KEY_BYTES, word);

const didYouMean = (word: string, known: Iterable<string>): string => {
  const near = nearest(word, known);
  return near === undefined ? "" : `, did you mean '${near}'?`;
};

type Draft = { -readonly [Key in keyof StickTableSpec]: StickTableSpec[Key] };

/** What has been read so far, and where the next word is. */
class SpecReader {
  readonly draft: Draft = {
    type: "ip",
    keyBytes: 0,
    size: 0,
    expireMs: 0,
    nopurge: false,
    peers: undefined,
    recvOnly: false,
    writeTo: undefined,
    srvkey: "name",
    bratesFactor: 1,
    store: [],
  };
  readonly warnings: string[] = [];
  readonly words: readonly string[];
  at: number = 0;
  error: { readonly error: string; readonly wordIndex: number } | undefined;

  constructor(words: readonly string[]) {
    this.words = words;
  }

  fail(error: string, wordIndex: number = this.at): void {
    this.error ??= { error, wordIndex };
  }

  /** The argument of the option at `at`, which it moves to. */
  argument(option: string): string | undefined {
    this.at++;
    const word = this.words[this.at];
    if (word === undefined || word === "") {
      this.fail(`missing argument after '${option}'`);
      return undefined;
    }
    return word;
  }

  /** A size or time, its error put in HAProxy's words. */
  number(option: string, parse: (text: string) => UnitNumber, most: string): number {
    const word = this.argument(option);
    if (word === undefined) return 0;
    const result = parse(word);
    if (result.ok) return result.value;
    if (result.reason === "overflow") this.fail(`'${word}' is too much for '${option}' (${most})`);
    else this.fail(`unexpected character '${word.charAt(result.at)}' in argument of '${option}'`);
    return 0;
  }
}

/** The options by name: each reads its arguments and leaves `at` on the last. */
const OPTIONS: ReadonlyMap<string, (reader: SpecReader) => void> = new Map<
  string,
  (reader: SpecReader) => void
>([
  ["type", readType],
  [
    "size",
    (reader) => {
      reader.draft.size = reader.number("size", parseSize, "at most 4294967295 entries");
      if (reader.draft.size === 0) reader.fail("a table needs a size of at least 1");
    },
  ],
  [
    "expire",
    (reader) => {
      const most = "maximum value is 2147483647 ms or ~24.8 days";
      reader.draft.expireMs = reader.number("expire", parseTimeMs, most);
    },
  ],
  ["nopurge", (reader) => void (reader.draft.nopurge = true)],
  ["recv-only", (reader) => void (reader.draft.recvOnly = true)],
  ["peers", (reader) => void (reader.draft.peers = reader.argument("peers"))],
  ["write-to", (reader) => void (reader.draft.writeTo = reader.argument("write-to"))],
  ["srvkey", readServerKey],
  ["brates-factor", readBytesRatesFactor],
  ["store", readStore],
]);

function readType(reader: SpecReader): void {
  const word = reader.argument("type");
  if (word === undefined) return;
  const type = ALIASES.get(word) ?? word;
  if (!isKeyType(type)) {
    return reader.fail(`unknown type '${type}'${didYouMean(type, Object.keys(KEY_BYTES))}`);
  }
  reader.draft.type = type;
  reader.draft.keyBytes = KEY_BYTES[type];
  if ((type !== "string" && type !== "binary") || reader.words[reader.at + 1] !== "len") return;
  reader.at++;
  const length = reader.argument("len");
  if (length === undefined) return;
  const bytes = /^[0-9]+$/.test(length) ? Number(length) : 0;
  if (bytes < 1 || bytes > LONGEST_KEY_BYTES) {
    return reader.fail(`'len' takes a number of bytes from 1 to ${LONGEST_KEY_BYTES}`);
  }
  reader.draft.keyBytes = bytes;
}

function readServerKey(reader: SpecReader): void {
  const key = reader.argument("srvkey");
  if (key === "name" || key === "addr") reader.draft.srvkey = key;
  else reader.fail(`unknown server key type '${key ?? ""}', expected 'name' or 'addr'`);
}

function readBytesRatesFactor(reader: SpecReader): void {
  const factor = reader.argument("brates-factor");
  if (factor === undefined) return;
  const value = /^[0-9]+$/.test(factor) ? Number(factor) : 0;
  if (value >= 1 && value <= MOST_BRATES_FACTOR) reader.draft.bratesFactor = value;
  else reader.fail(`'brates-factor' takes a number from 1 to ${MOST_BRATES_FACTOR}`);
}

/** `store` without a list is accepted, as HAProxy does. */
function readStore(reader: SpecReader): void {
  const list = reader.words[reader.at + 1];
  if (list === undefined || list === "") return;
  reader.at++;
  const parsed = parseStoreList(list, reader.draft.store);
  if ("error" in parsed) return reader.fail(parsed.error);
  reader.draft.store = parsed.store;
  reader.warnings.push(...parsed.warnings);
}

/**
 * Reads the words after `stick-table`. Of a repeated option the last counts; `store` adds up.
 * The error is the first one.
 */
export function parseStickTableSpec(words: readonly string[]): StickTableParse {
  const reader = new SpecReader(words);
  for (; reader.at < words.length && reader.error === undefined; reader.at++) {
    const word = words[reader.at]!;
    const option = OPTIONS.get(word);
    if (option === undefined) {
      reader.fail(`unknown argument '${word}'${didYouMean(word, OPTIONS.keys())}`);
    } else {
      option(reader);
    }
  }
  const { draft, warnings } = reader;
  if (draft.size === 0) reader.fail("missing size", words.length);
  if (draft.keyBytes === 0) reader.fail("missing type", words.length);
  return reader.error ?? { spec: draft, warnings };
}
