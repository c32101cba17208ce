/** `enable`, `disable` and `shutdown` of frontends; maxconn of frontends and of the process. */
import type { Answer, CliCall, CliCommand } from "../command.ts";
import type { FrontendControl } from "../control.ts";
import { finish, finishOrFail } from "../finish.ts";
import { notice } from "../message.ts";

/** Runs `act` on the frontend that the first argument names, or answers what is wrong with it. */
function onFrontend(call: CliCall, act: (frontend: FrontendControl) => Answer): Answer {
  const [wanted] = call.args;
  if (wanted === undefined) return "A frontend name is expected.\n";
  const frontend = call.control
    .frontends()
    .find(({ name, id }) => name === wanted || wanted === `#${id}`);
  return frontend === undefined ? "No such frontend.\n" : act(frontend);
}

const SHUT_DOWN = "Frontend was previously shut down";

function disable(frontend: FrontendControl): Answer {
  const state = frontend.state();
  if (state === "stopped") return notice(`${SHUT_DOWN}, cannot disable.\n`);
  return state === "paused"
    ? notice("All sockets are already disabled.\n")
    : finish(frontend.pause());
}

function enable(frontend: FrontendControl): Answer {
  const state = frontend.state();
  if (state === "stopped") return `${SHUT_DOWN}, cannot enable.\n`;
  return state === "running"
    ? notice("All sockets are already enabled.\n")
    : finish(frontend.resume());
}

function shutdown(frontend: FrontendControl): Answer {
  if (frontend.state() === "stopped") return notice("Frontend was already shut down.\n");
  return finish(frontend.shutdown());
}

function setMaxconn(frontend: FrontendControl, text: string | undefined): Answer {
  if (text === undefined || !/^-?\d+$/.test(text)) return "Integer value expected.\n";
  if (text.startsWith("-")) return "Value out of range.\n";
  return finish(frontend.setMaxconn(Number(text)));
}

function setGlobalMaxconn({ args, control }: CliCall): Answer {
  const [text] = args;
  if (text === undefined || !/^\d+$/.test(text)) return "Expects an integer value.\n";
  const maxconn = Number(text);
  if (maxconn > control.info.hardMaxconn) return "Value out of range.\n";
  return finishOrFail(control.setGlobalMaxconn(maxconn));
}

export const FRONTEND_COMMANDS: readonly CliCommand[] = [
  {
    words: ["disable", "frontend"],
    level: "admin",
    usage: "disable frontend <frontend>",
    summary: "temporarily disable specific frontend",
    run: (call) => onFrontend(call, disable),
  },
  {
    words: ["enable", "frontend"],
    level: "admin",
    usage: "enable frontend <frontend>",
    summary: "re-enable specific frontend",
    run: (call) => onFrontend(call, enable),
  },
  {
    words: ["shutdown", "frontend"],
    level: "admin",
    usage: "shutdown frontend <frontend>",
    summary: "stop a specific frontend",
    run: (call) => onFrontend(call, shutdown),
  },
  {
    words: ["set", "maxconn", "frontend"],
    level: "admin",
    usage: "set maxconn frontend <frontend> <value>",
    summary: "change a frontend's maxconn setting",
    run: (call) => onFrontend(call, (frontend) => setMaxconn(frontend, call.args[1])),
  },
  {
    words: ["set", "maxconn", "global"],
    level: "admin",
    usage: "set maxconn global <value>",
    summary: "change the per-process maxconn setting",
    run: setGlobalMaxconn,
  },
];
