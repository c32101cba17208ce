/**
 * Samples: typed values taken from the traffic, and the rows that name what produces and
 * converts them (manual section 7). A value is a plain JS value; its HAProxy type is known when
 * the expression is compiled, or carried by `typeof` where it is not (variables, `src`).
 */
import type { IpAddress } from "../core/ip.ts";
import type { Word } from "../config/words/word.ts";
import type { Txn } from "./txn.ts";
import type { CompileScope } from "./compile-scope.ts";

/** int is a number while exact, a bigint beyond ±2^53; str and bin are latin1 strings. */
export type SampleValue = boolean | number | bigint | string | IpAddress;

/** `any` is what a variable or a dynamic fetch may give; `addr` is v4 or v6. */
export type SampleType = "bool" | "int" | "ipv4" | "ipv6" | "addr" | "str" | "bin" | "meth" | "any";

/** Evaluates against the current transaction; undefined means "no sample". */
export type Eval = (txn: Txn) => SampleValue | undefined;

/**
 * Where in a transaction's life a sample exists; a rule set provides some of these bits and an
 * expression may use a fetch only if all its bits are provided (HAProxy's SMP_USE / SMP_VAL).
 */
export const Where = {
  /** Process, proxies, servers, variables of proc scope: always there. */
  internal: 1,
  /** The client connection: addresses, listener, session variables. */
  client: 2,
  /** Bytes of the content before parsing (tcp-request content, inspect). */
  content: 4,
  /** A parsed HTTP request. */
  request: 8,
  /** The chosen server and its connection. */
  server: 16,
  /** A parsed HTTP response. */
  response: 32,
  /** The stream: track counters, txn variables. */
  stream: 64,
  /** All is over: sizes, timers, termination state (logs). */
  log: 128,
  /** A health check is being run. */
  check: 256,
  /** The connection was let in: `tcp-request session` and later. */
  session: 512,
  /** Rules of a backend, and all that comes after it was chosen. */
  backend: 1024,
  /** A server is being chosen, or was. */
  assignment: 2048,
  /** The connection to the server was tried. */
  connected: 4096,
} as const;

/** An argument of a fetch or converter, as declared in its row. */
export type ArgType =
  | "str"
  | "int"
  | "size"
  | "time"
  | "ip"
  | "mask4"
  | "mask6"
  | "regex"
  | "frontend"
  | "backend"
  | "server"
  | "table"
  | "userlist"
  | "var"
  | "map-file"
  /** A literal or, where the manual allows it, a variable name read at run time. */
  | "sample";

export interface ArgSpec {
  readonly name: string;
  readonly type: ArgType;
  readonly optional?: boolean;
  /** The last argument may repeat. */
  readonly repeat?: boolean;
}

/** An argument as given: its text with its place. */
export interface Arg {
  readonly text: string;
  readonly at: Word;
}

/** A sample fetch: `NAME(args)`. */
export interface FetchRow {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly args: readonly ArgSpec[];
  readonly type: SampleType;
  /** Or of `Where` bits that must be provided. */
  readonly where: number;
  /** e.g. "req.hdr([<name>[,<occ>]]) : string" */
  readonly syntax: string;
  /** Manual section, e.g. "7.3.6". */
  readonly manual: string;
  readonly summary: string;
  /**
   * Compiles one use. Returns undefined after reporting to `scope.diagnostics`. `type` overrides
   * the row's where it depends on the arguments.
   */
  compile(args: readonly Arg[], scope: CompileScope, at: Word): Compiled | undefined;
}

export interface Compiled {
  readonly type: SampleType;
  readonly eval: Eval;
  /**
   * Every value the fetch has, in order, for ACLs that match if any occurrence does (`hdr`,
   * `cook`, …); `each` returns true to stop. Absent for fetches with a single value.
   */
  readonly all?: (txn: Txn, each: (value: SampleValue) => boolean) => boolean;
  /** Set when the value never changes (a literal), so that callers may fold. */
  readonly constant?: SampleValue;
  /**
   * The type of the value that `eval` gave, where only a transaction can tell (variables): casts are
   * chosen by it then, and one that cannot be made is no sample instead of an error.
   */
  readonly typeOf?: (txn: Txn) => SampleType | undefined;
}

/** A converter: `expr,NAME(args)`. */
export interface ConverterRow {
  readonly name: string;
  readonly args: readonly ArgSpec[];
  readonly input: SampleType;
  readonly output: SampleType;
  readonly syntax: string;
  readonly manual: string;
  readonly summary: string;
  /** The input was cast to `input` before; returns the converted value or undefined to fail. */
  compile(args: readonly Arg[], scope: CompileScope, at: Word): CompiledConverter | undefined;
}

export interface CompiledConverter {
  /** Output type for these arguments where it differs from the row's. */
  readonly type?: SampleType;
  /** The output has the type the sample had before (`debug`, `set-var`); the row's is "any". */
  readonly keepsType?: boolean;
  readonly convert: (value: SampleValue, txn: Txn) => SampleValue | undefined;
  /** The converter for an input of that type, for those that store it with the value. */
  readonly forType?: (type: SampleType, typeOf: Compiled["typeOf"]) => CompiledConverter;
  /** The same function where the result depends on the value alone: constants are folded by it. */
  readonly fold?: (value: SampleValue) => SampleValue | undefined;
}

/** A whole expression: fetch and converters, casts resolved. */
export type Expression = Compiled;
