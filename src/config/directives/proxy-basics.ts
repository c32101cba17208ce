/** What a proxy is (manual 4.2): mode, id, limits, where it listens, where it sends. */
import { type Arguments, positive, unsigned } from "../arguments.ts";
import { parseBind } from "../bind/bind.ts";
import { type Directive, anyProxy, backendSide, frontendSide } from "../directive.ts";
import type { Load } from "../load-state.ts";
import { impliedWord } from "../words/word.ts";
import type { ProxyDraft } from "../proxy-draft.ts";
import { expectCondition, takeCondition } from "../rule-words.ts";
import { parseDefaultServer, parseServer, parseServerTemplate } from "../server/server.ts";
import { sizeSetting, switchSetting } from "./setting.ts";

const manual = "4.2";

function parseMode(args: Arguments, proxy: ProxyDraft, load: Load): void {
  const written = args.peek;
  if (written !== undefined && ["spop", "haterm", "health"].includes(written.text)) {
    return load.diagnostics.error(
      written,
      `'mode ${written.text}' is not supported by this version of Sluice yet`,
    );
  }
  const mode = args.oneOf(["http", "tcp", "log"]);
  if (mode !== undefined && args.end()) proxy.model.mode = mode === "log" ? "syslog" : mode;
}

function parseSwitchRule(
  args: Arguments,
  rules: ProxyDraft["model"]["useBackend"],
  load: Load,
  readCondition: typeof takeCondition,
): void {
  const target = args.expect("a name");
  const condition = target === undefined ? undefined : readCondition(args, load.diagnostics);
  if (target !== undefined && condition !== undefined)
    rules.push({ line: args.line, target, condition });
}

export const proxyBasicDirectives: readonly Directive<ProxyDraft>[] = [
  {
    name: "mode",
    in: anyProxy,
    syntax: "mode { tcp|http|log }",
    manual,
    summary: "protocol of the proxy; backends in mode log take log lines",
    parse: parseMode,
  },
  {
    name: "id",
    in: ["frontend", "listen", "backend"],
    syntax: "id <value>",
    manual,
    summary: "numeric id of the proxy",
    misplaced: "refused",
    parse(args: Arguments, proxy: ProxyDraft): void {
      const word = args.peek;
      const id = args.integer("a number", positive);
      if (id === undefined || word === undefined || !args.end()) return;
      proxy.model.id = id;
      proxy.idWord = word;
    },
  },
  {
    name: "guid",
    in: ["frontend", "listen", "backend"],
    syntax: "guid <string>",
    manual,
    summary: "global unique id of the proxy",
    misplaced: "refused",
    parse(args: Arguments, proxy: ProxyDraft): void {
      const guid = args.expect("<string>");
      if (guid !== undefined && args.end()) proxy.model.guid = guid;
    },
  },
  {
    name: "description",
    in: ["frontend", "listen", "backend"],
    syntax: "description <text>",
    manual,
    summary: "describes the proxy on the statistics page",
    misplaced: "refused",
    parse(args: Arguments, proxy: ProxyDraft): void {
      if (args.expect("<text>") === undefined) return;
      proxy.model.description = [args.last, ...args.rest()].map((word) => word.text).join(" ");
    },
  },
  switchSetting(
    { name: "disabled", in: anyProxy, manual, summary: "does not start the proxy" },
    ({ model }, on) => {
      model.disabled = on;
    },
  ),
  switchSetting(
    { name: "enabled", in: anyProxy, manual, summary: "undoes 'disabled'" },
    ({ model }, on) => {
      model.disabled = !on;
    },
  ),
  sizeSetting(
    {
      name: "maxconn",
      in: frontendSide,
      manual,
      summary: "largest number of concurrent connections",
    },
    unsigned,
    ({ model }, count) => {
      model.maxconn = count === 0 ? null : count;
    },
  ),
  sizeSetting(
    {
      name: "max-session-srv-conns",
      in: frontendSide,
      manual,
      summary: "idle connections to servers that a client's connection keeps of its own",
    },
    unsigned,
    ({ model }, count) => {
      model.maxSessionConnections = count;
    },
  ),
  {
    name: "max-keep-alive-queue",
    in: backendSide,
    syntax: "max-keep-alive-queue <value>",
    manual,
    summary: "longest queue that a client's last server is preferred for; -1 for any",
    parse(args: Arguments, { model }: ProxyDraft): void {
      const length = args.integer("a number", { min: -1, max: 0x7fffffff });
      if (length !== undefined && args.end()) model.maxKeepAliveQueue = length;
    },
  },
  sizeSetting(
    {
      name: "rate-limit sessions",
      in: frontendSide,
      manual,
      summary: "largest number of new sessions a second; more wait in the backlog",
    },
    unsigned,
    ({ model }, rate) => {
      model.maxSessionRate = rate;
    },
  ),
  sizeSetting(
    {
      name: "fullconn",
      in: backendSide,
      manual,
      summary: "load at which servers reach their maxconn",
    },
    unsigned,
    ({ model }, count) => {
      model.fullconn = count === 0 ? null : count;
    },
  ),
  sizeSetting(
    {
      name: "backlog",
      in: frontendSide,
      manual,
      summary: "length of the queue of connections not yet accepted",
    },
    unsigned,
    ({ model }, count) => {
      model.backlog = count;
    },
  ),
  {
    name: "bind",
    in: ["frontend", "listen"],
    syntax: "bind [<address>]:<port_range> [, ...] [param*]",
    manual,
    summary: "listens on addresses",
    parse(args: Arguments, proxy: ProxyDraft, load: Load): void {
      const bind = parseBind(args, load);
      if (bind !== undefined) proxy.model.binds.push(bind);
    },
  },
  {
    name: "server",
    in: ["listen", "backend"],
    syntax: "server <name> <address>[:[port]] [param*]",
    manual,
    summary: "adds a server",
    misplaced: "refused",
    parse: parseServer,
  },
  {
    name: "server-template",
    in: ["listen", "backend"],
    syntax: "server-template <prefix> <num | range> <fqdn>[:<port>] [params*]",
    manual,
    summary: "adds servers of one name",
    misplaced: "refused",
    parse: parseServerTemplate,
  },
  {
    name: "default-server",
    in: backendSide,
    syntax: "default-server [param*]",
    manual,
    summary: "options that later servers begin with",
    parse: parseDefaultServer,
  },
  {
    name: "default_backend",
    in: frontendSide,
    syntax: "default_backend <backend>",
    manual,
    summary: "backend used when no use_backend rule matches",
    parse(args: Arguments, { model }: ProxyDraft): void {
      const name = args.expect("a backend's name");
      if (name !== undefined && args.end()) model.defaultBackend = name;
    },
  },
  {
    name: "use_backend",
    in: ["frontend", "listen"],
    syntax: "use_backend <backend> [{if | unless} <condition>]",
    manual,
    summary: "switches to a backend if a condition holds",
    parse: (args: Arguments, { model }: ProxyDraft, load: Load): void =>
      parseSwitchRule(args, model.useBackend, load, takeCondition),
  },
  {
    name: "use-server",
    in: ["listen", "backend"],
    syntax: "use-server <server> {if | unless} <condition>",
    manual,
    summary: "uses a server if a condition holds",
    parse: (args: Arguments, { model }: ProxyDraft, load: Load): void =>
      parseSwitchRule(args, model.useServer, load, expectCondition),
  },
  {
    name: "balance",
    in: backendSide,
    syntax: "balance [<algorithm> [<arguments>]]",
    manual,
    summary: "how servers are chosen",
    parse(args: Arguments, { model }: ProxyDraft): void {
      const algorithm = args.take() ?? impliedWord("roundrobin", args.last);
      model.balance = { words: [algorithm, ...args.rest()] };
    },
  },
  {
    name: "hash-type",
    in: backendSide,
    syntax: "hash-type <method> [<function> [<modifier>]]",
    manual,
    summary: "how hashes choose servers",
    parse(args: Arguments, { model }: ProxyDraft): void {
      const method = args.oneOf(["map-based", "consistent"]);
      if (method === undefined) return;
      const words = [args.last];
      if (
        args.peek !== undefined &&
        args.oneOf(["sdbm", "djb2", "wt6", "crc32", "none"]) !== undefined
      )
        words.push(args.last);
      if (args.peek !== undefined && args.oneOf(["avalanche"]) !== undefined) words.push(args.last);
      if (args.end()) model.hashType = words;
    },
  },
  {
    name: "hash-balance-factor",
    in: backendSide,
    syntax: "hash-balance-factor <factor>",
    manual,
    summary: "largest load of a server on the ring, in percent of the average; 0 for any",
    parse(args: Arguments, { model }: ProxyDraft, load: Load): void {
      const word = args.peek;
      const factor = args.integer("a percentage", unsigned);
      if (factor === undefined || word === undefined || !args.end()) return;
      if (factor === 0 || factor > 100) model.hashBalanceFactor = factor;
      else load.diagnostics.error(word, "the factor must be 0 or greater than 100");
    },
  },
  {
    name: "hash-preserve-affinity",
    in: backendSide,
    syntax: "hash-preserve-affinity { always | maxconn | maxqueue }",
    manual,
    summary: "whether a hash on the ring passes over servers that are full or have a full queue",
    parse(args: Arguments, { model }: ProxyDraft): void {
      const affinity = args.oneOf(["always", "maxconn", "maxqueue"]);
      if (affinity !== undefined && args.end()) model.hashPreserveAffinity = affinity;
    },
  },
  {
    name: "http-reuse",
    in: backendSide,
    syntax: "http-reuse { never | safe | aggressive | always }",
    manual,
    summary: "which requests may share server connections",
    parse(args: Arguments, { model }: ProxyDraft): void {
      const reuse = args.oneOf(["never", "safe", "aggressive", "always"]);
      if (reuse !== undefined && args.end()) model.httpReuse = reuse;
    },
  },
];
