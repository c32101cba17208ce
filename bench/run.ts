/** `npm run bench`: Sluice beside haproxy, nginx and http-proxy-3 before one nginx origin; see `usage`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeAuthority } from "../test/support/certificates.ts";
import { freePorts } from "../test/support/ports.ts";
import { findInstalled } from "../test/support/programs.ts";
import { makeTempFolder } from "../test/support/temp-folder.ts";
import { costOf, openIdle, runLoad } from "./measure.ts";
import { type Contender, contenders, type Running, startOrigin } from "./programs.ts";
import { headingOf, type Sample, tableOf } from "./report.ts";
import { type Place, type Scenario, scenarios } from "./scenarios.ts";

const usage = `usage: npm run bench -- [OPTIONS]
    --scenario NAME   only this one (may be repeated)
    --program NAME    only this one (may be repeated)
    --rounds N        rounds a scenario (default 5)
    --seconds N       seconds a run (default 5)
    --smoke           one short round of each, to see that everything runs
    --write           also write bench/RESULTS.md
    --help            print this`;

const { values: options } = parseArgs({
  options: {
    help: { type: "boolean", default: false },
    scenario: { type: "string", multiple: true },
    program: { type: "string", multiple: true },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "5" },
    smoke: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
if (options.help) {
  console.log(usage);
  process.exit(0);
}
const rounds = options.smoke ? 1 : Number(options.rounds);
const seconds = options.smoke ? 1 : Number(options.seconds);
/** A proxy runs for months: what is measured is its steady state, not the compilation of its code. */
const warmUpSeconds = 5;
const idleScale = options.smoke ? 0.1 : 1;

async function measureLoad(running: Running, scenario: Scenario, place: Place): Promise<Sample> {
  const url = `${scenario.scheme}://127.0.0.1:${place.port}${scenario.path}`;
  const load = { url, connections: scenario.connections, headers: scenario.headers };
  if (!options.smoke) await runLoad({ ...load, seconds: warmUpSeconds });
  const before = costOf(running.pid);
  const result = await runLoad({ ...load, seconds });
  const after = costOf(running.pid);
  if (result.requests === 0) throw new Error(`${scenario.name}: no request came through`);
  return {
    ...result,
    cpuUsPerRequest: (after.cpuUs - before.cpuUs) / result.requests,
    rssBytes: after.rssBytes,
    bytesPerConnection: 0,
  };
}

async function measureIdle(running: Running, count: number, place: Place): Promise<Sample> {
  const release = await openIdle(place.port, 10);
  release();
  const before = costOf(running.pid).rssBytes;
  const releaseAll = await openIdle(place.port, count);
  const { rssBytes } = costOf(running.pid);
  releaseAll();
  const bytesPerConnection = (rssBytes - before) / count;
  return {
    requestsPerSecond: 0,
    cpuUsPerRequest: 0,
    p50Ms: 0,
    p99Ms: 0,
    rssBytes,
    bytesPerConnection,
    errors: 0,
  };
}

async function runOnce(
  contender: Contender,
  scenario: Scenario,
  place: Place,
): Promise<Sample | undefined> {
  const running = await contender.start(scenario, place);
  if (running === undefined) return undefined;
  try {
    return scenario.idleConnections > 0
      ? await measureIdle(running, Math.round(scenario.idleConnections * idleScale), place)
      : await measureLoad(running, scenario, place);
  } finally {
    await running.stop();
  }
}

async function runScenario(
  scenario: Scenario,
  present: readonly Contender[],
  place: Place,
): Promise<string> {
  const samples = new Map<string, Sample[]>(present.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? present : present.toReversed();
    for (const contender of order) {
      const [port] = await freePorts(1);
      const sample = await runOnce(contender, scenario, { ...place, port: port! });
      if (sample === undefined) samples.delete(contender.name);
      else samples.get(contender.name)?.push(sample);
    }
  }
  return tableOf(scenario.title, samples);
}

async function main(): Promise<void> {
  for (const tool of ["wrk", "nginx"]) {
    if (findInstalled(tool) === undefined) {
      console.log(`skipped: the benchmarks need ${tool}, which is not installed`);
      return;
    }
  }
  const present = contenders.filter(({ name, absent }) => {
    if (absent !== undefined) console.log(`skipped ${name}: ${absent}`);
    return absent === undefined && (options.program?.includes(name) ?? true);
  });
  const chosen = scenarios.filter(({ name }) => options.scenario?.includes(name) ?? true);
  if (chosen.length === 0)
    throw new Error(`no such scenario; there are ${scenarios.map(({ name }) => name).join(", ")}`);

  const folder = makeTempFolder();
  const authority = makeAuthority();
  const [originPort] = await freePorts(1);
  const certificate = authority.issue(["bench.example"]).combinedPath;
  const place = { port: 0, originPort: originPort!, folder: folder.path, certificate };
  const origin = await startOrigin(place);
  let report = headingOf(rounds, seconds, options.smoke ? 0 : warmUpSeconds);
  console.log(report);
  try {
    for (const scenario of chosen) {
      const table = await runScenario(scenario, present, place);
      console.log(table);
      report += `\n${table}`;
    }
  } finally {
    await origin.stop();
    folder.remove();
    authority.remove();
  }
  if (options.write) writeFileSync(join(import.meta.dirname, "RESULTS.md"), report);
}

await main();
