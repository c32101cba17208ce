import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { PROMETHEUS_SCOPES, toPrometheus } from "../../../src/stats/prometheus.ts";
import { Slot } from "../../../src/stats/slots.ts";
import { info, proxies } from "./world.ts";

const tables = [{ name: "fe", type: "ip", sizeEntries: 1024, used: () => 3 }];
const sources = { info: info(), proxies: proxies(), tables };
const all = new Set(PROMETHEUS_SCOPES);

/** What of the process is not what HAProxy counts under that name, and says so. */
const OUR_WORDS = /build_info|HELP \S+_(tasks|run_queue) /;

test("names, HELP and TYPE come in haproxy 2.6's order and words", () => {
  const recorded = readFileSync(new URL("exporter-comments.txt", import.meta.url), "utf8");
  const printed = toPrometheus(sources, all)
    .split("\n")
    .filter((line) => line.startsWith("# "));
  const shared = (lines: string[]): string[] => lines.filter((line) => !OUR_WORDS.test(line));
  assert.deepEqual(shared(printed), shared(recorded.trimEnd().split("\n")));
});

test("samples carry their proxy, server and state", () => {
  sources.proxies[1]!.backend!.counters.add(Slot.hrsp5xx, 3);
  sources.proxies[1]!.backend!.counters.recordTimes(1, 2, 30, 1500);
  const lines = toPrometheus(sources, all).split("\n");
  for (const line of [
    'haproxy_process_build_info{version="0.1.0"} 1',
    "haproxy_process_nbthread 2",
    'haproxy_frontend_status{proxy="fe",state="UP"} 1',
    'haproxy_listener_status{proxy="fe",listener="l1",state="OPEN"} 1',
    'haproxy_backend_http_responses_total{proxy="be",code="5xx"} 3',
    'haproxy_backend_total_time_average_seconds{proxy="be"} 1.500000',
    'haproxy_backend_agg_server_status{proxy="be",state="MAINT"} 1',
    'haproxy_backend_agg_check_status{proxy="be",state="L4CON"} 1',
    'haproxy_server_status{proxy="be",server="s1",state="DOWN"} 1',
    'haproxy_server_status{proxy="be",server="s2",state="UP"} 1',
    'haproxy_server_limit_sessions{proxy="be",server="s2"} NaN',
    'haproxy_server_check_status{proxy="be",server="s1",state="L4CON"} 1',
    'haproxy_sticktable_size{name="fe",type="ip"} 1024',
    'haproxy_sticktable_used{name="fe",type="ip"} 3',
  ])
    assert.ok(lines.includes(line), line);
});

test("a scope leaves the others out", () => {
  const text = toPrometheus(sources, new Set(["server"]));
  assert.ok(text.includes("haproxy_server_"));
  assert.ok(!/haproxy_(process|frontend|backend|listener|sticktable)_/.test(text));
});
