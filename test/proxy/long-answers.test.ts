/** Long answers at the admin socket: made as they are read, with traffic in between. */
import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { until } from "../support/deadline.ts";
import { startSluice } from "../support/programs.ts";
import { request } from "../support/raw-client.ts";

const ENTRIES = 150_000;

const config = `
defaults
    mode http
    timeout client 10s
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request return status 200 hdr x-found "%[path,map(big.map,none)]"
`;

test("a map of many entries is listed to a client that reads slowly; requests go on", async () => {
  const lines = Array.from({ length: ENTRIES }, (_, n) => `/key${n} value${n}\n`);
  await using proxy = await startSluice(config, { files: { "big.map": lines.join("") } });
  const socket = connect(proxy.adminSocket);
  let heard = "";
  let ended = false;
  socket.on("end", () => (ended = true));
  socket.pause();
  socket.write("show map big.map; show version\n");
  for (let n = 0; n < 20; n++) {
    const { head } = await request(proxy.port("fe"), `GET /key${n} HTTP/1.1\r\nHost: a\r\n\r\n`);
    assert.ok(head.includes(`x-found: value${n}\r\n`));
  }
  // What changes meanwhile is seen by who has not come that far.
  await proxy.cli(`del map big.map /key${ENTRIES - 1}`);
  await proxy.cli(`set map big.map /key${ENTRIES - 2} changed`);
  socket.setEncoding("latin1").on("data", (text) => (heard += text));
  socket.resume();
  await until(() => ended, "the whole answer");
  socket.destroy();
  const told = heard.split("\n");
  assert.equal(told.length, ENTRIES - 1 + "\n\nversion\n\n".split("\n").length - 1);
  assert.match(told[0]!, /^0x[0-9a-f]+ \/key0 value0$/);
  assert.match(told[ENTRIES - 2]!, new RegExp(`/key${ENTRIES - 2} changed$`));
  assert.match(told[ENTRIES]!, /^\d+\.\d+\.\d+/);
});

const SESSIONS = 1300;

test("many sessions of two threads are listed, each of them once", async () => {
  await using proxy = await startSluice(`
global
    nbthread 2
    maxconn 3000
defaults
    mode http
    timeout client 60s
    timeout tarpit 60s
frontend fe
    bind 127.0.0.1:\${P:fe} thread 1
    bind 127.0.0.1:\${P:fe} thread 2
    http-request tarpit
`);
  const sockets = Array.from({ length: SESSIONS }, () => connect(proxy.port("fe"), "127.0.0.1"));
  for (const socket of sockets) {
    socket.on("error", () => {});
    socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  }
  try {
    await until(async () => {
      const ids = (await proxy.cli("show sess")).match(/^0x[0-9a-f]+: .* fe=fe /gm) ?? [];
      assert.equal(new Set(ids).size, ids.length);
      return ids.length === SESSIONS;
    }, "a line of each session");
  } finally {
    for (const socket of sockets) socket.destroy();
  }
});
