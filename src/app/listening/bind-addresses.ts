/**
 * The addresses that a generation's `bind` lines ask for, each with the key that tells whether a
 * socket which is open already is the one. Knows no open socket.
 */
import type { AddressModel, BindModel, ProxyModel } from "../../config/model.ts";
import { Counters } from "../../stats/counters.ts";
import { Gauge } from "../../stats/slots.ts";
import type { AcceptorParts } from "../../listener/session-opener.ts";
import type { BoundLine, FrontendEntry, Generation } from "../compile/generation.ts";
import type { BindTls } from "../compile/tls.ts";
import { sharesAddresses } from "./listen-spec.ts";
import { type Shard, shardsOf } from "./bind-shards.ts";

/** One socket of a `bind` line. */
export interface WantedBind {
  readonly key: string;
  readonly address: AddressModel;
  readonly entry: FrontendEntry;
  readonly line: BoundLine;
  readonly shard: Shard;
  /** Room for what is kept of a ClientHello, 0 for its random alone; null where nobody asks. */
  readonly helloBytes: number | null;
  /** Connections come plain, also where TLS follows: the acceptor begins it. */
  readonly isPlain: boolean;
  /** Clients with a privileged port are closed at once. */
  readonly refusesPrivilegedPorts: boolean;
}

/** All that the generation binds, on whichever thread. */
export function wantedBy(generation: Generation): WantedBind[] {
  const { refusesPrivilegedPorts } = generation.model.global.tuning;
  const { threadCount } = generation.env;
  return generation.frontends.flatMap((entry) =>
    entry.binds.flatMap((line) => {
      const helloBytes = line.tls === null ? null : helloRoom(generation);
      const isPlain =
        beginsPlain(line.bind, entry.model, helloBytes) ||
        (line.tls !== null && limitsHandshakes(generation, entry.model));
      return line.bind.addresses.flatMap((address) => {
        const canRepeat = address.kind === "ip" && sharesAddresses(generation);
        const key = keyOf(address, line, isPlain);
        return shardsOf(line.bind, threadCount, canRepeat).map((shard) => ({
          key: shard.threads.length < threadCount ? `${key} by ${shard.threads.join()}` : key,
          address,
          entry,
          line,
          shard,
          helloBytes,
          isPlain,
          refusesPrivilegedPorts,
        }));
      });
    }),
  );
}

function helloRoom({ tlsWants, model }: Generation): number | null {
  if (tlsWants.hello && model.global.sslCaptureBytes > 0) return model.global.sslCaptureBytes;
  return tlsWants.clientRandom ? 0 : null;
}

/** Equal keys are the same socket. Whether it speaks TLS, and how, belongs to it as well. */
function keyOf(address: AddressModel, line: BoundLine, isPlain: boolean): string {
  const where =
    address.kind === "ip"
      ? `ip ${address.host} ${address.port}`
      : address.kind === "unix"
        ? `unix ${address.path}`
        : address.kind === "abstract"
          ? `abstract ${address.name}`
          : `fd ${address.fd}`;
  const tls = line.tls === null ? "" : ` ${JSON.stringify(line.tls.options)}`;
  const { socketOptions, interfaceName } = line.bind;
  const socket =
    socketOptions.size === 0 && interfaceName === null
      ? ""
      : ` ${[...socketOptions].join(" ")} ${interfaceName}`;
  return `${where}${socket}${isPlain ? " plain" : ""}${tls}`;
}

/** The counters of the address, the same ones after a reload. */
export function countersOf({ entry, key }: WantedBind, { env }: Generation): Counters {
  return new Counters(
    env.arena,
    `listener/${entry.model.name}/${key}`,
    env.threadCount,
    env.threadId - 1,
  );
}

/** What connections to the address are given. `tls` is that of the open socket. */
export function partsOf(
  { line: { bind }, helloBytes, isPlain, refusesPrivilegedPorts }: WantedBind,
  counters: Counters,
  tls: BindTls | null,
): AcceptorParts {
  return {
    listener: {
      name: bind.name ?? "",
      id: bind.id ?? 1,
      connections: () => counters.gauge(Gauge.scur),
    },
    counters,
    maxconn: bind.maxconn ?? 0,
    isTls: tls !== null,
    ignoresTlsErrors: tls !== null && tls.options.ignoresErrors,
    refusesPrivilegedPorts,
    expects: bind.acceptProxy ? "proxy" : bind.cipMagic === null ? null : "netscaler-cip",
    cipMagic: bind.cipMagic ?? 0,
    tlsOverPlain: isPlain ? tls : null,
    helloBytes,
  };
}

/** Handshakes are only begun for connections that have a place, where the runtime allows that. */
function limitsHandshakes({ model: { global }, env }: Generation, proxy: ProxyModel): boolean {
  const isLimited =
    global.maxTlsRate > 0 ||
    global.maxTlsConnections > 0 ||
    global.maxSessionRate > 0 ||
    global.maxconnRate !== null ||
    proxy.maxSessionRate > 0;
  return isLimited && env.runtime.capabilities.startTls;
}

/** For a look at the hello, or for a header. */
function beginsPlain(bind: BindModel, model: ProxyModel, helloBytes: number | null): boolean {
  return (
    helloBytes !== null ||
    bind.acceptProxy ||
    bind.cipMagic !== null ||
    model.rules["tcp-request connection"].some(({ action }) =>
      action[0]!.text.startsWith("expect-"),
    )
  );
}
