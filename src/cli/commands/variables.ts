/** `get var` and `set var`: variables of the whole process (management manual 9.3). */
import type { Answer, CliCall, CliCommand } from "../command.ts";
import { failure, information } from "../message.ts";

function getVariable({ args, control }: CliCall): Answer {
  const [name] = args;
  if (name === undefined) return failure("Missing process-wide variable identifier.\n");
  const found = control.variables.get(name);
  if (found === undefined) return failure("Variable not found.\n");
  return information(`${name}: type=${found.type} value=<${found.text}>\n`);
}

function setVariable({ args, state, control }: CliCall): string {
  if (!state.modes.experimental) return "This command is restricted to experimental mode only.\n";
  const [name, first, second] = args;
  if (name === undefined) return "Missing process-wide variable identifier.\n";
  if (first === undefined) return "Missing either 'expr', 'fmt' or expression.\n";
  if (!name.startsWith("proc."))
    return `'set var': cannot set variable '${name}', only scope 'proc' is permitted here.\n`;
  if (second !== undefined && first !== "expr" && first !== "fmt")
    return `'set var': arg type must be either 'expr' or 'fmt' but got '${first}'.\n`;
  const kind = second !== undefined && first === "fmt" ? "fmt" : "expr";
  const problem = control.variables.set(name, kind, second ?? first);
  return problem === null ? "" : `${problem}\n`;
}

export const VARIABLE_COMMANDS: readonly CliCommand[] = [
  {
    words: ["get", "var"],
    level: "operator",
    usage: "get var <name>",
    summary: "retrieve contents of a process-wide variable",
    run: getVariable,
  },
  {
    words: ["set", "var"],
    level: "admin",
    usage: "set var <name> [fmt|expr] {<fmt>|<expr>}",
    summary: "set variable from an expression or a format",
    run: setVariable,
  },
];
