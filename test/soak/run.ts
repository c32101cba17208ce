/**
 * `npm run soak [-- --minutes N]`: Sluice under mixed traffic, faults and reloads for an hour.
 * After a warm-up, rounds of traffic alternate with quiet samples; the runtime's collector cannot be
 * forced from outside, so a sample is the least RSS of some seconds of rest. Exits with 1 on growth.
 */
import { parseArgs } from "node:util";
import { hasOpenssl, makeAuthority } from "../support/certificates.ts";
import { startSluice } from "../support/programs.ts";
import { soakConfig } from "./config.ts";
import { Mixture } from "./mixture.ts";
import { serveEcho, serveHttp, serveUpgrade, SoakServer, startLogSink } from "./origins.ts";
import { type Sample, sampleQuiet } from "./sample.ts";
import { trafficKinds } from "./traffic.ts";
import { verdictOf } from "./verdict.ts";

const { values } = parseArgs({ options: { minutes: { type: "string", default: "60" } } });
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new Error("--minutes takes a number above 0");
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
const proxy = await startSluice(soakConfig(certificate), {
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
  const sample = await sampleQuiet(proxy, restMs);
  if (round > 0) samples.push(sample);
  const { rssBytes, fds, streams, jobs } = sample;
  console.log(
    `${round === 0 ? "warm-up" : `round ${round} of ${rounds}`}: ` +
      `${(rssBytes / (1 << 20)).toFixed(1)} MiB, ${fds} fds, ${streams} streams, ${jobs} jobs`,
  );
}
for (const [name, { done, failed }] of mixture.tallies)
  console.log(`${name.padEnd(24)} ${done} done, ${failed} failed`);
console.log(`${mixture.reloads} reloads`);
const verdict = verdictOf(samples);
for (const { what, figures, isFlat } of verdict)
  console.log(`${isFlat ? "flat   " : "GROWING"} ${what}: ${figures}`);
await proxy.stop();
log.stop();
authority?.remove();
process.exit(verdict.every(({ isFlat }) => isFlat) ? 0 : 1);
