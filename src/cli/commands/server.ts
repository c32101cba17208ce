/** `enable` and `disable` of servers and their checks, their maxconn, their sessions. */
import type { Answer, CliCommand } from "../command.ts";
import type { ServerControl } from "../control.ts";
import { finish } from "../finish.ts";
import { onServer } from "./server-target.ts";

function enableHealth(server: ServerControl): Answer {
  if (!server.checked) return "Health check was not configured on this server, cannot enable.\n";
  return finish(server.setChecking(true));
}

function enableAgent(server: ServerControl): Answer {
  if (server.agentState === "none") {
    return "Agent was not configured on this server, cannot enable.\n";
  }
  return finish(server.setAgentAsking(true));
}

function setMaxconn(server: ServerControl, text: string | undefined): Answer {
  if (text === undefined) return "Require <maxconn>.\n";
  if (!/^\d/.test(text)) return "maxconn string empty or preceded by garbage\n";
  if (!/^\d+$/.test(text)) return "Trailing garbage in maxconn string\n";
  return finish(server.setMaxconn(Number(text)));
}

export const SERVER_COMMANDS: readonly CliCommand[] = [
  {
    words: ["disable", "server"],
    level: "admin",
    usage: "disable server (DEPRECATED)",
    summary: "disable a server for maintenance (use 'set server' instead)",
    run: (call) => onServer(call, (server) => finish(server.setState("maint"))),
  },
  {
    words: ["enable", "server"],
    level: "admin",
    usage: "enable server  (DEPRECATED)",
    summary: "enable a disabled server (use 'set server' instead)",
    run: (call) => onServer(call, (server) => finish(server.setState("ready"))),
  },
  {
    words: ["disable", "health"],
    level: "admin",
    usage: "disable health",
    summary: "disable health checks",
    run: (call) => onServer(call, (server) => finish(server.setChecking(false))),
  },
  {
    words: ["enable", "health"],
    level: "admin",
    usage: "enable health",
    summary: "enable health checks",
    run: (call) => onServer(call, enableHealth),
  },
  {
    words: ["disable", "agent"],
    level: "admin",
    usage: "disable agent",
    summary: "disable agent checks",
    run: (call) => onServer(call, (server) => finish(server.setAgentAsking(false))),
  },
  {
    words: ["enable", "agent"],
    level: "admin",
    usage: "enable agent",
    summary: "enable agent checks",
    run: (call) => onServer(call, enableAgent),
  },
  {
    words: ["set", "maxconn", "server"],
    level: "admin",
    usage: "set maxconn server <bk>/<srv>",
    summary: "change a server's maxconn setting",
    run: (call) => onServer(call, (server) => setMaxconn(server, call.args[1])),
  },
  {
    words: ["shutdown", "sessions", "server"],
    level: "admin",
    usage: "shutdown sessions server <bk>/<srv>",
    summary: "kill sessions on a server",
    run: (call) => onServer(call, (server) => finish(server.shutdownSessions())),
  },
];
