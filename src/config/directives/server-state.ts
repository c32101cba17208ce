/** The files that servers begin from (manual 3.1 and 4.2). */
import type { Arguments } from "../arguments.ts";
import { type Directive, backendSide } from "../directive.ts";
import type { GlobalModel } from "../model.ts";
import type { ProxyDraft } from "../proxy-draft.ts";

function path(
  name: string,
  argument: string,
  summary: string,
  set: (global: GlobalModel, path: string) => void,
): Directive<GlobalModel> {
  return {
    name,
    in: ["global"],
    syntax: `${name} <${argument}>`,
    manual: "3.1",
    summary,
    parse(args: Arguments, global: GlobalModel): void {
      const word = args.expect(`<${argument}>`);
      if (word !== undefined && args.end()) set(global, word.text);
    },
  };
}

export const globalServerStateDirectives: readonly Directive<GlobalModel>[] = [
  path("server-state-base", "directory", "where files of servers' states lie", (global, base) => {
    global.serverStateBase = base;
  }),
  path("server-state-file", "file", "file with the states of all servers", (global, file) => {
    global.serverStateFile = file;
  }),
];

export const proxyServerStateDirectives: readonly Directive<ProxyDraft>[] = [
  {
    name: "load-server-state-from-file",
    in: backendSide,
    syntax: "load-server-state-from-file { global | local | none }",
    manual: "4.2",
    summary: "where servers find the states to begin from",
    parse(args: Arguments, { model }: ProxyDraft): void {
      const from = args.oneOf(["global", "local", "none"]);
      if (from !== undefined && args.end()) model.loadServerState = from;
    },
  },
  {
    name: "server-state-file-name",
    in: ["listen", "backend"],
    syntax: "server-state-file-name [ { use-backend-name | <file> } ]",
    manual: "4.2",
    summary: "the backend's own file of states; its name without one",
    parse(args: Arguments, { model }: ProxyDraft): void {
      const name = args.take()?.text ?? "use-backend-name";
      if (args.end()) model.serverStateFile = name === "use-backend-name" ? null : name;
    },
  },
];
