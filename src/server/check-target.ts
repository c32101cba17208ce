/**
 * Where a server's checks and its agent's go when not to where its traffic goes (server keywords
 * `addr`, `port`, `agent-addr` and `agent-port`, `set server … check-addr|agent-addr` and so on):
 * kept in its record, so that what was set at run time outlives a reload that does not change the
 * line.
 */
import { sdbm } from "../core/hash.ts";
import { IpAddress, parseIp } from "../core/ip.ts";
import type { ServerModel } from "../config/model.ts";
import type { Server } from "./server.ts";
import { ServerWord } from "./state.ts";

/** Who is asked: the server by its health check, or its agent. */
export type Checked = "check" | "agent";

/** The words of a target in a server's record. */
interface TargetWords {
  readonly port: number;
  readonly family: number;
  readonly address: number;
  readonly configured: number;
}

const targetWords: Readonly<Record<Checked, TargetWords>> = {
  check: {
    port: ServerWord.checkPort,
    family: ServerWord.checkFamily,
    address: ServerWord.checkAddress,
    configured: ServerWord.configuredCheckTarget,
  },
  agent: {
    port: ServerWord.agentPort,
    family: ServerWord.agentFamily,
    address: ServerWord.agentAddress,
    configured: ServerWord.configuredAgentTarget,
  },
};

/** Null for the server's own. */
export interface ConfiguredTarget {
  readonly host: string | null;
  readonly port: number | null;
}

/** What the line says: `addr` and `port` are those of the agent too, unless it has its own. */
export function configuredTarget(model: ServerModel, checked: Checked): ConfiguredTarget {
  const { checkAddr, checkAddrPort, checkPort, agentAddr, agentPort } = model;
  if (checked === "check") return { host: checkAddr, port: checkPort ?? checkAddrPort };
  return { host: agentAddr ?? checkAddr, port: agentPort ?? checkPort };
}

/** The host to ask instead of the server's; null for the server's own. */
export function checkHost(server: Server, checked: Checked): string | null {
  const { words, model } = server;
  const { address: at, family } = targetWords[checked];
  if (words[family] === 4) return IpAddress.v4(words[at + 3]!).toString();
  if (words[family] === 6)
    return IpAddress.v6(words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!).toString();
  return configuredTarget(model, checked).host;
}

/** The port to ask instead of the server's; null for the server's own. */
export function checkPort(server: Server, checked: Checked): number | null {
  return server.words[targetWords[checked].port]! || null;
}

/** Null leaves a part as it is, port 0 is the server's own. Control thread only. */
export function changeCheckTarget(
  server: Server,
  checked: Checked,
  address: IpAddress | null,
  port: number | null,
): void {
  if (address !== null) writeAddress(server, checked, address);
  if (port !== null) server.words[targetWords[checked].port] = port;
}

/** Takes over what the configuration says if that changed. Control thread only. */
export function takeCheckTarget(server: Server, checked: Checked): void {
  const { words, model } = server;
  const { host, port } = configuredTarget(model, checked);
  const at = targetWords[checked];
  const mark = sdbm(JSON.stringify([host, port])) | 0;
  if (words[at.configured] === mark) return;
  words[at.configured] = mark;
  words[at.port] = port ?? 0;
  const address = host === null ? undefined : parseIp(host);
  if (address === undefined) words[at.family] = 0;
  else writeAddress(server, checked, address);
}

/** Takes over what the agent is to be sent if the configuration changed it. Control thread only. */
export function takeAgentSend({ words, model, agentSend }: Server): void {
  const mark = sdbm(`send ${model.agentSend}`) | 0;
  if (words[ServerWord.configuredAgentSend] === mark) return;
  words[ServerWord.configuredAgentSend] = mark;
  agentSend.set(model.agentSend);
}

function writeAddress({ words }: Server, checked: Checked, address: IpAddress): void {
  const { address: at, family } = targetWords[checked];
  words[family] = address.family;
  words[at] = address.word0;
  words[at + 1] = address.word1;
  words[at + 2] = address.word2;
  words[at + 3] = address.word3;
}
