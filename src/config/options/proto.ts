/**
 * `proto` of `bind` and `server` lines (manual 5.1, 5.2): the protocol above connections. It must be
 * the one that the proxy's mode speaks anyway, HTTP/1 or none, as no other is there.
 */
import type { Arguments } from "../arguments.ts";
import type { Load } from "../load-state.ts";
import type { ProxyModel } from "../model.ts";
import type { OptionRow } from "./rows.ts";
import type { Line } from "../words/word.ts";

export type ProtocolName = "h1" | "none";

/** Why protocols that HAProxy knows are refused. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ["h2", "HTTP/2 is not supported by this version of Sluice yet"],
  ["fcgi", "FastCGI is not supported"],
  ["quic", "QUIC is not supported"],
  ["spop", "Sluice has no stream processing offload"],
]);

/** The row for lines described in that section of the manual. */
export function protoOption<Target>(
  manual: string,
  set: (target: Target, protocol: ProtocolName) => void,
): OptionRow<Target> {
  return {
    name: "proto",
    syntax: "proto { h1 | none }",
    manual,
    summary: "protocol of its connections: h1 in mode http, none in mode tcp",
    parse(args: Arguments, target: Target, load: Load): void {
      const word = args.expect("<name>");
      if (word === undefined) return;
      const { text } = word;
      if (text === "h1" || text === "none") return set(target, text);
      const reason = REFUSED.get(text) ?? `'${text}' is not a protocol`;
      load.diagnostics.error(word, reason, "expected h1 or none");
    },
  };
}

/** Refuses a protocol that connections of the proxy's mode do not speak. */
export function checkProto(
  line: Line,
  protocol: ProtocolName | null,
  mode: ProxyModel["mode"],
  load: Load,
): void {
  if (protocol === null) return;
  const spoken: ProtocolName = mode === "http" ? "h1" : "none";
  if (protocol === spoken) return;
  load.diagnostics.error(
    line.words.find(({ text }) => text === "proto") ?? line,
    `'proto ${protocol}' is not what connections speak in mode ${mode}`,
    `expected ${spoken}`,
  );
}
