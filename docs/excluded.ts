/** What is left out on purpose, and why: shown on the page, and all of the language that may be missing. */
import { REFUSED_DIRECTIVES, REFUSED_OPTIONS } from "../src/config/refused/options.ts";
import { REFUSED_ACTIONS } from "../src/rules/refused-actions.ts";
import { REFUSED_CONVERTERS, REFUSED_FETCHES } from "../src/sample/refused-names.ts";

/** Directives of what has no place in this version, by their names. */
const FAMILIES: readonly (readonly [names: RegExp, reason: string])[] = [
  [/^51degrees|^deviceatlas|^wurfl/, "Sluice does not tell devices apart"],
  [/fcgi-app/, "FastCGI is not supported"],
  [/spop/, "SPOE is not supported"],
  [/quic/, "QUIC is not supported"],
  [/^lua-|tune\.lua\./, "plugins are written in TypeScript, not in Lua"],
  [/^email-alert/, "mailers are not supported"],
];

const REFUSED: ReadonlyMap<string, string> = new Map([
  ...REFUSED_DIRECTIVES,
  ...REFUSED_OPTIONS,
  ...REFUSED_FETCHES,
  ...REFUSED_CONVERTERS,
  ...Object.values(REFUSED_ACTIONS).flatMap((actions) => [...actions]),
]);

/** Why there is no such keyword; undefined when there is no reason. */
export function exclusionOf(name: string): string | undefined {
  return REFUSED.get(name) ?? FAMILIES.find(([names]) => names.test(name))?.[1];
}
