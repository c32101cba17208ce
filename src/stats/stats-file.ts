/**
 * The file that keeps counters over a restart (management manual 9.5): `dump stats-file` writes it,
 * `stats-file` of `global` names the one that is read at start. It holds what has a guid; rows are
 * found again by it, whatever else of the configuration changed, and columns by their names.
 */
import type { Counters } from "./counters.ts";
import { Slot } from "./slots.ts";

type Side = "fe" | "be";

/** Something with a guid; servers stand with the backends. */
export interface GuidSubject {
  readonly side: Side;
  readonly guid: string;
  readonly counters: Counters;
}

/** A column: HAProxy's name, and what it is here; null for what says nothing after a restart. */
type Columns = readonly (readonly [name: string, slot: Slot | null])[];

const RESPONSES: Columns = [
  ["hrsp_1xx", Slot.hrsp1xx],
  ["hrsp_2xx", Slot.hrsp2xx],
  ["hrsp_3xx", Slot.hrsp3xx],
  ["hrsp_4xx", Slot.hrsp4xx],
  ["hrsp_5xx", Slot.hrsp5xx],
  ["hrsp_other", Slot.hrspOther],
];

const COMPRESSION: Columns = [
  ["comp_in", Slot.compIn],
  ["comp_out", Slot.compOut],
  ["comp_byp", Slot.compByp],
  ["comp_rsp", Slot.compRsp],
];

const COLUMNS: Readonly<Record<Side, Columns>> = {
  fe: [
    ["stot", Slot.stot],
    ["bin", Slot.bin],
    ["bout", Slot.bout],
    ["dreq", Slot.dreq],
    ["dresp", Slot.dresp],
    ["ereq", Slot.ereq],
    ["rate", null],
    ...RESPONSES,
    ["req_rate", null],
    ["req_tot", Slot.reqTot],
    ...COMPRESSION,
    ["conn_rate", null],
    ["conn_tot", Slot.connTot],
    ["intercepted", Slot.intercepted],
    ["dcon", Slot.dcon],
    ["dses", Slot.dses],
    ["wrew", Slot.wrew],
    ["cache_lookups", Slot.cacheLookups],
    ["cache_hits", Slot.cacheHits],
    ["eint", Slot.eint],
    ["h2sess", Slot.h2Sess],
    ["h2req", Slot.h2Req],
  ],
  be: [
    ["stot", Slot.stot],
    ["bin", Slot.bin],
    ["bout", Slot.bout],
    ["dreq", Slot.dreq],
    ["dresp", Slot.dresp],
    ["econ", Slot.econ],
    ["eresp", Slot.eresp],
    ["wretr", Slot.wretr],
    ["wredis", Slot.wredis],
    ["chkfail", Slot.chkfail],
    ["chkdown", Slot.chkdown],
    ["lastchg", null],
    ["lbtot", Slot.lbtot],
    ["rate", null],
    ...RESPONSES,
    ["hanafail", Slot.hanafail],
    ["req_tot", Slot.reqTot],
    ["cli_abrt", Slot.cliAbrt],
    ["srv_abrt", Slot.srvAbrt],
    ...COMPRESSION,
    ["lastsess", null],
    ["wrew", Slot.wrew],
    ["connect", Slot.connect],
    ["reuse", Slot.reuse],
    ["cache_lookups", Slot.cacheLookups],
    ["cache_hits", Slot.cacheHits],
    ["eint", Slot.eint],
  ],
};

/** The file's text, with what the counters are now. */
export function writeStatsFile(subjects: readonly GuidSubject[]): string {
  const tables = (["fe", "be"] as const).map((side) => {
    const columns = COLUMNS[side];
    const header = `#${side} ${["guid", ...columns.map(([name]) => name)].join(",")},\n`;
    const rows = subjects
      .filter((subject) => subject.side === side)
      .map(({ guid, counters }) => {
        const values = columns.map(([, slot]) => (slot === null ? 0 : counters.sum(slot)));
        return `${[guid, ...values].join(",")},\n`;
      });
    return header + rows.join("");
  });
  return tables.join("\n");
}

/** What a file says of subjects that are here. */
export function addStatsFile(text: string, subjects: readonly GuidSubject[]): void {
  let side: Side | null = null;
  let slots: readonly (Slot | null)[] = [];
  for (const line of text.split("\n")) {
    const header = /^#(fe|be) guid,(.*)$/.exec(line);
    if (header !== null) {
      side = header[1] === "fe" ? "fe" : "be";
      const columns = new Map(COLUMNS[side]);
      slots = header[2]!.split(",").map((name) => columns.get(name) ?? null);
      continue;
    }
    const [guid = "", ...values] = line.split(",");
    const subject = subjects.find((each) => each.side === side && each.guid === guid);
    if (subject !== undefined) addRow(subject.counters, slots, values);
  }
}

function addRow(
  counters: Counters,
  slots: readonly (Slot | null)[],
  values: readonly string[],
): void {
  slots.forEach((slot, index) => {
    const value = Number(values[index]);
    if (slot !== null && Number.isSafeInteger(value) && value > 0) counters.add(slot, value);
  });
}
