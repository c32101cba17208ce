/** The `ring` section (manual 12.5): lines kept in memory, and sent on to syslog servers over TCP. */
import { parseAddress } from "../values/address.ts";
import { type Arguments, positive } from "../arguments.ts";
import { sizeSetting, textSetting, timeSetting } from "../directives/setting.ts";
import type { Directive } from "../directive.ts";
import type { Load } from "../load-state.ts";
import { LOG_FORMATS } from "../values/log-target.ts";
import { EVENT_RING, MOST_RING_SERVERS } from "../model.ts";
import type { RingModel, RingServerModel } from "../model.ts";
import { expectSectionName } from "../values/proxy-name.ts";
import { type OpenSection, type SectionRow, openSection } from "../section.ts";

const manual = "12.5";
const here = ["ring"] as const;
const DEFAULT_SIZE_BYTES = 16_384;
const LEAST_SIZE_BYTES = 1024;

function parseRingServer(args: Arguments, ring: RingModel, load: Load): void {
  const name = args.expect("<name> <address>");
  const where = name === undefined ? undefined : args.expect("<address> after the name");
  if (name === undefined || where === undefined) return;
  const parsed = parseAddress(where.text);
  if ("problem" in parsed) return load.diagnostics.error(where, parsed.problem, parsed.hint);
  if (parsed.transport === "datagram" || parsed.address.kind === "fd") {
    const problem = "the server of a ring is reached by a stream to an address";
    return load.diagnostics.error(where, problem);
  }
  if (ring.servers.length === MOST_RING_SERVERS) {
    return load.diagnostics.error(name, `a ring has ${MOST_RING_SERVERS} servers at most`);
  }
  let framing: RingServerModel["framing"] = "legacy";
  for (let option = args.peek; option !== undefined; option = args.peek) {
    if (!args.takeIf("log-proto")) {
      load.diagnostics.error(
        option,
        `'server ... ${option.text}' in a ring is not supported by this version of Sluice yet`,
        "a ring's server takes 'log-proto'",
      );
      return;
    }
    const chosen = args.oneOf(["octet-count", "legacy"] as const);
    if (chosen === undefined) return;
    framing = chosen;
  }
  ring.servers.push({ line: args.line, name: name.text, address: parsed.address, framing });
}

export const ringDirectives: readonly Directive<RingModel>[] = [
  textSetting(
    { name: "description", in: here, manual, summary: "what `show events` says of the ring" },
    "text",
    (ring, text) => {
      ring.description = text;
    },
  ),
  {
    name: "format",
    in: here,
    manual,
    syntax: "format <format>",
    summary: "how lines are dressed when the `log` line does not say",
    parse(args: Arguments, ring: RingModel): void {
      const format = args.oneOf(LOG_FORMATS);
      if (format !== undefined && args.end()) ring.format = format;
    },
  },
  sizeSetting(
    { name: "maxlen", in: here, manual, summary: "longest line; what is longer is cut" },
    positive,
    (ring, sizeBytes) => {
      ring.maxBytes = sizeBytes;
    },
  ),
  sizeSetting(
    { name: "size", in: here, manual, summary: "memory of the ring in bytes" },
    { min: LEAST_SIZE_BYTES, max: 1 << 30 },
    (ring, sizeBytes) => {
      ring.sizeBytes = sizeBytes;
    },
  ),
  timeSetting(
    { name: "timeout connect", in: here, manual, summary: "longest wait for a connection" },
    positive,
    (ring, timeMs) => {
      ring.connectTimeoutMs = timeMs;
    },
  ),
  timeSetting(
    { name: "timeout server", in: here, manual, summary: "longest wait for a server that is slow" },
    positive,
    (ring, timeMs) => {
      ring.serverTimeoutMs = timeMs;
    },
  ),
  {
    name: "server",
    in: here,
    manual,
    syntax: "server <name> <address> [log-proto octet-count|legacy]",
    summary: "a syslog server that gets the lines",
    parse: parseRingServer,
  },
];

export const ringSection: SectionRow = {
  name: "ring",
  syntax: "ring <name>",
  manual,
  summary: "log lines kept in memory",
  open(args: Arguments, load: Load): OpenSection | undefined {
    const name = expectSectionName(args, load.diagnostics);
    if (name === undefined || !args.end()) return undefined;
    if (name.text === EVENT_RING || load.rings.some((ring) => ring.name === name.text)) {
      load.diagnostics.error(name, `the ring '${name.text}' is there already`);
      return undefined;
    }
    const ring: RingModel = {
      name: name.text,
      description: name.text,
      format: "raw",
      maxBytes: null,
      sizeBytes: DEFAULT_SIZE_BYTES,
      connectTimeoutMs: null,
      serverTimeoutMs: null,
      servers: [],
    };
    load.rings.push(ring);
    return openSection("ring", name.text, ring, ringDirectives, load);
  },
};
