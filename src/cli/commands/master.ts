/**
 * Commands of the master's socket (`-S`, management manual 9.4). Sluice is its own master and its
 * own worker: both lines of `show proc` are about this process.
 */
import type { CliCall, CliCommand } from "../command.ts";
import { CONNECTION_COMMANDS, helpCommand } from "./connection.ts";
import { ECHO, STARTUP_LOGS } from "./process.ts";
import { RELOAD } from "./reload.ts";

const COLUMN = 15;
const HEADER = ["#<PID>", "<type>", "<reloads>", "<uptime>", "<version>"];

const row = (columns: readonly string[]): string =>
  `${columns.map((column) => column.padEnd(COLUMN)).join(" ")}\n`;

/** "0d01h02m03s" */
function uptimeText(seconds: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  const days = Math.floor(seconds / 86_400);
  return `${days}d${two((seconds / 3600) % 24)}h${two((seconds / 60) % 60)}m${two(seconds % 60)}s`;
}

function showProcesses({ control }: CliCall): string {
  const { pid, version } = control.info;
  const uptimeSec = control.info.uptimeSec();
  const { count, failed, lastMs } = control.reloads();
  const workerSec = lastMs === null ? uptimeSec : (control.info.nowMs() - lastMs) / 1000;
  const reloads = `${count} [failed: ${failed}]`;
  return (
    row(HEADER) +
    row([String(pid), "master", reloads, uptimeText(uptimeSec), version]) +
    "# workers\n" +
    row([String(pid), "worker", "0", uptimeText(workerSec), version])
  );
}

const SHARED = ["prompt", "quit", "operator", "user", "show cli level", "show env", "show version"];

const OWN: readonly CliCommand[] = [
  {
    words: ["show", "proc"],
    level: "operator",
    usage: "show proc",
    summary: "show processes status",
    run: showProcesses,
  },
  {
    // Nothing is listed: the sockets are the worker's, as HAProxy sees it.
    words: ["show", "cli", "sockets"],
    level: "user",
    usage: "show cli sockets",
    summary: "dump list of cli sockets",
    run: () => "",
  },
  {
    ...RELOAD,
    level: "operator",
    run: ({ control }) =>
      control.reload().then((reason) => {
        const logs = reason ?? control.startupLogs();
        const end = logs === "" || logs.endsWith("\n") ? "" : "\n";
        return `Success=${reason === null ? 1 : 0}\n--\n${logs}${end}`;
      }),
  },
];

/** Rows of the master's own; `MasterShell` answers what moves between processes. */
export const MASTER_COMMANDS: readonly CliCommand[] = [
  helpCommand(() => MASTER_COMMANDS),
  ...CONNECTION_COMMANDS.filter(({ words }) => SHARED.includes(words.join(" "))),
  ECHO,
  STARTUP_LOGS,
  ...OWN,
];
