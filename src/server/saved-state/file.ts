/**
 * Files with what `show servers state` printed (management manual 9.3, format version 1), from which
 * servers begin where another process left them. A line with a value that cannot be is not used.
 */
import { type IpAddress, parseIp } from "../../core/ip.ts";
import { Admin, Operational } from "../state.ts";

/** What a line says of a server. */
export interface SavedState {
  readonly address: IpAddress | null;
  readonly operational: number;
  readonly admin: number;
  readonly weight: number;
  /** The weight of the configuration then: another one now makes `weight` void. */
  readonly initialWeight: number;
  readonly sinceSec: number;
  readonly checkStatus: number;
  readonly checkResult: number;
  readonly port: number;
  readonly check: SavedTarget;
  readonly agent: SavedTarget;
}

/** How checks or an agent were made. */
export interface SavedTarget {
  /** Mask of `CheckState`. */
  readonly state: number;
  /** Where, if elsewhere than at the server; null and 0 for not told. */
  readonly address: IpAddress | null;
  readonly port: number;
}

/** By backend, then by server. */
export interface SavedStates {
  readonly backends: ReadonlyMap<string, ReadonlyMap<string, SavedState>>;
  /** What is wrong with lines, in HAProxy's words. */
  readonly faults: readonly string[];
}

const VERSION = "1";
const MOST_WEIGHT = 256;
const MOST_PORT = 65_535;
const MOST_ADMIN = 0x7f;
const MOST_CHECK_STATE = 0xff;
/** Columns up to the port; later versions have more behind them. */
const COLUMNS = 19;

export function parseStateFile(text: string): SavedStates {
  const backends = new Map<string, Map<string, SavedState>>();
  const faults: string[] = [];
  const [version, ...lines] = text.split("\n");
  if (version !== VERSION) return { backends, faults: [`unknown version '${version}'`] };
  for (const line of lines) {
    const columns = line.trim().split(/\s+/);
    if (line.startsWith("#") || columns.length < COLUMNS) continue;
    const [, backend, , server] = columns;
    const wrong: string[] = [];
    const state = readState(columns, wrong);
    if (wrong.length > 0) {
      const where = `server '${backend}/${server}'`;
      faults.push(`server-state application failed for ${where}, ${wrong.join(", ")}`);
      continue;
    }
    const servers = backends.get(backend!) ?? new Map<string, SavedState>();
    backends.set(backend!, servers.set(server!, state));
  }
  return { backends, faults };
}

function readState(columns: readonly string[], wrong: string[]): SavedState {
  const number = (at: number, name: string, most: number): number => {
    const text = columns[at]!;
    if (/^\d+$/.test(text) && Number(text) <= most) return Number(text);
    wrong.push(`invalid ${name} value '${text}'`);
    return 0;
  };
  return {
    address: parseIp(columns[4]!) ?? null,
    operational: number(5, "srv_op_state", Operational.stopping),
    admin: adminIn(number(6, "srv_admin_state", MOST_ADMIN), wrong),
    weight: number(7, "srv_uweight", MOST_WEIGHT),
    initialWeight: number(8, "srv_iweight", MOST_WEIGHT),
    sinceSec: number(9, "srv_last_time_change", Number.MAX_SAFE_INTEGER),
    checkStatus: number(10, "srv_check_status", Number.MAX_SAFE_INTEGER),
    checkResult: number(11, "srv_check_result", Number.MAX_SAFE_INTEGER),
    port: number(18, "srv_port", MOST_PORT),
    check: {
      state: number(13, "srv_check_state", MOST_CHECK_STATE),
      address: parseIp(columns[22] ?? "-") ?? null,
      port: columns[21] === undefined ? 0 : number(21, "srv_check_port", MOST_PORT),
    },
    agent: {
      state: number(14, "srv_agent_state", MOST_CHECK_STATE),
      address: parseIp(columns[23] ?? "-") ?? null,
      port: columns[24] === undefined ? 0 : number(24, "srv_agent_port", MOST_PORT),
    },
  };
}

/** Nobody can force maintenance and drain together. */
function adminIn(admin: number, wrong: string[]): number {
  const both = Admin.forcedMaint | Admin.forcedDrain;
  if ((admin & both) === both) wrong.push(`invalid srv_admin_state value '${admin}'`);
  return admin;
}
