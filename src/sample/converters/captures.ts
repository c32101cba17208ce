/** Converters that keep the sample in a capture slot, for logs and later rules (manual 7.3.1). */
import { argInt } from "../rows.ts";
import type { Txn } from "../txn.ts";
import type { ConverterRow } from "../types.ts";
import { MANUAL } from "./rows.ts";

function capturing(
  direction: "request" | "response",
  keep: (txn: Txn, slot: number, text: string) => boolean,
): ConverterRow {
  const name = direction === "request" ? "capture-req" : "capture-res";
  return {
    name,
    input: "str",
    output: "str",
    manual: MANUAL,
    syntax: `${name}(<id>)`,
    summary: `Keeps the sample in a ${direction} capture slot and passes it on; none without that slot.`,
    args: [{ name: "id", type: "int" }],
    compile: (args) => {
      const slot = argInt(args, 0, 0);
      return {
        convert: (value, txn) =>
          typeof value === "string" && keep(txn, slot, value) ? value : undefined,
      };
    },
  };
}

export const captureConverters: readonly ConverterRow[] = [
  capturing("request", (txn, slot, text) => {
    txn.captureRequest?.(slot, text);
    return txn.requestCaptures[slot] !== undefined;
  }),
  capturing("response", (txn, slot, text) => {
    txn.captureResponse?.(slot, text);
    return txn.responseCaptures[slot] !== undefined;
  }),
];
