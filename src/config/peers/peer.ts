/** `peer` and `server` lines of a peers section (manual 11.2): one peer, or the local one. */
import { parseAddress } from "../values/address.ts";
import type { Arguments } from "../arguments.ts";
import { bindLike } from "../bind/bind.ts";
import type { Load } from "../load-state.ts";
import type { AddressModel, PeerModel } from "../model.ts";
import { parseOptions } from "../options/rows.ts";
import { peerServerTable } from "./options.ts";
import type { PeersDraft } from "./draft.ts";
import type { Word } from "../words/word.ts";

/** How the local peer is called, as far as the configuration was read. */
export function parseLocalPeer({ global, environment }: Load): string {
  return global.localPeer ?? environment.get("HAPROXY_LOCALPEER") ?? "";
}

/** `peer NAME ADDRESS [OPTIONS]`, `server NAME [ADDRESS] [OPTIONS]`. */
export function parsePeer(args: Arguments, section: PeersDraft, load: Load): void {
  const { diagnostics } = load;
  const name = args.expect("a name");
  if (name === undefined) return;
  const isPeerLine = args.name === "peer";
  const isLocal = name.text === parseLocalPeer(load);
  if (isPeerLine && section.bind !== null && !section.hasPeerLine) {
    return diagnostics.error(args.line, "'peer' cannot be mixed with 'bind' lines");
  }
  if (isPeerLine) section.hasPeerLine = true;
  if (section.peers.some((peer) => peer.name === name.text)) {
    return diagnostics.error(name, `peer '${name.text}' is there already`);
  }
  const takesAddress = isPeerLine || !isLocal;
  const where = takesAddress ? args.take() : undefined;
  if (takesAddress && where === undefined) {
    return diagnostics.warn(args.line, `peer '${name.text}' has no address and is left out`);
  }
  const address = where === undefined ? undefined : readAddress(where, load);
  if (where !== undefined && address === undefined) return;
  const peer: PeerModel = {
    ...section.serverDefaults,
    line: args.line,
    name: name.text,
    ...(address === undefined ? {} : { address }),
  };
  parseOptions(args, args.name, peerServerTable, peer, load);
  checkSource(peer, name, load);
  section.peers.push(peer);
  if (isLocal && isPeerLine) {
    section.bind = bindLike(section.bindDefaults, args.line, where!.text, [peer.address]);
  }
}

/** `default-server [OPTIONS]`: what the peers below begin with. */
export function parsePeerDefaults(args: Arguments, section: PeersDraft, load: Load): void {
  const defaults = { ...section.serverDefaults };
  parseOptions(args, "default-server", peerServerTable, defaults, load);
  section.serverDefaults = defaults;
}

function readAddress(where: Word, { diagnostics }: Load): AddressModel | undefined {
  const parsed = parseAddress(where.text);
  if ("problem" in parsed) {
    diagnostics.error(where, parsed.problem, parsed.hint);
    return undefined;
  }
  const { address } = parsed;
  const onePort = parsed.hasPort && parsed.portSign === "";
  if (address.kind === "fd" || parsed.transport === "datagram") {
    diagnostics.error(where, "a peer has an address with a port, or the path of a socket");
    return undefined;
  }
  if (address.kind === "ip" && (!onePort || parsed.lastPort !== address.port)) {
    diagnostics.error(where, "a peer has one port", "expected <address>:<port>");
    return undefined;
  }
  return address;
}

/** A peer is connected to as ourselves, one connection at a time. */
function checkSource({ source }: PeerModel, name: Word, { diagnostics }: Load): void {
  if (source === null) return;
  if (source.presented !== null) {
    diagnostics.error(name, "'usesrc' cannot be had of peers: no client stands behind them");
  }
  if (source.lastPort > source.firstPort) {
    diagnostics.error(name, "a peer is connected to from one port", "expected <address>[:<port>]");
  }
}
