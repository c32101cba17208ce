/**
 * What a configuration asks for and this runtime may lack: one row for each question. A lack is
 * refused by the runtime's name where the configuration asks; only what changes nothing but a
 * preference is a warning. Certificates of several key types are known once their files are read,
 * so `tls.ts` asks for those; what expressions ask for (`tcpInfo`, `tlsSession`), their rows know.
 */
import type { Diagnostics } from "../../config/diagnostics/diagnostics.ts";
import type { AddressModel, BindModel, ConfigModel, ServerModel } from "../../config/model.ts";
import type { Line, Word } from "../../config/words/word.ts";
import { SOCKET_ACTIONS } from "../../rules/actions/socket-options.ts";
import { needsSharing } from "../listening/bind-shards.ts";
import type { Capabilities, Runtime } from "../../runtime/runtime.ts";

/** One place that asks; `at` is null for what the model keeps no position of. */
interface Asking {
  readonly at: Word | Line | null;
  readonly what: string;
}

export interface CapabilityRow {
  readonly capability: keyof Capabilities;
  /** What the runtime cannot do, after its name. */
  readonly lack: string;
  readonly severity: "error" | "warning";
  readonly asks: (model: ConfigModel) => readonly Asking[];
}

function refusal(
  capability: keyof Capabilities,
  lack: string,
  asks: CapabilityRow["asks"],
): CapabilityRow {
  return { capability, lack, severity: "error", asks };
}

function binds(model: ConfigModel): readonly BindModel[] {
  return [...model.global.statsSockets, ...model.proxies.flatMap((proxy) => proxy.binds)];
}

function servers(model: ConfigModel): readonly ServerModel[] {
  return model.proxies.flatMap((proxy) => proxy.servers);
}

/** The word of the line that asks, else the line. */
function placeOf(line: Line, option: string): Word | Line {
  return line.words.find((word) => word.text === option) ?? line;
}

function bindsThat(
  model: ConfigModel,
  option: string,
  ask: (bind: BindModel) => boolean,
): Asking[] {
  return binds(model)
    .filter(ask)
    .map(({ line }) => ({ at: placeOf(line, option), what: `'${option}'` }));
}

function serversThat(
  model: ConfigModel,
  option: string,
  ask: (server: ServerModel) => boolean,
): Asking[] {
  return servers(model)
    .filter(ask)
    .map(({ line }) => ({ at: placeOf(line, option), what: `'${option}'` }));
}

/** A global line, asked for when it says something. */
function globalAsks(name: string, value: unknown): Asking[] {
  return value === null || value === false ? [] : [{ at: null, what: `'${name}'` }];
}

function listensAt(model: ConfigModel, kind: AddressModel["kind"], what: string): Asking[] {
  return binds(model)
    .filter((bind) => bind.addresses.some((address) => address.kind === kind))
    .map(({ line }) => ({ at: line, what }));
}

function connectsTo(model: ConfigModel, kind: AddressModel["kind"], what: string): Asking[] {
  return servers(model)
    .filter(({ address }) => address.kind === kind)
    .map(({ line }) => ({ at: line, what }));
}

/** Options of sockets that `bind` and `server` lines ask for. */
function connectionAsks(model: ConfigModel): Asking[] {
  return [
    ...serversThat(model, "usesrc", ({ source }) => source !== null && source.presented !== null),
    ...serversThat(model, "interface", ({ source }) => (source?.interfaceName ?? null) !== null),
    ...["tcp-ut", "mss", "defer-accept", "tfo", "transparent"].flatMap((option) =>
      bindsThat(
        model,
        option,
        ({ line, socketOptions }) =>
          socketOptions.size > 0 && line.words.some(({ text }) => text === option),
      ),
    ),
    ...bindsThat(model, "interface", ({ interfaceName }) => interfaceName !== null),
    ...serversThat(model, "tcp-ut", ({ tcpUserTimeoutMs }) => tcpUserTimeoutMs !== null),
  ];
}

/** Memory of sockets that `tune` directives ask for. */
function socketMemoryAsks({ global }: ConfigModel): Asking[] {
  const { clientSockets, serverSockets } = global.tuning;
  return Object.entries({ client: clientSockets, server: serverSockets }).flatMap(
    ([side, { receiveBytes, sendBytes, unsentBytes }]) => [
      ...globalAsks(`tune.rcvbuf.${side}`, receiveBytes > 0),
      ...globalAsks(`tune.sndbuf.${side}`, sendBytes > 0),
      ...globalAsks(`tune.notsent-lowat.${side}`, unsentBytes > 0),
    ],
  );
}

const SOCKET_SWITCHES = ["tcpka", "clitcpka", "srvtcpka", "nolinger"] as const;

const isOld = (version: string | null): boolean => version === "TLSv1.0" || version === "TLSv1.1";

export const capabilityRows: readonly CapabilityRow[] = [
  refusal("threads", "runs no threads", ({ global }) =>
    global.nbthread > 1 ? [{ at: null, what: `'nbthread ${global.nbthread}'` }] : [],
  ),
  refusal("reusePort", "cannot share an address between threads", (model) =>
    model.global.nbthread > 1
      ? listensAt(model, "ip", `'bind' with 'nbthread ${model.global.nbthread}'`)
      : [],
  ),
  refusal("sharedListeners", "does not share a listening socket among chosen threads", (model) => [
    ...bindsThat(model, "thread", (bind) => bind.shards === null && needsSharing(bind, model)),
    ...bindsThat(model, "shards", (bind) => bind.shards !== null && needsSharing(bind, model)),
  ]),
  refusal("inheritedFd", "cannot take over a descriptor", (model) =>
    listensAt(model, "fd", "'fd@'"),
  ),
  refusal("abstractSockets", "knows no abstract sockets", (model) => [
    ...listensAt(model, "abstract", "'abns@'"),
    ...connectsTo(model, "abstract", "'abns@'"),
  ]),
  refusal("unixDatagrams", "cannot send to unix sockets as syslog does", (model) =>
    [model.global, ...model.proxies]
      .flatMap((place) => place.logTargets)
      .filter(({ address }) => address.kind === "unix" || address.kind === "abstract")
      .map(({ line }) => ({ at: line, what: "'log'" })),
  ),
  refusal("ipv6Only", "cannot choose whether an IPv6 socket takes IPv4", (model) => [
    ...bindsThat(model, "v6only", (bind) => bind.v6only),
    ...bindsThat(model, "v4v6", (bind) => bind.v4v6),
  ]),
  refusal("tlsCiphers", "cannot choose TLS ciphers", (model) => [
    ...globalAsks("ssl-default-bind-ciphers", model.global.sslBindCiphers),
    ...globalAsks("ssl-default-server-ciphers", model.global.sslServerCiphers),
    ...bindsThat(model, "ciphers", (bind) => bind.ciphers !== null),
    ...serversThat(model, "ciphers", (server) => server.ciphers !== null),
  ]),
  {
    capability: "tls13Suites",
    lack: "cannot choose TLS 1.3 suites, all of them are offered",
    severity: "warning",
    asks: (model) => [
      ...globalAsks("ssl-default-bind-ciphersuites", model.global.sslBindCiphersuites),
      ...globalAsks("ssl-default-server-ciphersuites", model.global.sslServerCiphersuites),
      ...bindsThat(model, "ciphersuites", (bind) => bind.ciphersuites !== null),
      ...serversThat(model, "ciphersuites", (server) => server.ciphersuites !== null),
    ],
  },
  refusal("tlsBelow12", "speaks no TLS below 1.2", (model) => [
    ...globalAsks(
      "ssl-default-bind-options",
      isOld(model.global.sslBindMinVersion) || isOld(model.global.sslBindMaxVersion),
    ),
    ...globalAsks(
      "ssl-default-server-options",
      isOld(model.global.sslServerMinVersion) || isOld(model.global.sslServerMaxVersion),
    ),
    ...bindsThat(model, "ssl-min-ver", (bind) => isOld(bind.minVersion)),
    ...bindsThat(model, "ssl-max-ver", (bind) => isOld(bind.maxVersion)),
    ...serversThat(model, "ssl-min-ver", (server) => isOld(server.minVersion)),
    ...serversThat(model, "ssl-max-ver", (server) => isOld(server.maxVersion)),
  ]),
  refusal("tlsNoTickets", "cannot turn TLS tickets off", (model) => [
    ...globalAsks("ssl-default-bind-options no-tls-tickets", model.global.sslBindNoTickets),
    ...bindsThat(model, "no-tls-tickets", (bind) => bind.noTlsTickets),
  ]),
  refusal("tlsGroupChoice", "cannot choose TLS groups and signature algorithms", (model) => [
    ...globalAsks("ssl-default-bind-curves", model.global.sslBindGroups),
    ...globalAsks("ssl-default-bind-sigalgs", model.global.sslBindSignatureAlgorithms),
    ...globalAsks("ssl-default-server-curves", model.global.sslServerGroups),
    ...globalAsks("ssl-default-server-sigalgs", model.global.sslServerSignatureAlgorithms),
    ...bindsThat(model, "curves", (bind) => bind.groups !== null),
    ...bindsThat(model, "sigalgs", (bind) => bind.signatureAlgorithms !== null),
    ...serversThat(model, "curves", (server) => server.groups !== null),
    ...serversThat(model, "sigalgs", (server) => server.signatureAlgorithms !== null),
  ]),
  refusal("tlsKeyLog", "does not tell the secrets of a TLS connection", ({ global }) =>
    globalAsks("tune.ssl.keylog", global.sslKeyLog),
  ),
  refusal("clientCertificates", "cannot verify client certificates", (model) =>
    bindsThat(model, "verify", (bind) => bind.ssl && bind.verify !== "none"),
  ),
  refusal("revocationLists", "looks no certificates up in lists of revoked ones", (model) => [
    ...bindsThat(model, "crl-file", (bind) => bind.crlFile !== null),
    ...serversThat(model, "crl-file", (server) => server.crlFile !== null),
  ]),
  refusal("startTls", "cannot begin TLS after a PROXY header", (model) =>
    bindsThat(model, "accept-proxy", (bind) => bind.ssl && bind.acceptProxy),
  ),
  refusal("sourceAddress", "cannot choose the address it connects from", (model) =>
    serversThat(model, "source", (server) => server.source !== null),
  ),
  refusal("socketOptions", "tells no descriptors to set options on", (model) => [
    ...connectionAsks(model),
    ...socketMemoryAsks(model),
    ...model.proxies
      .flatMap((proxy) => Object.values(proxy.rules).flat())
      .filter(({ action }) => SOCKET_ACTIONS.has(action[0]!.text))
      .map(({ action }) => ({ at: action[0]!, what: `'${action[0]!.text}'` })),
    ...model.proxies.flatMap(({ kind, name, switches }) =>
      SOCKET_SWITCHES.filter((option) => switches.has(option)).map((option) => ({
        at: null,
        what: `'option ${option}' of ${kind} '${name}'`,
      })),
    ),
  ]),
  refusal("chroot", "cannot confine itself to a folder", ({ global }) =>
    globalAsks("chroot", global.chroot),
  ),
  refusal("setuid", "cannot change its user", ({ global }) => [
    ...globalAsks("user", global.user),
    ...globalAsks("group", global.group),
    ...globalAsks("uid", global.uid),
    ...globalAsks("gid", global.gid),
  ]),
  refusal("descriptorLimit", "cannot set the limit of descriptors", ({ global }) => [
    ...globalAsks("ulimit-n", global.process.descriptorLimit),
    ...globalAsks("fd-hard-limit", global.process.descriptorCeiling),
  ]),
  refusal("cpuAffinity", "cannot choose the CPUs of threads", ({ global }) => [
    ...globalAsks("cpu-map", global.process.cpuMap.size > 0),
    ...globalAsks("cpu-set", global.process.cpuSets.length > 0),
  ]),
  refusal("coreDumps", "cannot let cores be written", ({ global }) =>
    globalAsks("set-dumpable", global.process.dumpable),
  ),
  refusal("daemonize", "cannot go into the background", ({ global }) =>
    globalAsks("daemon", global.daemon),
  ),
];

/** The message of a capability that `name` lacks. */
export function lackMessage(what: string, name: string, lack: string): string {
  return `${what} is not possible here: ${name} ${lack}`;
}

/** Reports all that the configuration asks for and the runtime lacks. */
export function checkCapabilities(
  model: ConfigModel,
  runtime: Pick<Runtime, "name" | "capabilities">,
  diagnostics: Diagnostics,
): void {
  for (const row of capabilityRows) {
    if (runtime.capabilities[row.capability]) continue;
    for (const { at, what } of row.asks(model)) {
      if (row.severity === "error")
        diagnostics.error(at, lackMessage(what, runtime.name, row.lack));
      else diagnostics.warn(at, `${what} has no effect: ${runtime.name} ${row.lack}`);
    }
  }
}
