/** `set server <backend>/<server> …` (management manual 9.3). */
import { parseIp } from "../../core/ip.ts";
import type { Answer, CliCall, CliCommand } from "../command.ts";
import type { ServerControl, ServerHealth, ServerState } from "../control.ts";
import { finish, finishOrFail } from "../finish.ts";
import { setAgentSend, setCheckAddress, setCheckPort } from "./set-check-target.ts";
import { onServer } from "./server-target.ts";
import { changeWeight } from "./weight.ts";
import { warning } from "../message.ts";

const USAGE =
  "usage: set server <backend>/<server> addr | agent | agent-addr | agent-port | agent-send | " +
  "check-addr | check-port | fqdn | health | ssl | state | weight\n";
const BY_WHOM = "by 'stats socket command'";
const MOST_PORT = 65_535;

const STATES: readonly ServerState[] = ["ready", "drain", "maint"];
const HEALTHS: readonly ServerHealth[] = ["up", "stopping", "down"];

/** A port as typed; null if it is none. */
function portOf(text: string): number | null {
  const port = /^\d+$/.test(text) ? Number(text) : NaN;
  return port >= 1 && port <= MOST_PORT ? port : null;
}

function setState(server: ServerControl, value: string | undefined): Answer {
  const state = STATES.find((known) => known === value);
  if (state === undefined)
    return "'set server <srv> state' expects 'ready', 'drain' and 'maint'.\n";
  return finish(server.setState(state));
}

function setHealth(server: ServerControl, value: string | undefined): Answer {
  if (server.tracks) return "cannot change health on a tracking server.\n";
  const health = HEALTHS.find((known) => known === value);
  if (health === undefined) {
    return "'set server <srv> health' expects 'up', 'stopping', or 'down'.\n";
  }
  return finish(server.setHealth(health));
}

/** What the answer tells of an address and a port that were or were not changed. */
function setAddress(server: ServerControl, args: readonly string[]): Answer {
  const [address, keyword, portText] = args;
  if (address === undefined) {
    return "set server <b>/<s> addr requires an address and optionally a port.\n";
  }
  const wanted = parseIp(address);
  if (wanted === undefined) return warning(`Invalid addr '${address}' ${BY_WHOM}\n`);
  const before = { address: server.address(), port: server.port() };
  const text = wanted.toString();
  const moved = text !== before.address;
  const parts = [
    moved ? `IP changed from '${before.address}' to '${text}'` : "no need to change the addr",
  ];
  let port: number | null = null;
  if (keyword === "port") {
    const given = portOf(portText ?? "");
    if (given === null) parts.push(`problem converting port '${portText ?? ""}' to an int`);
    else if (given === before.port) parts.push("no need to change the port");
    else parts.push(`port changed from '${before.port}' to '${given}'`);
    if (given === null) return warning(`${parts.join(", ")} ${BY_WHOM}\n`);
    port = given === before.port ? null : given;
  }
  const answer = warning(`${parts.join(", ")} ${BY_WHOM}\n`);
  if (!moved && port === null) return answer;
  return finishOrFail(server.setAddress(moved ? text : null, port), answer);
}

const NO_AGENT = "agent checks are not enabled on this server.\n";

function setAgent(server: ServerControl, value: string | undefined): Answer {
  if (server.agentState !== "enabled") return NO_AGENT;
  if (value !== "up" && value !== "down") {
    return "'set server <srv> agent' expects 'up' or 'down'.\n";
  }
  return finish(server.setAgentHealth(value === "up"));
}

function setServer(server: ServerControl, args: readonly string[]): Answer {
  const [what, ...values] = args;
  switch (what) {
    case "state":
      return setState(server, values[0]);
    case "weight":
      return changeWeight(server, values[0]);
    case "health":
      return setHealth(server, values[0]);
    case "addr":
      return setAddress(server, values);
    case "check-port":
      return setCheckPort(server, "check", values[0]);
    case "check-addr":
      return setCheckAddress(server, "check", values);
    case "fqdn":
      return values[0] === undefined
        ? "set server <b>/<s> fqdn requires a FQDN.\n"
        : `${server.setName(values[0])}\n`;
    case "ssl":
      return "'set server <srv> ssl' is not supported: TLS to a server is set by its configuration.\n";
    case "agent":
      return setAgent(server, values[0]);
    case "agent-port":
      return setCheckPort(server, "agent", values[0]);
    case "agent-addr":
      return setCheckAddress(server, "agent", values);
    case "agent-send":
      return setAgentSend(server, values[0]);
    default:
      return USAGE;
  }
}

export const SET_SERVER: CliCommand = {
  words: ["set", "server"],
  level: "admin",
  usage: "set server <bk>/<srv> [opts]",
  summary: "change a server's state, weight, address or ssl",
  run: (call: CliCall) => onServer(call, (server) => setServer(server, call.args.slice(1))),
};
