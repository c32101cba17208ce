/** The `peers` section (manual 3.5), parsed: who exchanges stick tables with whom. */
import { parseAddress } from "../address.ts";
import type { Arguments } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { AddressModel, PeersModel } from "../model.ts";
import { expectSectionName } from "../proxy-name.ts";
import { type OpenSection, type SectionRow, openSection } from "../section.ts";
import type { Word } from "../word.ts";

/** A peers section while it is read. */
interface Draft extends PeersModel {
  readonly peers: { readonly name: string; readonly address: AddressModel | null }[];
  readonly tables: { readonly name: string; readonly words: readonly Word[] }[];
}

/** `server` may leave the address out for the local peer; `peer` may not. */
function parsePeer(args: Arguments, section: Draft, load: Load): void {
  const name = args.expect("a name");
  if (name === undefined) return;
  const where =
    args.name === "server" && args.peek === undefined
      ? null
      : args.expect("<ip>:<port> after the name");
  if (where === undefined || !args.end()) return;
  if (section.peers.some((peer) => peer.name === name.text)) {
    return load.diagnostics.error(name, `peer '${name.text}' is there already`);
  }
  if (where === null) {
    section.peers.push({ name: name.text, address: null });
    return;
  }
  const parsed = parseAddress(where.text);
  if ("problem" in parsed) return load.diagnostics.error(where, parsed.problem, parsed.hint);
  const hasOnePort =
    parsed.hasPort &&
    parsed.portSign === "" &&
    parsed.address.kind === "ip" &&
    parsed.lastPort === parsed.address.port;
  if (!hasOnePort)
    return load.diagnostics.error(
      where,
      "a peer has an IP address and one port",
      "expected <ip>:<port>",
    );
  section.peers.push({ name: name.text, address: parsed.address });
}

export const peersDirectives: readonly Directive<Draft>[] = [
  {
    name: "peer",
    in: ["peers"],
    manual: "3.5",
    syntax: "peer <peername> <ip>:<port>",
    summary: "adds a peer",
    parse: parsePeer,
  },
  {
    name: "server",
    in: ["peers"],
    manual: "3.5",
    syntax: "server <peername> [<ip>:<port>]",
    summary: "adds a peer",
    parse: parsePeer,
  },
  {
    name: "table",
    in: ["peers"],
    manual: "3.5",
    summary: "a table of this section",
    syntax:
      "table <tablename> type <type> size <size> [expire <expire>] [nopurge] [store <data_type>]*",
    parse(args: Arguments, section: Draft): void {
      const name = args.expect("a name");
      const first =
        name === undefined ? undefined : args.expect("'type <type> size <size>' after the name");
      if (name !== undefined && first !== undefined)
        section.tables.push({ name: name.text, words: [first, ...args.rest()] });
    },
  },
];

export const peersSection: SectionRow = {
  name: "peers",
  syntax: "peers <peersect>",
  manual: "3.5",
  summary: "peers that share stick tables",
  open(args: Arguments, load: Load): OpenSection | undefined {
    const name = expectSectionName(args, load.diagnostics);
    if (name === undefined || !args.end()) return undefined;
    if (load.peers.some((each) => each.name === name.text)) {
      load.diagnostics.error(name, `the peers section '${name.text}' is there already`);
      return undefined;
    }
    const draft: Draft = { name: name.text, peers: [], tables: [] };
    load.peers.push(draft);
    return openSection("peers", name.text, draft, peersDirectives, load);
  },
};
