/** How the process runs, its unix sockets and its CPUs: what is read and what is refused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadConfig } from "../../../src/config/load.ts";
import { blankProcess } from "../../../src/config/model/blank/process.ts";
import type { ProcessModel } from "../../../src/config/model/process.ts";
import { memoryHost } from "./memory-host.ts";

const load = (text: string): ReturnType<typeof loadConfig> =>
  loadConfig(["a"], memoryHost({ a: text }));

test("settings of the process", () => {
  const cases: readonly (readonly [string, Partial<ProcessModel>])[] = [
    ["quiet", { quiet: true }],
    ["zero-warning", { zeroWarning: true }],
    ["noreuseport", { sharesAddresses: false }],
    ["master-worker", { masterWorker: true }],
    ["master-worker no-exit-on-failure", { masterWorker: true }],
    ["tune.renice.startup -5", { startupPriority: -5 }],
    ["tune.renice.runtime 19", { runtimePriority: 19 }],
    ["warn-blocked-traffic-after 1s", { blockedWarningMs: 1000 }],
    ["set-dumpable", { dumpable: true }],
    ["set-dumpable\n set-dumpable off", {}],
    ["set-dumpable on\n no set-dumpable", {}],
    ["strict-limits", { strictLimits: true }],
    ["no strict-limits", { strictLimits: false }],
    ["ulimit-n 5000", { descriptorLimit: 5000 }],
    ["fd-hard-limit 5000", { descriptorCeiling: 5000 }],
  ];
  for (const [lines, expected] of cases) {
    const { model, diagnostics } = load(`global\n ${lines}\n`);
    assert.deepEqual(diagnostics.all, [], lines);
    assert.deepEqual(model.global.process, { ...blankProcess(), ...expected }, lines);
  }
});

test("arguments are checked where they stand", () => {
  for (const [line, expected] of [
    ["master-worker x", /does not know 'x'/],
    ["quiet x", /does not take the argument 'x'/],
    ["tune.renice.runtime 20", /between -20 and 19/],
    ["warn-blocked-traffic-after 0", /between 1 and 1000/],
    ["warn-blocked-traffic-after 2s", /between 1 and 1000/],
    ["set-dumpable libs", /not possible/],
    ["set-dumpable yes", /does not know 'yes'/],
    ["ulimit-n", /expects a number/],
    ["cpu-map", /expects \[auto:\]<thread-group>/],
    ["cpu-map 1", /expects <cpu-set>/],
    ["cpu-map x 0", /'x' is no set of threads or groups/],
    ["cpu-map 1/65 0", /'65' is no set of threads or groups/],
    ["cpu-map 1/1 5000", /'5000' is no set of CPUs/],
    ["cpu-map 1/1 a", /'a' is no set of CPUs/],
    ["cpu-set x 1", /does not know 'x'/],
    ["cpu-set drop-cpu", /expects a set of numbers/],
    ["unix-bind x", /does not know 'x'/],
    ["unix-bind mode 9", /'9' is no mode/],
    ["unix-bind prefix", /expects <prefix>/],
    ["unix-bind uid x", /'x' is not a number/],
    ["ssl-engine rdrand", /load no engines/],
    ["force-cfg-parser-pause 1s", /must not stand still/],
    ["anonkey 5", /anonymised/],
  ] as const) {
    assert.match(
      load(`global\n ${line}\n`)
        .diagnostics.all.map(({ message }) => message)
        .join(),
      expected,
      line,
    );
  }
});

test("unix-bind completes the binds of proxies, and no stats socket", () => {
  const { model } = load(
    "global\n unix-bind prefix /run/ mode 640 user haproxy gid 7\n stats socket unix@a\n" +
      "frontend f\n bind unix@b\n bind unix@c mode 600 user u group g\n bind 127.0.0.1:1\n",
  );
  const shown = [...model.global.statsSockets, ...model.proxies[0]!.binds].map((bind) => [
    bind.addresses.map((address) => (address.kind === "unix" ? address.path : address.kind)),
    bind.mode,
    bind.user ?? bind.uid,
    bind.group ?? bind.gid,
  ]);
  assert.deepEqual(shown, [
    [["a"], null, null, null],
    [["/run/b"], 0o640, "haproxy", 7],
    [["/run/c"], 0o600, "u", "g"],
    [["ip"], null, null, null],
  ]);
});
