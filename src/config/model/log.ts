/** Where log lines go. */
import type { Line } from "../word.ts";
import type { AddressModel } from "./bind.ts";

/** Where logs go: `log ADDRESS [len N] [format F] FACILITY [LEVEL [MINLEVEL]]` or `log global`. */
export interface LogTargetModel {
  readonly line: Line;
  readonly address: AddressModel | { readonly kind: "stdout" | "stderr" };
  readonly maxBytes: number;
  /** Null: "local", or "rfc3164" with `log-send-hostname`. */
  readonly format:
    | "rfc3164"
    | "rfc5424"
    | "priority"
    | "raw"
    | "short"
    | "timed"
    | "iso"
    | "local"
    | null;
  readonly facility: number;
  readonly maxLevel: number;
  readonly minLevel: number;
}
