/** Error pages of a proxy (manual 4.2). */
import type { Arguments } from "../arguments.ts";
import { type Directive, anyProxy } from "../directive.ts";
import { readErrorFile } from "../error-file.ts";
import type { Load } from "../load-state.ts";
import type { ProxyDraft } from "../proxy-draft.ts";

export const proxyErrorDirectives: readonly Directive<ProxyDraft>[] = [
  {
    name: "errorfile",
    in: anyProxy,
    manual: "4.2",
    syntax: "errorfile <code> <file>",
    summary: "answers a status with the response in a file",
    parse(args: Arguments, { model }: ProxyDraft, load: Load): void {
      const file = readErrorFile(args, load);
      if (file !== undefined)
        model.errorFiles.set(file.status, { path: file.path, content: file.content });
    },
  },
  {
    name: "errorfiles",
    in: anyProxy,
    manual: "4.2",
    syntax: "errorfiles <name> [<code> ...]",
    summary: "takes error pages from an http-errors section",
    parse(args: Arguments, proxy: ProxyDraft): void {
      const group = args.expect("the name of an http-errors section");
      if (group !== undefined) proxy.errorGroups.push({ group, codes: args.rest() });
    },
  },
];
