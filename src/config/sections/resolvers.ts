/** The `resolvers` section (manual 5.3.2): name servers and how long their answers hold. */
import { parseAddress } from "../values/address.ts";
import { type Arguments, positive, unsigned } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import { sizeSetting, switchSetting, timeSetting } from "../directives/setting.ts";
import type { Load } from "../load-state.ts";
import { blankResolvers } from "../model/blank/resolvers.ts";
import type { ResolversModel } from "../model.ts";
import { expectSectionName } from "../values/proxy-name.ts";
import { type OpenSection, type SectionRow, openSection } from "../section.ts";

const manual = "5.3.2";

function parseNameserver(args: Arguments, resolvers: ResolversModel, load: Load): void {
  const name = args.expect("<name> <address>:<port>");
  const where = name === undefined ? undefined : args.expect("<address>:<port> after the name");
  if (name === undefined || where === undefined || !args.end()) return;
  if (resolvers.nameservers.some((server) => server.name === name.text)) {
    return load.diagnostics.error(name, `name server '${name.text}' is there already`);
  }
  const parsed = parseAddress(where.text);
  if ("problem" in parsed) return load.diagnostics.error(where, parsed.problem, parsed.hint);
  const { address } = parsed;
  if (address.kind !== "ip" || address.family === null) {
    return load.diagnostics.error(where, "a name server is given by its IP address");
  }
  if (!parsed.hasPort)
    return load.diagnostics.error(
      where,
      `the port is missing in '${where.text}'`,
      "DNS servers listen on port 53",
    );
  const isStream = parsed.transport === "stream";
  resolvers.nameservers.push({ name: name.text, address, isStream });
}

function timeout(
  event: keyof ResolversModel["timeouts"],
  summary: string,
): Directive<ResolversModel> {
  const facts = { name: `timeout ${event}`, in: ["resolvers"], manual, summary } as const;
  return timeSetting(facts, positive, ({ timeouts }, timeMs) => {
    timeouts[event] = timeMs;
  });
}

function hold(status: keyof ResolversModel["hold"]): Directive<ResolversModel> {
  const facts = {
    name: `hold ${status}`,
    in: ["resolvers"],
    manual,
    summary: `how long a last '${status}' answer holds`,
  } as const;
  return timeSetting(facts, unsigned, (resolvers, timeMs) => {
    resolvers.hold[status] = timeMs;
  });
}

export const resolversDirectives: readonly Directive<ResolversModel>[] = [
  {
    name: "nameserver",
    in: ["resolvers"],
    manual,
    syntax: "nameserver <name> <address>:<port>",
    summary: "adds a name server",
    parse: parseNameserver,
  },
  switchSetting(
    {
      name: "parse-resolv-conf",
      in: ["resolvers"],
      manual,
      summary: "adds the system's name servers",
    },
    (resolvers, on) => {
      resolvers.parseResolvConf = on;
    },
  ),
  sizeSetting(
    {
      name: "accepted_payload_size",
      in: ["resolvers"],
      manual,
      summary: "largest answer accepted",
    },
    { min: 512, max: 65535 },
    (resolvers, size) => {
      resolvers.acceptedPayloadBytes = size;
    },
  ),
  sizeSetting(
    {
      name: "resolve_retries",
      in: ["resolvers"],
      manual,
      summary: "queries sent before giving up",
    },
    positive,
    (resolvers, count) => {
      resolvers.resolveRetries = count;
    },
  ),
  timeout("resolve", "time between two resolutions"),
  timeout("retry", "time between two queries"),
  hold("valid"),
  hold("other"),
  hold("refused"),
  hold("nx"),
  hold("timeout"),
  hold("obsolete"),
];

export const resolversSection: SectionRow = {
  name: "resolvers",
  syntax: "resolvers <id>",
  manual,
  summary: "name servers",
  open(args: Arguments, load: Load): OpenSection | undefined {
    const name = expectSectionName(args, load.diagnostics);
    if (name === undefined || !args.end()) return undefined;
    if (load.resolvers.some((each) => each.name === name.text)) {
      load.diagnostics.error(name, `the resolvers section '${name.text}' is there already`);
      return undefined;
    }
    const draft = blankResolvers(name.text);
    load.resolvers.push(draft);
    return openSection("resolvers", name.text, draft, resolversDirectives, load);
  },
};
