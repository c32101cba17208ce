/** Cookies made of servers' addresses: whether they are made, and their secret key. */
import type { Answer, CliCall, CliCommand } from "../command.ts";
import type { BackendControl } from "../control.ts";

/** Runs `act` on the backend that the first argument names, or answers what is wrong with it. */
function onBackend(call: CliCall, act: (backend: BackendControl) => Answer): Answer {
  const [wanted] = call.args;
  if (wanted === undefined) return "A backend name is expected.\n";
  const backend = call.control
    .backends()
    .find(({ name, id }) => name === wanted || wanted === `#${id}`);
  return backend === undefined ? "No such backend.\n" : act(backend);
}

function make(call: CliCall, made: boolean): Answer {
  return onBackend(call, (backend) => {
    backend.makeDynamicCookies(made);
    return "";
  });
}

function changeKey(call: CliCall): Answer {
  return onBackend(call, (backend) => {
    const key = call.args[1];
    if (key === undefined) return "String value expected.\n";
    backend.setDynamicCookieKey(key);
    return "";
  });
}

export const DYNAMIC_COOKIE_COMMANDS: readonly CliCommand[] = [
  {
    words: ["disable", "dynamic-cookie", "backend"],
    level: "admin",
    usage: "disable dynamic-cookie backend <bk>",
    summary: "disable dynamic cookies on a specific backend",
    run: (call) => make(call, false),
  },
  {
    words: ["enable", "dynamic-cookie", "backend"],
    level: "admin",
    usage: "enable dynamic-cookie backend <bk>",
    summary: "enable dynamic cookies on a specific backend",
    run: (call) => make(call, true),
  },
  {
    words: ["set", "dynamic-cookie-key", "backend"],
    level: "admin",
    usage: "set dynamic-cookie-key backend <bk> <k>",
    summary: "change a backend secret key for dynamic cookies",
    run: changeKey,
  },
];
