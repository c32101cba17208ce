/** Variables in addresses, outside double quotes as well. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadConfig } from "../../../../src/config/load.ts";
import { memoryHost } from "../memory-host.ts";

const CONFIG = `
global
  stats socket /run/$NAME level admin
  setenv PORT 81
defaults
  mode http
  timeout connect 1s
  timeout client 1s
  timeout server 1s
frontend fe
  log \${HOST}:514 local0
  bind \${HOST}:$PORT,unix@/run/\${NAME}$NAME
  bind unix@/run/b'\${NAME}'
  bind unix@/run/c\${NONE}
  http-request deny if { path_reg ^/\${NAME}$ }
backend be
  source \${HOST}
  server s \${HOST}:$PORT check addr \${HOST}
`;

test("addresses take variables without double quotes, other words do not", () => {
  const { model, diagnostics } = loadConfig(
    ["a.cfg"],
    memoryHost({ "a.cfg": CONFIG }, { NAME: "zz", HOST: "127.0.0.1" }),
  );
  assert.equal(diagnostics.errorCount, 0, JSON.stringify(diagnostics.all));
  const [frontend, backend] = model.proxies;
  const unix = (path: string): unknown => ({ kind: "unix", path });
  const ip = { kind: "ip", host: "127.0.0.1", family: 4, port: 81 };
  assert.deepEqual(
    frontend!.binds.flatMap(({ addresses }) => addresses),
    [ip, unix("/run/zzzz"), unix("/run/bzz"), unix("/run/c")],
  );
  assert.deepEqual(model.global.statsSockets[0]!.addresses, [unix("/run/zz")]);
  assert.deepEqual(backend!.servers[0]!.address, ip);
  assert.equal(backend!.servers[0]!.checkAddr, "127.0.0.1");
  assert.ok(JSON.stringify(frontend!).includes("^/${NAME}$"));
});
