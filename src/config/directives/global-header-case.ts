/** `h1-case-adjust` and `h1-case-adjust-file` (manual 3.1): the case of header names on the wire. */
import type { Arguments } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import { addHeaderCase } from "../values/header-case.ts";
import type { Load } from "../load-state.ts";
import type { GlobalModel } from "../model.ts";

export const globalHeaderCaseDirectives: readonly Directive<GlobalModel>[] = [
  {
    name: "h1-case-adjust",
    in: ["global"],
    syntax: "h1-case-adjust <from> <to>",
    manual: "3.1",
    summary: "how a header's name is written to peers of proxies that adjust the case",
    parse(args: Arguments, global: GlobalModel, load: Load): void {
      const from = args.expect("<from>");
      const to = from === undefined ? undefined : args.expect("<to>");
      if (from === undefined || to === undefined || !args.end()) return;
      const problem = addHeaderCase(global.headerCase, from.text, to.text);
      if (problem !== undefined) load.diagnostics.error(to, problem);
    },
  },
  {
    name: "h1-case-adjust-file",
    in: ["global"],
    syntax: "h1-case-adjust-file <file>",
    manual: "3.1",
    summary: "a file of such names, two on a line",
    parse(args: Arguments, global: GlobalModel): void {
      const file = args.expect("<file>");
      if (file !== undefined && args.end()) global.headerCaseFile = file;
    },
  },
];
