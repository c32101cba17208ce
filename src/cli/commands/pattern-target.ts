/** Which set of patterns, version and entry a command of maps or ACLs means. */
import { readName } from "../../pattern/name.ts";
import type { EntryName, PatternReference } from "../../pattern/reference.ts";
import type { PatternUse } from "../../pattern/store.ts";
import type { Answer, CliCall } from "../command.ts";
import { failure } from "../message.ts";

/** How answers call the two uses. */
export const USE_NAMES: Readonly<Record<PatternUse, string>> = { map: "map", acl: "ACL" };

export interface PatternArgs {
  /** What `@<ver>` says, null without it. As with strtoul, what is no number is 0. */
  readonly version: number | null;
  readonly rest: readonly string[];
}

/** Takes `@<ver>` from the front of the arguments. */
export function versionArgs(args: readonly string[]): PatternArgs {
  const [first = ""] = args;
  if (!first.startsWith("@")) return { version: null, rest: args };
  const digits = /^@(\d+)/.exec(first);
  return { version: digits === null ? 0 : Number(digits[1]) >>> 0, rest: args.slice(1) };
}

/** Runs `act` on the set that a name means, or answers that there is none; null takes any use. */
export function onReference(
  { control }: CliCall,
  name: string,
  use: PatternUse,
  act: (reference: PatternReference) => Answer,
  among: PatternUse | null = use,
): Answer {
  const reference = control.patterns.find(readName(name).name, among);
  if (reference !== undefined) return act(reference);
  return failure(`Unknown ${USE_NAMES[use]} identifier. Please use #<id> or <file>.\n`);
}

/** The entry that "#0x1f" means, or all of a key; null for an id that no entry has. */
export function entryName(text: string, reference: PatternReference): EntryName | null {
  if (!text.startsWith("#")) return { key: text, nth: null };
  const id = /^#(?:0x)?([0-9a-f]+)$/i.exec(text);
  return id === null ? null : reference.nameOf(Number.parseInt(id[1]!, 16));
}

/** The id of an entry as `show map` prints it, where HAProxy prints an address. */
export const entryId = (id: number): string => `0x${id.toString(16).padStart(12, "0")}`;
