/** The contract of listeners. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { SocketFailure } from "../../src/runtime/transport.ts";
import type { Address } from "../../src/runtime/transport.ts";
import { dial, Host, until } from "./peer.ts";

function failsWith(code: string): (thrown: unknown) => boolean {
  return (thrown) => thrown instanceof SocketFailure && thrown.code === code;
}

async function exchange(runtime: Runtime, host: Host, address: Address): Promise<void> {
  const peer = dial(runtime, address);
  await peer.saw("connect");
  peer.say(runtime, "hello");
  const server = await host.connection();
  await server.got("hello");
  assert.equal(server.up.remoteAddress, "");
  assert.equal(server.up.remotePort, 0);
  peer.up.close();
}

export function listenContract(runtime: Runtime): void {
  test("a port in use throws EADDRINUSE at once", () => {
    const host = new Host(runtime);
    assert.throws(() => new Host(runtime, { address: host.address }), failsWith("EADDRINUSE"));
    host.listener.close();
  });

  test("an address that is not ours throws EADDRNOTAVAIL", () => {
    const address: Address = { kind: "ip", host: "192.0.2.1", port: 0 };
    assert.throws(
      () => new Host(runtime, { address }),
      failsWith(runtime.name === "deno" ? "EOTHER" : "EADDRNOTAVAIL"),
    );
  });

  test("a host name is refused: the port takes IP literals", () => {
    const address: Address = { kind: "ip", host: "localhost", port: 0 };
    assert.throws(() => new Host(runtime, { address }), failsWith("EOTHER"));
  });

  test("a closed listener refuses, its accepted connections live on", async () => {
    const host = new Host(runtime);
    const peer = dial(runtime, host.address);
    await peer.saw("connect");
    const server = await host.connection();
    host.listener.close();
    peer.say(runtime, "still");
    await server.got("still");
    const late = dial(runtime, host.address);
    await late.saw("close");
    assert.equal(late.error?.code, "ECONNREFUSED");
    peer.up.close();
  });

  test("a paused listener accepts nothing and loses nothing", async () => {
    const host = new Host(runtime);
    host.listener.pause();
    const first = dial(runtime, host.address);
    const second = dial(runtime, host.address);
    await Promise.all([first.saw("connect"), second.saw("connect")]);
    first.say(runtime, "queued");
    const witness = new Host(runtime);
    const passing = dial(runtime, witness.address);
    await passing.saw("connect");
    await witness.connection();
    assert.equal(host.accepted.length, 0);
    host.listener.resume();
    await host.connection(2);
    await until("the queued bytes", () => host.accepted.some(({ text }) => text === "queued"));
    for (const peer of [first, second, passing]) peer.up.close();
    host.listener.close();
    witness.listener.close();
  });

  test("a listener can be paused from within onAccept", async () => {
    const host: Host = new Host(runtime, {}, () => host.listener.pause());
    const first = dial(runtime, host.address);
    await host.connection();
    const second = dial(runtime, host.address);
    await second.saw("connect");
    assert.equal(host.accepted.length, 1);
    host.listener.resume();
    await host.connection(2);
    first.up.close();
    second.up.close();
    host.listener.close();
  });

  test("two listeners share a port with SO_REUSEPORT", async () => {
    const one = new Host(runtime, { reusePort: true });
    const two = new Host(runtime, { reusePort: true, address: one.address });
    assert.equal(one.listener.port, two.listener.port);
    const peers = Array.from({ length: 40 }, () => dial(runtime, one.address));
    await until("40 connections", () => one.accepted.length + two.accepted.length === 40);
    assert.ok(one.accepted.length > 0 && two.accepted.length > 0, "one listener got them all");
    for (const peer of peers) peer.up.close();
    one.listener.close();
    two.listener.close();
  });

  test(
    "ipv6Only decides whether IPv4 reaches a :: bind",
    { skip: !runtime.capabilities.ipv6Only },
    async () => {
      const anyIpv6: Address = { kind: "ip", host: "::", port: 0 };
      const only = new Host(runtime, { address: anyIpv6, ipv6Only: true });
      const refused = dial(runtime, only.address);
      await refused.saw("close");
      assert.equal(refused.error?.code, "ECONNREFUSED");
      const both = new Host(runtime, { address: anyIpv6, ipv6Only: false });
      const peer = dial(runtime, both.address);
      await peer.saw("connect");
      peer.up.close();
      only.listener.close();
      both.listener.close();
    },
  );

  test("a unix path gets its mode, replaces an old socket and leaves no temporary name", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sluice-"));
    const address: Address = { kind: "unix", path: join(folder, "s.sock") };
    const old = new Host(runtime, { address });
    const host = new Host(runtime, { address, unixMode: 0o600 });
    assert.deepEqual(readdirSync(folder), ["s.sock"]);
    assert.equal(statSync(address.path).mode & 0o777, 0o600);
    await exchange(runtime, host, address);
    old.listener.close();
    assert.ok(existsSync(address.path), "closing the old listener took the new one's name");
    assert.equal(host.listener.port, 0);
    host.listener.close();
    rmSync(folder, { recursive: true });
  });

  test("a unix path in a missing folder throws ENOENT", () => {
    const address: Address = { kind: "unix", path: "/nonexistent/s.sock" };
    assert.throws(() => new Host(runtime, { address }), failsWith("ENOENT"));
  });

  test("an abstract socket", { skip: !runtime.capabilities.abstractSockets }, async () => {
    const address: Address = { kind: "abstract", name: `sluice-contract-${runtime.process.pid}` };
    const host = new Host(runtime, { address });
    assert.throws(() => new Host(runtime, { address }), failsWith("EADDRINUSE"));
    await exchange(runtime, host, address);
    host.listener.close();
  });
}
