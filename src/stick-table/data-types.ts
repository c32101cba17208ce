/**
 * What a stick-table entry can store: one row a data type, in the order in which HAProxy's
 * `show table` prints them. Manual 4.2 "stick-table", store <data_type>.
 */

/**
 * How a data type is kept: `uint` and `sint` are 32-bit numbers, `wide` counts to 2^53, `rate`
 * is a frequency counter over a period, `word` is a string of the table's dictionary.
 */
export type Storage = "uint" | "sint" | "wide" | "rate" | "word";

export interface DataType {
  readonly name: string;
  readonly storage: Storage;
  /** Takes a number of elements, 1..MOST_ELEMENTS, as its first argument. */
  readonly array: boolean;
  /** For array types the single types that it stands in for, element 0 first. */
  readonly overrides: readonly string[];
  readonly doc: string;
}

/** The most elements of an array type, so that a peer's update fits into a buffer. */
export const MOST_ELEMENTS = 100;

const single = (name: string, storage: Storage, doc: string): DataType => ({
  name,
  storage,
  array: false,
  overrides: [],
  doc,
});

const array = (
  name: string,
  storage: Storage,
  overrides: readonly string[],
  doc: string,
): DataType => ({ name, storage, array: true, overrides, doc });

/** The rows. `rate` types take a period, after the element count where there is one. */
export const DATA_TYPES: readonly DataType[] = [
  single("server_id", "sint", "number of the server that a request was assigned to"),
  single("gpt0", "uint", "first general purpose tag"),
  single("gpc0", "uint", "first general purpose counter"),
  single("gpc0_rate", "rate", "increments of gpc0 per period"),
  single("conn_cnt", "uint", "connections received"),
  single("conn_rate", "rate", "connections per period"),
  single("conn_cur", "uint", "connections right now"),
  single("sess_cnt", "uint", "sessions accepted"),
  single("sess_rate", "rate", "sessions per period"),
  single("http_req_cnt", "uint", "HTTP requests"),
  single("http_req_rate", "rate", "HTTP requests per period"),
  single("http_err_cnt", "uint", "HTTP errors induced by the client"),
  single("http_err_rate", "rate", "HTTP errors per period"),
  single("bytes_in_cnt", "wide", "bytes from client to server"),
  single("bytes_in_rate", "rate", "bytes from client to server per period"),
  single("bytes_out_cnt", "wide", "bytes from server to client"),
  single("bytes_out_rate", "rate", "bytes from server to client per period"),
  single("gpc1", "uint", "second general purpose counter"),
  single("gpc1_rate", "rate", "increments of gpc1 per period"),
  single("server_key", "word", "name or address of the server, as srvkey says"),
  single("http_fail_cnt", "uint", "HTTP failures induced by the server"),
  single("http_fail_rate", "rate", "HTTP failures per period"),
  array("gpt", "uint", ["gpt0"], "general purpose tags"),
  array("gpc", "uint", ["gpc0", "gpc1"], "general purpose counters"),
  array("gpc_rate", "rate", ["gpc0_rate", "gpc1_rate"], "increments of gpc per period"),
  single("glitch_cnt", "uint", "protocol glitches"),
  single("glitch_rate", "rate", "protocol glitches per period"),
];

/** Other names under which the store list takes a type. */
const ALIASES: ReadonlyMap<string, string> = new Map([["server_name", "server_key"]]);

const BY_NAME: ReadonlyMap<string, DataType> = new Map(DATA_TYPES.map((type) => [type.name, type]));

/** The data type of that name or alias; names are in lower case. */
export function dataType(name: string): DataType | undefined {
  return BY_NAME.get(ALIASES.get(name) ?? name);
}
