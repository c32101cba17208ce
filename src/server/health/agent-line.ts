/**
 * The line of an agent (manual 5.2, agent-check): words between spaces, tabs and commas, in any
 * case. Of several that say the same thing in different ways the last counts.
 */

export interface AgentLine {
  readonly admin: "maint" | "drain" | "ready" | null;
  /** What it says of the server's health. */
  readonly health: "up" | "down" | null;
  /** The word that said so, as it was written: there are three for "down". */
  readonly healthWord: string;
  /** What follows a '#' behind a word of health, "" for nothing. */
  readonly description: string;
  /** "75%", or what follows "weight:". */
  readonly weight: string | null;
  readonly maxconn: string | null;
  /** A word that means nothing, with what stood behind it. */
  readonly unknown: string | null;
}

const ADMIN = ["maint", "drain", "ready"] as const;
const DOWN: readonly string[] = ["down", "stopped", "fail"];

/** Reads a line without its end. */
export function readAgentLine(line: string): AgentLine {
  const read: { -readonly [Key in keyof AgentLine]: AgentLine[Key] } = {
    admin: null,
    health: null,
    healthWord: "",
    description: "",
    weight: null,
    maxconn: null,
    unknown: null,
  };
  let rest = line.replace(/^[ \t,]+/, "");
  while (rest !== "") {
    const end = rest.search(/[ \t,]/);
    const word = end < 0 ? rest : rest.slice(0, end);
    rest = end < 0 ? "" : rest.slice(end).replace(/^[ \t,]+/, "");
    const lower = word.toLowerCase();
    const admin = ADMIN.find((known) => known === lower);
    const isDown = DOWN.includes(lower);
    if (admin !== undefined) read.admin = admin;
    else if (isDown || lower === "up") {
      read.health = isDown ? "down" : "up";
      read.healthWord = word;
    } else if (word.startsWith("#") && read.health !== null) {
      read.description = `${word} ${rest}`.slice(1).trim();
      rest = "";
    } else if (/^\d+%$/.test(word)) read.weight = word;
    else if (lower.startsWith("weight:")) read.weight = word.slice("weight:".length);
    else if (lower.startsWith("maxconn:")) read.maxconn = word.slice("maxconn:".length);
    else read.unknown ??= word;
  }
  return read;
}
