/** `dns-accept-family` (manual 3.1): the families of addresses that resolvers may find. */
import type { Arguments } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { GlobalModel } from "../model.ts";
import type { DnsFamilies } from "../model/process.ts";

const FAMILIES: ReadonlyMap<string, DnsFamilies> = new Map<string, DnsFamilies>([
  ["ipv4", [4]],
  ["ipv6", [6]],
  ["auto", "auto"],
]);

/** What a list with commas names; "auto" in it stands for itself. */
function familiesOf(list: string): DnsFamilies | undefined {
  let families: DnsFamilies = [];
  for (const name of list.split(",")) {
    const named = FAMILIES.get(name);
    if (named === undefined) return undefined;
    if (named === "auto" || families === "auto") families = "auto";
    else families = [...new Set([...families, ...named])];
  }
  return families;
}

export const dnsAcceptFamilyDirective: Directive<GlobalModel> = {
  name: "dns-accept-family",
  in: ["global"],
  syntax: "dns-accept-family <family>[,...]",
  manual: "3.1",
  summary: "families of addresses that resolvers ask for: ipv4, ipv6, or auto",
  parse(args: Arguments, global: GlobalModel, load: Load): void {
    const word = args.expect("a list of 'ipv4', 'ipv6' and 'auto'");
    if (word === undefined || !args.end()) return;
    const families = familiesOf(word.text);
    if (families !== undefined) global.process.dnsFamilies = families;
    else
      load.diagnostics.error(
        word,
        `'${word.text}' is no list of families`,
        "expected 'ipv4', 'ipv6' or 'auto', with commas between",
      );
  },
};
