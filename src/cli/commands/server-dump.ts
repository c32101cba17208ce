/** `show servers state`, `show servers conn` and `show backend` (management manual 9.3). */
import { SERVERS_STATE_HEAD } from "../../server/saved-state/line.ts";
import type { Answer, CliCall, CliCommand } from "../command.ts";
import type { BackendControl, ServerControl } from "../control.ts";
import { failure } from "../message.ts";

function connectionHeader(threadCount: number): string {
  return (
    "# bkname/svname bkid/svid addr port - purge_delay used_cur used_max need_est unsafe_nb " +
    `safe_nb idle_lim idle_cur idle_per_thr[${threadCount}]\n`
  );
}

function connectionLine(server: ServerControl): string {
  const facts = server.connections();
  return `${[
    `${server.backendName}/${server.name}`,
    `${server.backendId}/${server.id}`,
    server.address(),
    server.port(),
    "-",
    facts.purgeDelayMs,
    facts.used,
    facts.usedMax,
    facts.needEstimate,
    facts.unsafeIdle,
    facts.safeIdle,
    facts.idleLimit,
    facts.unsafeIdle + facts.safeIdle,
    ...facts.idlePerThread,
  ].join(" ")}\n`;
}

/** The backend named, or all; undefined for a name that none has. */
function chosenBackends({ args, control }: CliCall): readonly BackendControl[] | undefined {
  const [name] = args;
  if (name === undefined) return control.backends();
  const backend = control.backends().find((known) => known.name === name);
  return backend === undefined ? undefined : [backend];
}

const NO_BACKEND = failure("Can't find backend.\n");

function showState(call: CliCall): Answer {
  const backends = chosenBackends(call);
  if (backends === undefined) return NO_BACKEND;
  return SERVERS_STATE_HEAD + backends.map((backend) => backend.serversState()).join("");
}

function showConnections(call: CliCall): Answer {
  const backends = chosenBackends(call);
  if (backends === undefined) return NO_BACKEND;
  const names = new Set(backends.map(({ name }) => name));
  const servers = call.control.servers().filter(({ backendName }) => names.has(backendName));
  return connectionHeader(call.control.info.threadCount) + servers.map(connectionLine).join("");
}

export const SERVER_DUMP_COMMANDS: readonly CliCommand[] = [
  {
    words: ["show", "servers", "state"],
    level: "user",
    usage: "show servers state [<backend>]",
    summary: "dump volatile server information (all or for a single backend)",
    run: showState,
  },
  {
    words: ["show", "servers", "conn"],
    level: "user",
    usage: "show servers conn [<backend>]",
    summary: "dump server connections status (all or for a single backend)",
    run: showConnections,
  },
  {
    words: ["show", "backend"],
    level: "user",
    usage: "show backend",
    summary: "list backends in the current running config",
    run: ({ control }) =>
      `# name\n${control
        .backends()
        .map(({ name }) => `${name}\n`)
        .join("")}`,
  },
];
