import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes } from "../../../runtime-adapters/shared/bytes.ts";
import { PrometheusService } from "../../../src/applet/prometheus-service.ts";
import { info, proxies } from "../stats/world.ts";
import { Exchange } from "./exchange.ts";

const service = new PrometheusService(
  () => ({ info: info(), proxies: proxies(), tables: [] }),
  bytes,
);

test("the exporter answers as HAProxy's does", () => {
  const { status, fields, body, sizeBytes } = Exchange.serve(service, "GET", "/metrics");
  assert.equal(status, 200);
  assert.deepEqual(fields, {
    "cache-control": "no-cache",
    "content-type": "text/plain; version=0.0.4",
  });
  assert.equal(sizeBytes, null);
  assert.ok(
    body.startsWith(
      "# HELP haproxy_process_nbthread Number of started threads (global.nbthread)\n# TYPE haproxy_process_nbthread gauge\nhaproxy_process_nbthread 2\n",
    ),
  );
});

test("scopes choose parts, an unknown one is a bad request", () => {
  const { body } = Exchange.serve(service, "GET", "/metrics?scope=server&scope=frontend");
  assert.ok(body.includes("haproxy_server_status") && body.includes("haproxy_frontend_status"));
  assert.ok(!body.includes("haproxy_process_") && !body.includes("haproxy_backend_"));
  assert.equal(Exchange.serve(service, "GET", "/metrics?scope=foo").status, 400);
});

test("HEAD has no body", () => {
  assert.equal(Exchange.serve(service, "HEAD", "/metrics").body, "");
});
