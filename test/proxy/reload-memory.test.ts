/**
 * What a generation has made is let go by the reloads after it. A check under way keeps the one it
 * belongs to until it ends, so a few may be alive at any time, but not one for each reload.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { grown, HeapAsker, observedProgram } from "../soak/heaps.ts";
import { startProgram } from "../support/proxy.ts";

const observed = observedProgram();
const warmingReloads = 3;
const reloads = 20;

const config = `
global
    nbthread 2

defaults
    mode http
    timeout connect 1s
    timeout client 5s
    timeout server 5s
    timeout check 300ms

frontend web
    bind 127.0.0.1:\${P:web}
    http-request track-sc0 src table keys
    http-request set-var(proc.path) path
    use_backend %[path,map(paths.map,one)]

backend keys
    stick-table type ip size 1k expire 1m store gpc0,http_req_rate(10s)

backend one
    balance roundrobin
    option httpchk GET /check
    cookie SRV insert dynamic
    dynamic-cookie-key secret
    default-server check inter 50ms agent-check agent-port 1 slowstart 1s observe layer7
    server s1 127.0.0.1:\${P:none}
    default-server no-check no-agent-check
    server s2 127.0.0.1:\${P:none} weight 20 track two/s1

backend two
    balance leastconn
    server s1 127.0.0.1:\${P:none} check inter 50ms maxconn 3
`;

test(
  "reloads leave nothing of the generations before alive",
  { skip: observed === undefined && "only Bun's sources tell what is alive" },
  async () => {
    const asker = new HeapAsker(2);
    await using proxy = await startProgram(observed!, config, {
      env: asker.env,
      files: { "paths.map": "/one one\n/two two\n" },
      ports: { none: 9 },
    });
    const reload = async (count: number): Promise<void> => {
      for (let done = 0; done < count; done++) assert.match(await proxy.cli("reload"), /^Success/);
    };
    await reload(warmingReloads);
    const before = await asker.ask(proxy);
    await reload(reloads);
    const after = await asker.ask(proxy);
    asker.remove();
    assert.deepEqual(grown(before, after, reloads - 1, 3), []);
  },
);
