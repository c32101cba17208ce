/**
 * Fetches of what the kernel measured of a TCP connection (manual 7.3.3). Each use asks the kernel.
 * Where the runtime cannot, a configuration that names one is refused.
 */
import type { CompileScope } from "../compile-scope.ts";
import type { TcpInfo } from "../../runtime/transport.ts";
import { argText } from "../rows.ts";
import type { Txn } from "../txn.ts";
import type { Arg, FetchRow } from "../types.ts";
import { Where } from "../types.ts";

const MANUAL = "7.3.3";
const US_PER_MS = 1000;

type Ask = (txn: Txn) => TcpInfo | null | undefined;

const ofClient: Ask = ({ exchange }) => exchange?.client.tcpInfo();
const ofServer: Ask = ({ exchange }) => exchange?.server?.tcpInfo();

/** Reports a runtime that cannot tell; false when it did. */
function canAsk(name: string, scope: CompileScope, at: Arg["at"]): boolean {
  const { tcpInfoLack } = scope.process;
  if (tcpInfoLack === null) return true;
  scope.diagnostics.error(at, `fetch method '${name}' is not possible here: ${tcpInfoLack}`);
  return false;
}

/** A time, in milliseconds unless `us` is asked for. */
function time(name: string, ask: Ask, what: string, readUs: (info: TcpInfo) => number): FetchRow {
  return {
    name,
    type: "int",
    where: Where.client,
    manual: MANUAL,
    summary: `${what}, in ms or us.`,
    args: [{ name: "unit", type: "str", optional: true }],
    syntax: `${name}([<unit>]) : integer`,
    compile: (args, scope, at) => {
      const unit = argText(args, 0);
      if (unit !== "" && unit !== "ms" && unit !== "us") {
        scope.diagnostics.error(
          args[0]?.at ?? at,
          `fetch method '${name}': expects 'us' or 'ms', got '${unit}'`,
        );
        return undefined;
      }
      if (!canAsk(name, scope, at)) return undefined;
      const divisor = unit === "us" ? 1 : US_PER_MS;
      return {
        type: "int",
        eval: (txn) => {
          const info = ask(txn);
          return info ? Math.floor(readUs(info) / divisor) : undefined;
        },
      };
    },
  };
}

/** A counter of the client's connection. HAProxy takes an argument and ignores it, with a warning. */
function counter(name: string, what: string, read: (info: TcpInfo) => number): FetchRow {
  return {
    name,
    type: "int",
    where: Where.client,
    manual: MANUAL,
    summary: what,
    args: [{ name: "unit", type: "str", optional: true }],
    syntax: `${name} : integer`,
    compile: (args, scope, at) => {
      if (!canAsk(name, scope, at)) return undefined;
      if (argText(args, 0) !== "") {
        scope.diagnostics.warn(
          args[0]?.at ?? at,
          `fetch method '${name}' takes no argument, '${argText(args, 0)}' is ignored`,
        );
      }
      return {
        type: "int",
        eval: (txn) => {
          const info = ofClient(txn);
          return info ? read(info) : undefined;
        },
      };
    },
  };
}

export const tcpInfoFetches: readonly FetchRow[] = [
  time("fc_rtt", ofClient, "Round trip time of the client's connection", (info) => info.rttUs),
  time("fc_rttvar", ofClient, "Variance of that time", (info) => info.rttVarUs),
  time("bc_rtt", ofServer, "Round trip time of the server's connection", (info) => info.rttUs),
  time("bc_rttvar", ofServer, "Variance of that time", (info) => info.rttVarUs),
  counter("fc_unacked", "Segments that the client has not acknowledged.", (info) => info.unacked),
  counter("fc_sacked", "Segments acknowledged selectively.", (info) => info.sacked),
  counter("fc_retrans", "Retransmissions in progress.", (info) => info.retransmits),
  counter("fc_fackets", "Segments acknowledged forward.", (info) => info.fackets),
  counter("fc_lost", "Segments taken for lost.", (info) => info.lost),
  counter("fc_reordering", "How far segments come out of order.", (info) => info.reordering),
];
