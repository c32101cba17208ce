/** `disabled` in a proxy section: it does not listen, and its servers are not checked. */
import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { startOrigin } from "../support/origin.ts";
import { startSluice } from "../support/programs.ts";

const config = `
defaults
    mode http
    timeout connect 2s
    timeout client 5s
    timeout server 5s
frontend on
    bind 127.0.0.1:\${P:on}
    http-request return status 200
listen off
    bind 127.0.0.1:\${P:off}
    disabled
    option httpchk
    server s 127.0.0.1:\${P:web} check inter 10
`;

/** The error of a connection attempt, "" when it stands. */
function attempt(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve("");
    });
    socket.once("error", (error) => resolve("code" in error ? String(error.code) : error.message));
  });
}

test("a disabled proxy does not listen and does not check", async () => {
  await using origin = await startOrigin(() => undefined);
  await using proxy = await startSluice(config, { ports: { web: origin.port } });
  assert.equal(await attempt(proxy.port("on")), "");
  assert.equal(await attempt(proxy.port("off")), "ECONNREFUSED");
  assert.ok(!(await proxy.cli("show stat")).includes("\noff,"));
  assert.equal(origin.requests.length, 0);
});
