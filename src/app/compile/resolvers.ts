/** `resolvers` sections (manual 5.3.2) at work on this thread, and the one that is always there. */
import type { Diagnostics } from "../../config/diagnostics/diagnostics.ts";
import { blankResolvers } from "../../config/model/blank/resolvers.ts";
import type { ConfigModel, ResolversModel } from "../../config/model.ts";
import type { DnsFamilies } from "../../config/model/process.ts";
import { parseIp } from "../../core/ip.ts";
import { CounterBlock } from "../../core/record.ts";
import { Nameserver, nameserverCounts, type OpenDnsLink } from "../../dns/nameserver.ts";
import { Resolver } from "../../dns/resolver.ts";
import { tcpLink } from "../../dns/tcp-link.ts";
import { udpLink } from "../../dns/udp-link.ts";
import { acceptedFamilies } from "./dns-families.ts";
import type { ThreadEnv } from "./thread-env.ts";

const RESOLV_CONF = "/etc/resolv.conf";
const DNS_PORT = 53;
/** Made from the system's name servers unless the configuration has a section of that name. */
const DEFAULT_NAME = "default";

export function compileResolvers(
  model: ConfigModel,
  env: ThreadEnv,
  diagnostics: Diagnostics,
): ReadonlyMap<string, Resolver> {
  const { dnsFamilies } = model.global.process;
  const compiled = new Map<string, Resolver>();
  for (const section of model.resolvers) {
    compiled.set(section.name, compileSection(section, dnsFamilies, env, diagnostics));
  }
  if (!compiled.has(DEFAULT_NAME)) {
    const servers = systemServers(env, DEFAULT_NAME);
    if (servers !== null)
      compiled.set(
        DEFAULT_NAME,
        newResolver(blankResolvers(DEFAULT_NAME), servers, dnsFamilies, env),
      );
  }
  return compiled;
}

function compileSection(
  section: ResolversModel,
  dnsFamilies: DnsFamilies,
  env: ThreadEnv,
  diagnostics: Diagnostics,
): Resolver {
  const servers: Nameserver[] = section.nameservers.flatMap(({ name, address, isStream }) => {
    if (address.kind !== "ip") return [];
    const { host, port } = address;
    const link = isStream ? tcpLink(env.runtime, host, port) : udpLink(env.runtime, host, port);
    return [newNameserver(section.name, name, link, env)];
  });
  const found = section.parseResolvConf ? systemServers(env, section.name) : [];
  if (found === null) {
    diagnostics.error(
      null,
      `resolvers '${section.name}': parse-resolv-conf cannot read ${RESOLV_CONF}`,
    );
  }
  return newResolver(section, [...servers, ...(found ?? [])], dnsFamilies, env);
}

function newResolver(
  { name, resolveRetries, timeouts, hold, acceptedPayloadBytes }: ResolversModel,
  nameservers: readonly Nameserver[],
  dnsFamilies: DnsFamilies,
  env: ThreadEnv,
): Resolver {
  const settings = {
    name,
    tries: resolveRetries,
    retryMs: timeouts.retry,
    validMs: hold.valid,
    payloadBytes: acceptedPayloadBytes,
    resolveMs: timeouts.resolve,
    hold,
    families: acceptedFamilies(dnsFamilies, env.io.runtime),
  };
  const { io } = env;
  return new Resolver(
    settings,
    nameservers,
    io.wheel,
    () => void io.begin(),
    () => unguessable(env),
  );
}

/** Ids of questions are half of what keeps forged answers out. */
function unguessable({ process }: ThreadEnv): number {
  const [high, low] = process.randomBytes(2);
  return (high! << 8) | low!;
}

function newNameserver(
  section: string,
  name: string,
  link: OpenDnsLink,
  env: ThreadEnv,
): Nameserver {
  const sizeBytes = CounterBlock.sizeBytes(nameserverCounts.length, env.threadCount);
  const region = env.arena.region(`resolvers/${section}/${name}`, sizeBytes);
  const { threadCount, threadId } = env;
  const counters = new CounterBlock(region, nameserverCounts.length, threadCount, threadId - 1);
  return new Nameserver(name, counters, link);
}

/** The name servers of the system by their addresses; null when its file cannot be read. */
function systemServers(env: ThreadEnv, section: string): readonly Nameserver[] | null {
  let text: string;
  try {
    const bytes = env.files.readBytes(RESOLV_CONF);
    text = bytes.latin1Slice(0, bytes.length);
  } catch {
    return null;
  }
  const hosts = text.split("\n").flatMap((line) => /^\s*nameserver\s+(\S+)/.exec(line)?.[1] ?? []);
  return [...new Set(hosts)]
    .filter((host) => parseIp(host) !== undefined)
    .map((host) => newNameserver(section, host, udpLink(env.runtime, host, DNS_PORT), env));
}
