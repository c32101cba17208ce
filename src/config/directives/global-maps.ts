/** The files of maps and ACLs in `global`: settings that HAProxy does not have. */
import type { Arguments } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { GlobalModel } from "../model.ts";

function onOff(
  name: string,
  summary: string,
  set: (global: GlobalModel, on: boolean) => void,
): Directive<GlobalModel> {
  return {
    name,
    in: ["global"],
    syntax: `${name} { on | off }`,
    manual: "Sluice",
    summary,
    parse(args: Arguments, global: GlobalModel): void {
      const word = args.oneOf(["on", "off"]);
      if (word !== undefined && args.end()) set(global, word === "on");
    },
  };
}

export const globalMapDirectives: readonly Directive<GlobalModel>[] = [
  onOff("maps.watch", "reads map and ACL files again when they change", (global, on) => {
    global.mapsWatch = on;
  }),
  onOff("maps.write-back", "writes changes made at the socket to their files", (global, on) => {
    global.mapsWriteBack = on;
  }),
];
