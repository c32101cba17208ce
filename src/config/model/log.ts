/** Where log lines go, what they say there, and the rings they are kept in. */
import type { Line, Word } from "../words/word.ts";
import type { AddressModel } from "./bind.ts";

/** How a line is dressed for its receiver (manual 4.2, "log"). */
export type LogFormatName =
  | "rfc3164"
  | "rfc5424"
  | "priority"
  | "raw"
  | "short"
  | "timed"
  | "iso"
  | "local";

/** `log ADDRESS [len N] [format F] [sample R:S] [profile P] FACILITY [LEVEL [MINLEVEL]]`. */
export interface LogTargetModel {
  readonly line: Line;
  readonly address:
    | AddressModel
    | { readonly kind: "stdout" | "stderr" }
    | { readonly kind: "ring"; readonly name: string }
    /** A backend in `mode log`. */
    | { readonly kind: "backend"; readonly name: string }
    /** A TCP or unix stream, over a ring of its own. */
    | { readonly kind: "stream"; readonly to: AddressModel };
  readonly maxBytes: number;
  /** Null: the ring's, else "local", or "rfc3164" with `log-send-hostname`. */
  readonly format: LogFormatName | null;
  readonly sample: LogSampleModel | null;
  /** The name of a `log-profile` section. */
  readonly profile: Word | null;
  readonly facility: number;
  readonly maxLevel: number;
  readonly minLevel: number;
}

/** Of each `size` lines those with a number (from 1) in one of the ranges. */
export interface LogSampleModel {
  readonly ranges: readonly { readonly first: number; readonly last: number }[];
  readonly size: number;
}

/** What a `log-profile` says of one step. */
interface LogProfileStepModel {
  readonly drop: boolean;
  readonly format: Word | null;
  readonly structuredData: Word | null;
}

/** A `log-profile` section (manual 8.3.5). */
export interface LogProfileModel {
  readonly name: string;
  tag: string | null;
  /** By the step's name; "any" is for those that are not named. */
  readonly steps: Map<string, LogProfileStepModel>;
}

/** A syslog server that a ring is sent to. */
export interface RingServerModel {
  readonly line: Line;
  readonly name: string;
  readonly address: AddressModel;
  /** RFC 6587: octets counted before each message, or a line feed after it. */
  readonly framing: "octet-count" | "legacy";
}

/** Servers that one ring may have. */
export const MOST_RING_SERVERS = 28;

/** The ring that is there without a section: where events go. */
export const EVENT_RING = "buf0";

/** A `ring` section (manual 12.5). */
export interface RingModel {
  readonly name: string;
  description: string;
  /** Null: the usual one of log lines. */
  format: LogFormatName | null;
  /** Longest message; null for as long as the ring allows. */
  maxBytes: number | null;
  sizeBytes: number;
  connectTimeoutMs: number | null;
  serverTimeoutMs: number | null;
  readonly servers: RingServerModel[];
}
