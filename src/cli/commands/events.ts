/** `show events`: the rings of log lines (management manual 9.3). */
import type { Rings } from "../../log/rings.ts";
import type { Answer, CliCall, CliCommand, LiveAnswer } from "../command.ts";
import { failure, information, warning } from "../message.ts";

const SINKS: readonly (readonly [string, string])[] = [
  ["stdout", "standard output (fd#1)"],
  ["stderr", "standard output (fd#2)"],
];

function line(name: string, type: string, description: string): string {
  return `    ${name.padEnd(10)} : type=${type}, ${description}\n`;
}

function listing(rings: Rings): string {
  return (
    "Supported events sinks are listed below. Add -0(zero), -w(wait), -n(new). Any key to stop.\n" +
    SINKS.map(([name, text]) => line(name, "fd", `0 dropped, ${text}`)).join("") +
    rings
      .list()
      .map(({ model, ring }) => {
        const text = `${ring.droppedLines} dropped, ${model.description}`;
        return line(model.name, "buffer", text);
      })
      .join("")
  );
}

interface Options {
  readonly waits: boolean;
  readonly onlyNew: boolean;
  readonly end: string;
}

/** "-w -n", "-wn", "-0"; null for anything else. */
function readOptions(words: readonly string[]): Options | null {
  const letters = words.map((word) => /^-([wn0]+)$/.exec(word)?.[1]);
  if (letters.includes(undefined)) return null;
  const given = letters.join("");
  return {
    waits: given.includes("w"),
    onlyNew: given.includes("n"),
    end: given.includes("0") ? "\0" : "\n",
  };
}

/** The ring's lines from a place of its own on, one call of `next` after the other. */
function follow(rings: Rings, name: string, { onlyNew, end }: Options): LiveAnswer {
  const { ring } = rings.get(name)!;
  const place = ring.place(onlyNew ? "end" : "oldest");
  let stopWatching = (): void => {};
  return {
    start(wake: () => void): void {
      stopWatching = rings.watch(name, wake);
    },
    next(): string | null {
      // Asked for before looking, so that no line comes unseen in between.
      ring.await();
      const bytes = ring.read(place);
      return bytes === null ? null : bytes.latin1Slice(0, bytes.length) + end;
    },
    stop: () => stopWatching(),
  };
}

function allOf(live: LiveAnswer): string {
  let text = "";
  for (let piece = live.next(); piece !== null; piece = live.next()) text += piece;
  return text;
}

function showEvents({ args, control }: CliCall): Answer {
  const { rings } = control;
  const [name, ...words] = args;
  if (name === undefined) return warning(listing(rings));
  if (SINKS.some(([known]) => known === name))
    return information("Nothing to report for this sink\n");
  if (rings.get(name) === undefined) return failure("No such event sink\n");
  const options = readOptions(words);
  if (options === null) return failure("unknown option\n");
  const live = follow(rings, name, options);
  return options.waits ? live : allOf(live);
}

export const EVENT_COMMANDS: readonly CliCommand[] = [
  {
    words: ["show", "events"],
    level: "operator",
    usage: "show events [<sink>] [-w] [-n] [-0]",
    summary: "lines that a ring keeps; -w waits for more, -n leaves out those there are",
    run: showEvents,
  },
];
