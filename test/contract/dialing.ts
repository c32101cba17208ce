/** The contract of dialing. */
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { test } from "node:test";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { dial, Host } from "./peer.ts";

/** A port that nothing listens on. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof bound === "object" && bound !== null ? bound.port : 0;
}

export function dialContract(runtime: Runtime): void {
  test("a refused dial closes with ECONNREFUSED and never connects", async () => {
    const peer = dial(runtime, { kind: "ip", host: "127.0.0.1", port: await closedPort() });
    await peer.saw("close");
    assert.equal(peer.error?.code, "ECONNREFUSED");
    assert.deepEqual(peer.events, ["close"]);
  });

  test("a missing unix socket is ENOENT, told after dial returned", async () => {
    const peer = dial(runtime, { kind: "unix", path: "/nonexistent/sluice.sock" });
    assert.deepEqual(peer.events, []);
    await peer.saw("close");
    assert.equal(peer.error?.code, "ENOENT");
  });

  test("a source address that is not ours is EADDRNOTAVAIL", async () => {
    const host = new Host(runtime);
    const peer = dial(runtime, host.address, { localAddress: "192.0.2.1" });
    await peer.saw("close");
    // Deno reports EINVAL here.
    assert.equal(peer.error?.code, runtime.name === "deno" ? "EOTHER" : "EADDRNOTAVAIL");
    host.listener.close();
  });

  test("source ports are taken, and given back once the socket is closed", async () => {
    const host = new Host(runtime);
    const free = [20_500 + (process.pid % 9000)];
    const localPorts = {
      size: 1,
      take: () => free.pop() ?? 0,
      giveBack: (port: number) => void free.push(port),
    };
    const source = { localAddress: "127.0.0.4", localPorts };
    const peer = dial(runtime, host.address, source);
    await peer.saw("connect");
    const second = dial(runtime, host.address, source);
    await second.saw("close");
    assert.equal(second.error?.code, "EADDRINUSE");
    assert.deepEqual(free, []);
    const { localPort } = peer.socket!;
    peer.socket!.reset();
    await peer.saw("close");
    assert.deepEqual(free, [localPort]);
    host.listener.close();
  });

  test("a source address is bound", async () => {
    const host = new Host(runtime);
    const peer = dial(runtime, host.address, { localAddress: "127.0.0.3" });
    await peer.saw("connect");
    const server = await host.connection();
    assert.equal(server.up.remoteAddress, "127.0.0.3");
    peer.up.close();
    host.listener.close();
  });

  for (const way of ["close", "reset"] as const) {
    test(`${way} before the connect cancels: onClose without error, no onConnect`, async () => {
      const host = new Host(runtime);
      const peer = dial(runtime, host.address);
      assert.equal(peer.up.write(runtime.bytes.latin1("early"), 0, 5), 0);
      peer.up[way]();
      assert.deepEqual(peer.events, []);
      await peer.saw("close");
      assert.equal(peer.error, null);
      assert.deepEqual(peer.events, ["close"]);
      host.listener.close();
    });
  }

  test("IPv6 loopback", async () => {
    const host = new Host(runtime, { address: { kind: "ip", host: "::1", port: 0 } });
    const peer = dial(runtime, { kind: "ip", host: "::1", port: host.listener.port });
    await peer.saw("connect");
    assert.equal((await host.connection()).up.remoteAddress, "::1");
    peer.up.close();
    host.listener.close();
  });
}
