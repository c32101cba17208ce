/** Which set of patterns a command of maps or ACLs means, and entries within it. */
import type { PatternReference } from "../../pattern/reference.ts";
import type { PatternUse } from "../../pattern/store.ts";
import type { Answer, CliCall } from "../command.ts";

/** How answers call the two uses. */
const NAMES: Readonly<Record<PatternUse, string>> = { map: "map", acl: "ACL" };

/** Sets have one version: what is prepared apart and then committed is not supported. */
const NO_VERSIONS = "Versions of maps and ACLs are not supported: changes take effect at once.\n";

/** Runs `act` on the set that the first argument names, or answers what is wrong with it. */
export function onReference(
  call: CliCall,
  use: PatternUse,
  act: (reference: PatternReference) => Answer,
): Answer {
  const [name = ""] = call.args;
  if (name.startsWith("@")) return NO_VERSIONS;
  const reference = call.control.patterns.find(name, use);
  if (reference === undefined) {
    return `Unknown ${NAMES[use]} identifier. Please use #<id> or <file>.\n`;
  }
  return act(reference);
}

/** "#0x1f" as the number of an entry, anything else as a key. */
export function entryOf(text: string): string | number {
  return /^#0x[0-9a-f]+$/i.test(text) ? Number.parseInt(text.slice(1), 16) : text;
}

/** The number of an entry as `show map` prints it, where HAProxy prints an address. */
export const entryName = (id: number): string => `0x${id.toString(16).padStart(12, "0")}`;
