/**
 * `npm run soak [-- --minutes N]`: Sluice under mixed traffic, faults and reloads for an hour.
 * After a warm-up, rounds of traffic alternate with quiet samples: the least RSS of some seconds of
 * rest, then what is alive once every thread has collected. At the end come reloads in a row.
 * Exits with 1 on growth.
 */
import { hasOpenssl, makeAuthority } from "../support/certificates.ts";
import { sluiceProgram } from "../support/programs.ts";
import { startProgram } from "../support/proxy.ts";
import { soakConfig } from "./config.ts";
import { HeapAsker, observedProgram } from "./heaps.ts";
import { Mixture } from "./mixture.ts";
import { serveEcho, serveHttp, serveUpgrade, SoakServer, startLogSink } from "./origins.ts";
import { readOptions } from "./options.ts";
import { type Sample, sampleQuiet } from "./sample.ts";
import { trafficKinds } from "./traffic.ts";
import { reloadRow, verdictOf } from "./verdict.ts";

const { minutes } = readOptions(process.argv.slice(2));
/** Rounds of two minutes, shorter where there would be less than six; the warm-up is one more. */
const rounds = Math.max(6, Math.round(minutes / 2));
const roundMs = (minutes * 60_000) / (rounds + 1);
const restMs = Math.min(15_000, Math.max(5000, roundMs / 4));

const steady = await new SoakServer("127.0.0.1", serveHttp).listen();
const flapping = await new SoakServer("127.77.1.1", serveHttp).listen();
const upgrade = await new SoakServer("127.0.0.1", serveUpgrade).listen();
const echo = await new SoakServer("127.0.0.1", serveEcho).listen();
const log = await startLogSink();
const authority = hasOpenssl ? makeAuthority() : null;
const certificate = authority?.issue(["soak"]).combinedPath ?? null;
const threads = 2;
const reloadsInARow = 50;
const observed = observedProgram();
const asker = observed === undefined ? null : new HeapAsker(threads);
if (asker === null) console.log("only Bun's sources tell what is alive in their heaps");
const proxy = await startProgram(observed ?? sluiceProgram(), soakConfig(certificate, threads), {
  ...(asker === null ? {} : { env: asker.env }),
  ports: {
    steady: steady.port,
    flapping: flapping.port,
    upgrade: upgrade.port,
    echo: echo.port,
    log: log.port,
  },
});
const mixture = new Mixture(proxy, trafficKinds(certificate !== null), flapping);
const samples: Sample[] = [];
for (let round = 0; round <= rounds; round++) {
  await mixture.round(Math.max(1000, roundMs - restMs));
  const sample = await sampleQuiet(proxy, restMs, asker);
  if (round > 0) samples.push(sample);
  const { rssBytes, fds, streams, jobs, timers, heaps } = sample;
  const living = heaps === null ? "" : `, ${(heaps.bytes / (1 << 20)).toFixed(1)} MiB alive`;
  console.log(
    `${round === 0 ? "warm-up" : `round ${round} of ${rounds}`}: ` +
      `${(rssBytes / (1 << 20)).toFixed(1)} MiB, ${fds} fds, ${streams} streams, ${jobs} jobs, ${timers} timers${living}`,
  );
}
for (const [name, { done, failed }] of mixture.tallies)
  console.log(`${name.padEnd(24)} ${done} done, ${failed} failed`);
console.log(`${mixture.reloads} reloads`);
const verdict = verdictOf(samples);
const before = samples.at(-1)?.heaps ?? null;
if (asker !== null && before !== null) {
  for (let count = 0; count < reloadsInARow; count++) await proxy.cli("reload");
  const { heaps } = await sampleQuiet(proxy, restMs, asker);
  if (heaps !== null) verdict.push(reloadRow(before, heaps, reloadsInARow));
}
for (const { what, figures, isFlat } of verdict)
  console.log(`${isFlat ? "flat   " : "GROWING"} ${what}: ${figures}`);
await proxy.stop();
log.stop();
authority?.remove();
asker?.remove();
process.exit(verdict.every(({ isFlat }) => isFlat) ? 0 : 1);
