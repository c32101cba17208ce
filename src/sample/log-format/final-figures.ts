/**
 * Figures that are not known before the end of a stream: its sizes, its timers, how many others
 * there were, how it ended. A format that shows none of them may be written earlier (manual 4.2
 * "option logasap"; which figures these are was measured: an attempt's timers are among them though
 * they do not change any more, the four flags of `%tsc` are not).
 */

/** Variables. */
const FINAL_VARIABLES: ReadonlySet<string> = new Set(
  "B ID Ta Tc Td Th Ti TR Tq Tr Tt Tu Tw U ac bc bq fc rc sc sq ts".split(" "),
);

/** Sample fetches. */
const FINAL_FETCHES: ReadonlySet<string> = new Set([
  "bytes_in",
  "bytes_out",
  "fc.timer.total",
  "res.timer.data",
  "txn.timer.total",
  "txn.timer.user",
]);

/** Whether the formats of one proxy, its rules' among them, show a figure of the end. */
export class ShownFigures {
  /** One of them does: lines have to wait for it, as HAProxy's do whichever format it stands in. */
  anyFinal: boolean = false;

  addVariable(name: string): void {
    if (FINAL_VARIABLES.has(name)) this.anyFinal = true;
  }

  addFetch(name: string): void {
    if (FINAL_FETCHES.has(name)) this.anyFinal = true;
  }
}
