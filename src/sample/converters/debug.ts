/** Converter `debug` (manual 7.3.1): shows samples on their way to whoever reads an event sink. */
import { castBetween, textOf, typeOfValue } from "../cast.ts";
import { argText } from "../rows.ts";
import type { CompiledConverter, ConverterRow, SampleType, SampleValue } from "../types.ts";
import { MANUAL } from "./rows.ts";

const DEFAULT_SINK = "buf0";

/** As HAProxy names the types in its events. */
function shownType(type: SampleType): string {
  return type === "int" ? "sint" : type;
}

/** The sample as a string, a dot for each byte that cannot be printed. */
function shownValue(value: SampleValue, type: SampleType): string {
  const text = textOf(castBetween(type, "str")?.(value) ?? "");
  return text.replaceAll(/[^\x20-\x7e]/g, ".");
}

/** The type of this value, where the expression does not say it. */
function exactType(type: SampleType | undefined, value: SampleValue): SampleType {
  return type === undefined || type === "any" || type === "addr" ? typeOfValue(value) : type;
}

export const debugConverter: ConverterRow = {
  name: "debug",
  input: "any",
  output: "any",
  manual: MANUAL,
  syntax: "debug([<prefix>[,<destination>]])",
  summary: "Writes the sample to an event sink, buf0 unless named, and passes it on.",
  args: [
    { name: "prefix", type: "str", optional: true },
    { name: "destination", type: "str", optional: true },
  ],
  compile: (args, scope, at) => {
    const prefix = argText(args, 0);
    const name = args[1]?.text ?? DEFAULT_SINK;
    const sink = scope.process.eventSink(name);
    if (sink === undefined) {
      const message = `converter 'debug': there is no event sink '${name}'`;
      const hint = "the sinks are buf0, stdout, stderr and the rings of ring sections";
      scope.diagnostics.error(args[1]?.at ?? at, message, hint);
      return undefined;
    }
    const showing: NonNullable<CompiledConverter["forType"]> = (type, typeOf) => ({
      keepsType: true,
      convert: (value, txn) => {
        const exact = exactType(typeOf?.(txn) ?? type, value);
        sink.write(`[debug] ${prefix}: type=${shownType(exact)} <${shownValue(value, exact)}>`);
        return value;
      },
    });
    return { ...showing("any", undefined), forType: showing };
  },
};
