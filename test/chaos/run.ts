/**
 * `npm run chaos`: three origins behind two threads, under load (wrk among it) while they refuse, hang, reset, flap
 * and come back slowly, in a fixed script; the same for haproxy, where it is installed. Prints what
 * was counted and exits with 1 if Sluice missed a bar.
 */
import { findInstalled, haproxyProgram, sluiceProgram } from "../support/programs.ts";
import { barsOf } from "./bars.ts";
import { failureRun } from "./failure-run.ts";
import { readOptions } from "./options.ts";
import { clearProgress, type Column, showProgress, tableOf } from "./report.ts";

const options = readOptions(process.argv.slice(2));
if (findInstalled("wrk") === undefined) {
  console.error("the failure run needs wrk, which is not installed");
  process.exit(1);
}
const columns: Column[] = [];
for (const name of options.programs) {
  const program = name === "haproxy" ? haproxyProgram() : sluiceProgram();
  if (program === undefined) {
    console.log("haproxy is not installed, so Sluice runs alone");
    continue;
  }
  const finding = await failureRun(program, {
    ...options,
    progress: (line) => showProgress(name, line),
  });
  clearProgress();
  console.log(
    `${program.name}: ${finding.outcomes.length} requests in ${finding.seconds.toFixed(1)} s`,
  );
  columns.push({ program: name, bars: barsOf(finding) });
}
console.log(`\n${tableOf(columns)}\n`);
const missed = columns
  .find(({ program }) => program === "sluice")
  ?.bars.filter((bar) => !bar.isHeld);
console.log(missed?.length ? `Sluice missed ${missed.length} bars` : "every bar is held");
process.exit(missed?.length ? 1 : 0);
