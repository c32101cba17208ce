/** `show sess` and `shutdown session`. */
import type { Answer, CliCall, CliCommand } from "../command.ts";
import type { SessionFactsLine } from "../control.ts";
import { finishWith } from "../finish.ts";
import { listAnswer } from "../in-pieces.ts";

const line = (facts: SessionFactsLine): string =>
  `${facts.id}: proto=${facts.protocol} src=${facts.source} fe=${facts.frontend} ` +
  `be=${facts.backend ?? "<NONE>"} srv=${facts.server ?? "<none>"} age=${facts.ageSec}s\n`;

function show({ args, control }: CliCall): Answer {
  const [wanted] = args;
  const all = wanted === undefined || wanted === "all";
  return finishWith(control.sessions(), (sessions) => {
    if (all) return listAnswer("", sessions, sessions.length, line);
    const found = sessions.find(({ id }) => id === wanted);
    return found === undefined ? "Session not found.\n" : line(found);
  });
}

function shutdown({ args, control }: CliCall): Answer {
  const [id] = args;
  if (id === undefined) return "Session pointer expected (use 'show sess').\n";
  const answer = (done: boolean): string => (done ? "" : "No such session (use 'show sess').\n");
  return finishWith(control.shutdownSession(id), answer);
}

export const STREAM_COMMANDS: readonly CliCommand[] = [
  {
    words: ["show", "sess"],
    level: "operator",
    usage: "show sess [id]",
    summary: "report the list of current sessions or dump this exact session",
    run: show,
  },
  {
    words: ["shutdown", "session"],
    level: "admin",
    usage: "shutdown session [id]",
    summary: "kill a specific session",
    run: shutdown,
  },
];
