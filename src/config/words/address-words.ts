/**
 * Which words of a line are addresses: in those, HAProxy looks up `$NAME` and `${NAME}` also
 * outside double quotes (manual 4.2: "bind" and others refer to section 2.3). Elsewhere a dollar
 * outside them is itself, as regular expressions need it.
 */
import type { Environment } from "./environment.ts";
import type { Line, Word } from "./word.ts";

/** Keywords whose line has an address, and which word it is; 0 where only options have one. */
const PLACES: Readonly<Record<string, number>> = {
  bind: 1,
  dispatch: 1,
  "http-check": 0,
  log: 1,
  nameserver: 2,
  peer: 2,
  server: 2,
  "server-template": 3,
  source: 1,
  "tcp-check": 0,
};

/** Options that an address follows. */
const OPTIONS: ReadonlySet<string> = new Set(["addr", "agent-addr", "socks4", "source", "usesrc"]);

const VARIABLE = /\$(?:\{(\w+)\}|(\w+))/g;

function placeIn([keyword, next]: readonly Word[]): number | undefined {
  if (keyword!.text === "stats") return next?.text === "socket" ? 2 : undefined;
  return PLACES[keyword!.text];
}

/** The line with variables in its addresses put in; one that is not set is empty. */
export function expandAddresses(line: Line, environment: Environment): Line {
  const { words } = line;
  const place = placeIn(words);
  if (place === undefined || !words.some(({ text }) => text.includes("$"))) return line;
  const isAddress = (at: number): boolean => at === place || OPTIONS.has(words[at - 1]!.text);
  const expanded = words.map((word, at) =>
    at > 0 && isAddress(at) ? expandWord(word, environment) : word,
  );
  return { ...line, words: expanded };
}

function expandWord(word: Word, environment: Environment): Word {
  const text = word.text.replace(
    VARIABLE,
    (_, braced: string | undefined, plain: string | undefined) =>
      environment.get(braced ?? plain!) ?? "",
  );
  return { ...word, text };
}
