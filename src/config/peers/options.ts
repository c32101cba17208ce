/**
 * What options of `server` and `bind` lines are to a peers section (manual 11.2): those of sockets
 * and TLS work there; of the others each says why it cannot be had, or that it means nothing.
 */
import type { Arguments } from "../arguments.ts";
import { bindOptions } from "../bind/options.ts";
import { otherBindOptions, otherServerOptions } from "../refused/known-elsewhere.ts";
import type { Load } from "../load-state.ts";
import type { BindModel, PeerModel } from "../model.ts";
import { bindOptionsNotYet } from "../refused/not-yet.ts";
import type { OptionRow, OptionTable } from "../options/rows.ts";
import { optionShapes } from "../options/shapes.ts";
import { serverOptions } from "../server/options.ts";
import { serverTlsOptions } from "../server/tls-options.ts";

const NO_STREAM = "there is no stream that its expression or format could be about";
const NO_HEADER = "peers are sent no PROXY header";
const NO_STANDING = "a connection that stands replaces the one before: their number is bounded";

/** What HAProxy acts on and Sluice does not: refused, with the reason. */
const REFUSED_OF_SERVER: ReadonlyMap<string, string> = new Map([
  ["sni", NO_STREAM],
  ["set-proxy-v2-tlv-fmt", NO_STREAM],
  ["socks4", "peers are connected to directly"],
  ["send-proxy", NO_HEADER],
  ["send-proxy-v2", NO_HEADER],
  ["send-proxy-v2-ssl", NO_HEADER],
  ["send-proxy-v2-ssl-cn", NO_HEADER],
]);
const REFUSED_OF_BIND: ReadonlyMap<string, string> = new Map([
  ["accept-proxy", "peers are expected to send no header before their hello"],
  ["accept-netscaler-cip", "peers are expected to send no header before their hello"],
  ["maxconn", NO_STANDING],
]);

const WORKING_OF_SERVER: ReadonlySet<string> = new Set([
  ...serverTlsOptions.map(({ name }) => name).filter((name) => !/check|^sni$/.test(name)),
  ..."guid source tcp-ut no-tfo enabled no-backup no-check no-agent-check".split(" "),
  ..."no-send-proxy no-send-proxy-v2 no-send-proxy-v2-ssl no-send-proxy-v2-ssl-cn".split(" "),
]);
const IDLE_OF_BIND: ReadonlySet<string> = new Set(["level", "id", "guid-prefix", "name"]);

const IDLE_BIND = "the listener of peers is in no statistics and takes no commands";
/** HAProxy warns of these, and is silent about the rest. */
const IDLE_SERVER = "peers are not resolved, not checked, not balanced and not pooled";

type Verdict = { readonly kind: "refused" | "idle"; readonly reason: string } | null;

function judged<Target>(
  row: OptionRow<Target>,
  judge: (name: string) => Verdict,
): OptionRow<Target> {
  const verdict = judge(row.name);
  if (verdict === null) return row;
  const parse = (args: Arguments, target: Target, load: Load): void => {
    const at = args.last;
    row.parse(args, target, load);
    if (verdict.kind === "refused") {
      load.diagnostics.error(at, `'${row.name}' cannot be had of peers: ${verdict.reason}`);
    } else load.diagnostics.warn(at, `'${row.name}' means nothing here: ${verdict.reason}`);
  };
  return { ...row, parse };
}

function judgeServerOption(name: string): Verdict {
  const reason = REFUSED_OF_SERVER.get(name);
  if (reason !== undefined) return { kind: "refused", reason };
  return WORKING_OF_SERVER.has(name) ? null : { kind: "idle", reason: IDLE_SERVER };
}

function judgeBindOption(name: string): Verdict {
  const reason = REFUSED_OF_BIND.get(name);
  if (reason !== undefined) return { kind: "refused", reason };
  return IDLE_OF_BIND.has(name) ? { kind: "idle", reason: IDLE_BIND } : null;
}

const { integer } = optionShapes<PeerModel>("11.2");

/** The greatest number of shards, and of one of them. */
export const MOST_SHARDS = 0x7fffffff;

/** Options that only peers have. */
const peerOptions: readonly OptionRow<PeerModel>[] = [
  integer(
    "shard",
    { min: 0, max: MOST_SHARDS },
    "the share of keys that the peer is sent; 0 for all",
    (peer, shard) => {
      peer.shard = shard;
    },
  ),
];

export const peerServerTable: OptionTable<PeerModel> = {
  rows: [...peerOptions, ...serverOptions.map((row) => judged(row, judgeServerOption))],
  notYet: new Set(),
  elsewhere: otherServerOptions,
};

export const peersBindTable: OptionTable<BindModel> = {
  rows: bindOptions.map((row) => judged(row, judgeBindOption)),
  notYet: bindOptionsNotYet,
  elsewhere: otherBindOptions,
};
