/** `show peers`: who shares tables with this process, and how far they are (management manual 9.3). */
import type { Peer } from "../../peers/peer.ts";
import type { PeersSection } from "../../peers/section.ts";
import { CACHED_KEYS } from "../../peers/server-keys.ts";
import type { TableLink } from "../../peers/table-link.ts";
import type { Answer, CliCall, CliCommand } from "../command.ts";
import { failure } from "../message.ts";

const NEVER = "<NEVER>";
const TEXTS_PER_LINE = 4;

/** Whole seconds until a time. */
function until(atMs: number, nowMs: number): string {
  if (atMs === Infinity) return NEVER;
  return atMs <= nowMs ? "<PAST>" : `${Math.floor((atMs - nowMs) / 1000)}s`;
}

function show({ args, control }: CliCall): Answer {
  const withKeys = args[0] === "dict";
  const [name] = withKeys || args[0] === "-" ? args.slice(1) : args;
  const shown = control.peers().filter(({ spec }) => (name ?? spec.name) === spec.name);
  if (name !== undefined && shown.length === 0) return failure("No such peers\n");
  return shown.map((section) => reportSection(section, withKeys, control)).join("\n");
}

function reportSection(
  section: PeersSection,
  withKeys: boolean,
  control: CliCall["control"],
): string {
  const { spec, startWallMs, lessons, ticks } = section;
  const nowMs = section.begin();
  const date = control.formatDate(startWallMs).replace(/\.\d+$/, "");
  const head =
    `0x1: [${date}] id=${spec.name} disabled=0 flags=0x${lessons.upToDate ? 3 : 0} ` +
    `resync_timeout=${until(lessons.untilMs, nowMs)} task_calls=${ticks}\n`;
  const peers = section.peers.map((peer, at) => reportPeer(peer, at, section, withKeys, nowMs));
  return head + peers.toReversed().join("");
}

function reportPeer(
  peer: Peer,
  at: number,
  { spec }: PeersSection,
  withKeys: boolean,
  nowMs: number,
): string {
  const { session, call, counts, metAtMs } = peer;
  const kind = peer.spec.name === spec.local ? "local" : "remote";
  const activity = session !== null || call !== null ? "active" : "inactive";
  const state = session !== null ? "RUNNING" : "STOPPED";
  const learning = session?.learning === true ? "PROCESSING" : "NOTASSIGNED";
  const met = metAtMs === null ? NEVER : `${Math.floor((nowMs - metAtMs) / 1000)}s`;
  const heartbeat = session === null ? NEVER : until(session.heartbeatAtMs, nowMs);
  return (
    `  0x${at + 1}: id=${peer.spec.name}(${kind},${activity}) addr=${peer.spec.shown} ` +
    `app_state=${state} learn_state=${learning} last_status=${peer.status} last_hdshk=${met}\n` +
    `        reconnect=${until(peer.connectAtMs, nowMs)} heartbeat=${heartbeat} confirm=0 ` +
    `tx_hbt=${counts.heartbeatsSent} rx_hbt=${counts.heartbeatsReceived} ` +
    `no_hbt=${counts.noHeartbeat} new_conn=${counts.connections} ` +
    `proto_err=${counts.protocolErrors} coll=${counts.collisions}\n` +
    `        flags=0x0\n` +
    connection(peer) +
    lastTables(peer) +
    `        shared tables:\n${peer.links
      .map((link) => reportTable(link, peer, withKeys))
      .toReversed()
      .join("")}`
  );
}

/** The two ends of the connection that stands; a unix socket has no address. */
function connection({ session }: Peer): string {
  if (session === null) return "";
  const { tls, localAddress, localPort, remoteAddress, remotePort } = session.socket;
  return (
    `        xprt=${tls === null ? "RAW" : "SSL"} src=${localAddress}:${localPort} ` +
    `addr=${remoteAddress}:${remotePort}\n`
  );
}

/** The tables of the messages that came and went last. */
function lastTables({ session }: Peer): string {
  const line = (title: string, link: TableLink | null): string =>
    link === null
      ? ""
      : `        ${title}:0x${link.id} id=${link.shared.name} local_id=${link.id} remote_id=${link.remoteId}\n`;
  if (session === null) return "";
  return (
    line("remote_table", session.receiver.current) + line("last_local_table", session.sender.told)
  );
}

function reportTable(link: TableLink, peer: Peer, withKeys: boolean): string {
  const { shared, id, remoteId, definition, acked, pushed, received } = link;
  const { last } = shared.log;
  return (
    `          0x${id} local_id=${id} remote_id=${remoteId} flags=0x0 ` +
    `remote_data=0x${(definition?.dataBits ?? 0).toString(16)}\n` +
    `              last_acked=${acked} last_pushed=${pushed} last_get=${received} ` +
    `teaching_origin=0 update=${last}\n` +
    `              table:0x${id} id=${shared.name} update=${last + shared.learned} ` +
    `localupdate=${last} commitupdate=${last} refcnt=1\n` +
    (withKeys ? reportKeys(peer) : '        Dictionary cache not dumped (use "show peers dict")\n')
  );
}

function reportKeys({ session }: Peer): string {
  const sent = session?.sender.keys.texts ?? [];
  const received = session?.receiver.keys.texts ?? [];
  const place = (text: string | undefined, at: number): string =>
    `${String(at).padStart(5)} -> ${text ?? "-"}`;
  const lines = (texts: readonly string[]): string => {
    let all = "";
    for (let at = 0; at < texts.length; at += TEXTS_PER_LINE) {
      all += `        ${texts.slice(at, at + TEXTS_PER_LINE).join("")}\n`;
    }
    return all;
  };
  const known = sent.flatMap((text, number) =>
    text === undefined ? [] : [place(text, number - 1)],
  );
  const taken = Array.from({ length: CACHED_KEYS }, (_, at) => place(received[at + 1], at));
  return `        TX dictionary cache:\n${lines(known)}        RX dictionary cache:\n${lines(taken)}`;
}

export const PEERS_COMMANDS: readonly CliCommand[] = [
  {
    words: ["show", "peers"],
    level: "operator",
    usage: "show peers [dict|-] [section]",
    summary: "dump some information about all the peers or this peers section",
    run: show,
  },
];
