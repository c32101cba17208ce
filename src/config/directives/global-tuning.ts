/** What `tune` directives and their like really change: lengths in logs, socket memory, limits. */
import { type Arguments, unsigned } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { GlobalModel } from "../model.ts";
import type { SocketMemoryModel, TuningModel, VariableLimitsModel } from "../model/tuning.ts";
import { globalFacts, integerSetting, sizeSetting } from "./setting.ts";

/** `NAME <number>`. */
function number(
  name: string,
  summary: string,
  set: (tuning: TuningModel, value: number) => void,
): Directive<GlobalModel> {
  const facts = globalFacts(name, "3.2", summary);
  return integerSetting(facts, unsigned, ({ tuning }, value) => set(tuning, value));
}

/** `NAME`, which nothing turns off again. */
function turnOn(
  name: string,
  summary: string,
  set: (tuning: TuningModel) => void,
): Directive<GlobalModel> {
  return {
    ...globalFacts(name, "3.1", summary),
    syntax: name,
    parse(args: Arguments, { tuning }: GlobalModel): void {
      if (args.end()) set(tuning);
    },
  };
}

type Side = "client" | "server";

const socketsOf = (tuning: TuningModel, side: Side): SocketMemoryModel =>
  side === "client" ? tuning.clientSockets : tuning.serverSockets;

function socketMemory(
  family: string,
  summary: string,
  set: (sockets: SocketMemoryModel, bytes: number) => void,
): Directive<GlobalModel>[] {
  return (["client", "server"] as const).map((side) =>
    sizeSetting(
      globalFacts(`tune.${family}.${side}`, "3.2", `${summary} of each ${side}'s connection`),
      unsigned,
      ({ tuning }, bytes) => set(socketsOf(tuning, side), bytes),
    ),
  );
}

const scopes: readonly (readonly [keyof VariableLimitsModel, string])[] = [
  ["sess", "a session, its transaction included"],
  ["txn", "a transaction, request and response included"],
  ["reqres", "a request, or a response"],
];

/** All sessions together are not counted: only no limit can be asked for. */
function unlimited(scope: "global" | "proc"): Directive<GlobalModel> {
  const name = `tune.vars.${scope}-max-size`;
  return {
    ...globalFacts(name, "3.2", "only 0, for no limit: variables are counted in each session"),
    syntax: `${name} <size>`,
    parse(args: Arguments, _global: GlobalModel, load: Load): void {
      const sizeBytes = args.integer("a number", unsigned);
      if (sizeBytes === undefined || !args.end() || sizeBytes === 0) return;
      load.diagnostics.error(
        args.last,
        `'${name}' above 0 is not supported: variables are counted in each session, not in all`,
        "'tune.vars.sess-max-size' bounds those of a session",
      );
    },
  };
}

export const globalTuningDirectives: readonly Directive<GlobalModel>[] = [
  number("tune.http.cookielen", "most characters kept by 'capture cookie'", (tuning, length) => {
    tuning.cookieLength = length;
  }),
  number("tune.http.logurilen", "most characters of a request line in logs", (tuning, length) => {
    tuning.requestLineLength = length;
  }),
  turnOn(
    "h1-accept-payload-with-any-method",
    "lets HTTP/1.0 requests with GET, HEAD or DELETE have a body",
    (tuning) => {
      tuning.takesBodyOfAnyMethod = true;
    },
  ),
  turnOn(
    "h1-do-not-close-on-insecure-transfer-encoding",
    "keeps a connection after a message with both Content-Length and Transfer-Encoding",
    (tuning) => {
      tuning.keepsAfterTwoLengths = true;
    },
  ),
  turnOn(
    "pp2-never-send-local",
    "PROXY headers of checks never say that they come from the proxy itself",
    (tuning) => {
      tuning.checksAsClient = true;
    },
  ),
  {
    ...globalFacts(
      "harden.reject-privileged-ports.tcp",
      "3.1",
      "closes connections of clients whose port is below 1024",
    ),
    syntax: "harden.reject-privileged-ports.tcp { on | off }",
    parse(args: Arguments, { tuning }: GlobalModel): void {
      const word = args.oneOf(["on", "off"]);
      if (word !== undefined && args.end()) tuning.refusesPrivilegedPorts = word === "on";
    },
  },
  number(
    "tune.max-checks-per-thread",
    "health checks that run at once; 0 for any number",
    (tuning, count) => {
      tuning.checksAtOnce = count;
    },
  ),
  ...scopes.map(([scope, summary]) =>
    number(`tune.vars.${scope}-max-size`, `memory for variables of ${summary}`, (tuning, bytes) => {
      tuning.variables[scope] = bytes;
    }),
  ),
  unlimited("global"),
  unlimited("proc"),
  ...socketMemory("rcvbuf", "kernel memory for what comes", (sockets, bytes) => {
    sockets.receiveBytes = bytes;
  }),
  ...socketMemory("sndbuf", "kernel memory for what leaves", (sockets, bytes) => {
    sockets.sendBytes = bytes;
  }),
  ...socketMemory("notsent-lowat", "most bytes that wait unsent", (sockets, bytes) => {
    sockets.unsentBytes = bytes;
  }),
];
