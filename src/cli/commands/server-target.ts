/** `<backend>/<server>`, the argument of many commands: names or `#id` numbers. */
import type { CliCall } from "../command.ts";
import type { Answer } from "../command.ts";
import type { ServerControl } from "../control.ts";
import { failure } from "../message.ts";

const isCalled = (argument: string, name: string, id: number): boolean =>
  argument === name || argument === `#${id}`;

/** Runs `act` on the server that the first argument names, or answers what is wrong with it. */
export function onServer(call: CliCall, act: (server: ServerControl) => Answer): Answer {
  const [target = ""] = call.args;
  const slash = target.indexOf("/");
  if (slash < 0) return failure("Require 'backend/server'.\n");
  const backend = target.slice(0, slash);
  const name = target.slice(slash + 1);
  if (!call.control.backends().some((known) => isCalled(backend, known.name, known.id))) {
    return failure("No such backend.\n");
  }
  const server = call.control
    .servers()
    .find(
      (known) =>
        isCalled(backend, known.backendName, known.backendId) &&
        isCalled(name, known.name, known.id),
    );
  return server === undefined ? failure("No such server.\n") : act(server);
}
