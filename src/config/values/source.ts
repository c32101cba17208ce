/** What follows `source`, as a line of its own and as an option of `server` (manual 4.2 and 5.2). */
import { parseAddress, type ParsedAddress } from "./address.ts";
import type { Arguments } from "../arguments.ts";
import type { Load } from "../load-state.ts";
import type { PresentedSource, SourceModel } from "../model.ts";
import type { Word } from "../words/word.ts";

interface Place {
  readonly host: string;
  readonly firstPort: number;
  readonly lastPort: number;
}

type Draft = { -readonly [Key in keyof SourceModel]: SourceModel[Key] };

/** Reads the address and what may follow it; undefined after reporting. */
export function expectSource(
  args: Arguments,
  ports: "one port" | "a range of ports",
  load: Load,
): SourceModel | undefined {
  const where = args.expect("<address>[:<port>]");
  const place = where === undefined ? undefined : placeOf(where, ports, load);
  if (place === undefined) return undefined;
  const source: Draft = { ...place, presented: null, interfaceName: null };
  for (;;) {
    const next = args.peek?.text;
    if (next === "usesrc") {
      args.take();
      const presented = expectPresented(args, load);
      if (presented === undefined) return undefined;
      source.presented = presented;
    } else if (next === "interface") {
      args.take();
      const name = args.expect("<interface>");
      if (name === undefined) return undefined;
      source.interfaceName = name.text;
    } else return source;
  }
}

function placeOf(word: Word, ports: string, load: Load): Place | undefined {
  const parsed = parseAddress(word.text.replace(/^\*(?=$|:)/, "0.0.0.0"));
  const problem = problemOf(word.text, parsed, ports);
  if ("problem" in parsed || parsed.address.kind !== "ip" || problem !== null) {
    const hint = "problem" in parsed ? parsed.hint : "";
    load.diagnostics.error(word, problem ?? `'${word.text}' is no address`, hint);
    return undefined;
  }
  const { host, port } = parsed.address;
  return { host: host === "" ? "0.0.0.0" : host, firstPort: port, lastPort: parsed.lastPort };
}

function problemOf(
  text: string,
  parsed: ReturnType<typeof parseAddress>,
  ports: string,
): string | null {
  if ("problem" in parsed) return parsed.problem;
  const { address } = parsed;
  if (address.kind !== "ip" || !isLiteral(parsed))
    return `'${text}' is no IP address to connect from`;
  if (parsed.portSign !== "") return `'${text}' has an offset in place of a port`;
  if (parsed.lastPort !== address.port && ports === "one port")
    return `'${text}' has a range of ports, which only 'source' of a server may have`;
  return null;
}

function isLiteral({ address }: ParsedAddress): boolean {
  return address.kind === "ip" && (address.family !== null || address.host === "");
}

const HEADER = /^hdr_ip\(([^,)]*)(?:,([+-]?\d+))?\)$/;
/** As many values of the header are remembered from its end. */
const MOST_FROM_THE_END = 10;

/** What follows `usesrc`. */
function expectPresented(args: Arguments, load: Load): PresentedSource | undefined {
  const who = args.expect("client, clientip, hdr_ip(<name>[,<occurrence>]) or an address");
  if (who === undefined) return undefined;
  if (who.text === "client" || who.text === "clientip")
    return { kind: "client", withPort: who.text === "client" };
  if (!who.text.startsWith("hdr_ip")) {
    const place = placeOf(who, "one port", load);
    return place && { kind: "address", host: place.host, port: place.firstPort };
  }
  const [found, name = "", number = "-1"] = HEADER.exec(who.text) ?? [];
  const occurrence = Number(number);
  if (found === undefined || occurrence < -MOST_FROM_THE_END) {
    load.diagnostics.error(
      who,
      `'${who.text}' names no value of a header`,
      "expected hdr_ip(<name>) or hdr_ip(<name>,<occurrence>), from -10 on",
    );
    return undefined;
  }
  return { kind: "header", name, occurrence };
}
