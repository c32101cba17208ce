/**
 * Lines of `global` about the process, right and wrong: `haproxy -c` and the loader accept and refuse
 * the same ones. Not compared is what Sluice refuses with its reason (src/config/refused/options.ts),
 * and numbers that HAProxy reads with atol(3), as 0 where they are none.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { haproxyVersion } from "../support/programs.ts";
import { haproxyVerdict, loaderTakes, withoutHaproxy } from "../support/verdicts.ts";

const lines: readonly string[] = [
  "thread-groups 1",
  "thread-groups 0",
  "thread-groups",
  "thread-groups 1 2",
  "thread-groups x",
  "thread-group 1 1-2",
  "thread-group 1",
  "thread-group x 1",
  "thread-group 1 a",
  "nbthread 2k",
  "nbthread 0",
  "ulimit-n 2000",
  "ulimit-n",
  "ulimit-n 1 2",
  "fd-hard-limit 2000",
  "fd-hard-limit",
  "strict-limits",
  "no strict-limits",
  "strict-limits x",
  "set-dumpable",
  "no set-dumpable",
  "insecure-fork-wanted",
  "insecure-fork-wanted x",
  "external-check",
  "insecure-setuid-wanted",
  "insecure-setuid-wanted x",
  "zero-warning",
  "zero-warning x",
  "quiet x",
  "master-worker",
  "master-worker no-exit-on-failure",
  "master-worker x",
  "master-worker no-exit-on-failure x",
  "mworker-max-reloads 3",
  "unix-bind prefix /tmp/ user root mode 660",
  "unix-bind",
  "unix-bind x",
  "unix-bind prefix",
  "unix-bind uid 0 gid 0",
  "cpu-map 1 0",
  "cpu-map 1/all 0-1",
  "cpu-map auto:1/1-2 0-1",
  "cpu-map auto:1/1-4 0",
  "cpu-map 2 0",
  "cpu-map x 0",
  "cpu-map 1",
  "cpu-map",
  "cpu-map 1/65 0",
  "cpu-map 1/1- 0-",
  "cpu-map odd/1 0",
  "cpu-map 1/1 5000",
  "cpu-map 1/1 a",
  "numa-cpu-mapping",
  "no numa-cpu-mapping",
  "busy-polling",
  "no busy-polling",
  "busy-polling x",
  "noepoll",
  "noepoll x",
  "no noepoll",
  "nogetaddrinfo",
  "noreuseport",
  "nosplice",
  "maxpipes 10",
  "maxpipes",
  "maxpipes 1 2",
  "no-memory-trimming",
  "no-memory-trimming x",
  "profiling.tasks on",
  "profiling.tasks x",
  "profiling.tasks",
  "cluster-secret abc",
  "cluster-secret",
  "cluster-secret a b",
  "close-spread-time 1s",
  "close-spread-time infinite",
  "close-spread-time x",
  "close-spread-time",
  "issuers-chain-path",
  "ssl-skip-self-issued-ca",
  "ssl-dh-param-file /nosuch",
  "ssl-dh-param-file",
];

/** Since 3.2 at the latest. */
const newer: readonly string[] = [
  "expose-deprecated-directives",
  "expose-deprecated-directives x",
  "thread-hard-limit 4",
  "thread-hard-limit 0",
  "thread-hard-limit x",
  "set-dumpable on",
  "set-dumpable off",
  "set-dumpable libc",
  "prealloc-fd",
  "prealloc-fd x",
  "no prealloc-fd",
  "cpu-policy none",
  "cpu-policy performance",
  "cpu-policy group-by-2-ccx",
  "cpu-policy x",
  "cpu-policy",
  "cpu-set reset",
  "cpu-set drop-cpu 1",
  "cpu-set drop-cpu",
  "cpu-set x 1",
  "cpu-set only-node 0",
  "cpu-set",
  "tune.renice.runtime 5",
  "tune.renice.runtime 20",
  "tune.renice.startup -20",
  "tune.renice.startup x",
  "warn-blocked-traffic-after 100ms",
  "warn-blocked-traffic-after 1s",
  "warn-blocked-traffic-after 0",
  "warn-blocked-traffic-after 1001",
  "warn-blocked-traffic-after x",
  "warn-blocked-traffic-after",
  "dns-accept-family ipv4",
  "dns-accept-family ipv4,ipv6",
  "dns-accept-family auto",
  "dns-accept-family x",
  "dns-accept-family",
  "dns-accept-family ipv4 ipv6",
  "key-base /tmp",
  "key-base",
  "key-base a b",
  "stats-file /nosuch",
  "stats-file",
  "mworker-max-reloads",
  "mworker-max-reloads -1",
];

const filled = (line: string): string =>
  `global\n ${line}\ndefaults\n mode http\n timeout client 1s\n timeout connect 1s\n timeout server 1s\n` +
  "frontend f\n bind 127.0.0.1:18998\n";

function compare(title: string, table: readonly string[], skip: string | false): void {
  test(title, { skip }, () => {
    const differing = table.filter(
      (line) => loaderTakes(filled(line)) !== haproxyVerdict(filled(line)).isTaken,
    );
    assert.deepEqual(differing, []);
  });
}

const [major = 0, minor = 0] = haproxyVersion() ?? [];
const old = major * 100 + minor < 302 ? "this haproxy is older than 3.2" : false;

compare("lines about the process", lines, withoutHaproxy);
compare("newer lines about the process", newer, withoutHaproxy || old);
