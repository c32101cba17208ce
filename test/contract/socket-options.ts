/**
 * The contract of socket options: set where the runtime can, told to be refused where it cannot.
 * What the kernel makes of them is read by `ss`, where that is installed.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { dial, Host, pair } from "./peer.ts";

const hasSs = spawnSync("ss", ["-V"]).status === 0;

/** What the kernel tells of the socket between the two ports. */
function told(ownPort: number, farPort: number): string {
  const filter = `( sport = :${ownPort} and dport = :${farPort} )`;
  const { stdout } = spawnSync("ss", ["-HtneoO", "--tos", filter], { encoding: "utf8" });
  return stdout;
}

export function socketOptionContract(runtime: Runtime): void {
  const able = runtime.capabilities.socketOptions;

  test("an option is taken where the runtime can set it", async () => {
    const { client, server, close } = await pair(runtime);
    assert.equal(server.socket!.setOption("keepAlive", 1), able);
    assert.equal(server.socket!.setOption("keepAliveIdleSec", 2990), able);
    assert.equal(server.socket!.setOption("tos", 0x28), able);
    for (const memory of ["receiveBytes", "sendBytes", "unsentBytes"] as const)
      assert.equal(server.socket!.setOption(memory, 20_000), able);
    if (able && hasSs) {
      const line = told(server.socket!.localPort, client.socket!.localPort);
      assert.match(line, /timer:\(keepalive,49min/);
      assert.match(line, /tos:0x28/);
    }
    close();
  });

  test("options of a dial are there when it is connected", { skip: !able || !hasSs }, async () => {
    const host = new Host(runtime);
    const options = new Map([
      ["tos", 0x48],
      ["userTimeoutMs", 5000],
    ] as const);
    const peer = dial(runtime, host.address, { options });
    await peer.saw("connect");
    assert.match(told(peer.socket!.localPort, host.listener.port), /tos:0x48/);
    peer.socket!.close();
    host.listener.close();
  });

  test("who speaks first and resets was never there", { skip: !able }, async () => {
    const host = new Host(runtime);
    const passing = dial(runtime, host.address, { speaksFirst: true });
    await passing.saw("connect");
    passing.socket!.reset();
    await passing.saw("close");
    const staying = dial(runtime, host.address, { speaksFirst: true });
    await staying.saw("connect");
    staying.socket!.write(runtime.bytes.latin1("x"), 0, 1);
    const first = await host.connection();
    assert.equal(first.socket!.remotePort, staying.socket!.localPort);
    staying.socket!.close();
    host.listener.close();
  });

  test("options of a listener hold for it and what it accepts", { skip: !able }, async () => {
    const options = new Map([
      ["deferAcceptSec", 60],
      ["maxSegmentBytes", 700],
    ] as const);
    const host = new Host(runtime, { options, interfaceName: null });
    const silent = dial(runtime, host.address);
    await silent.saw("connect");
    const talking = dial(runtime, host.address);
    await talking.saw("connect");
    assert.equal(talking.socket!.write(runtime.bytes.latin1("x"), 0, 1), 1);
    const first = await host.connection();
    assert.equal(first.socket!.remotePort, talking.socket!.localPort);
    if (hasSs) {
      const filter = `( sport = :${talking.socket!.localPort} )`;
      const { stdout } = spawnSync("ss", ["-HtniO", filter], { encoding: "utf8" });
      assert.ok(Number(/ mss:(\d+)/.exec(stdout)![1]) <= 700, stdout);
    }
    for (const peer of [silent, talking]) peer.socket!.close();
    host.listener.close();
  });

  test("a socket that vanished is closed here", async () => {
    const { server, close } = await pair(runtime);
    server.socket!.vanish(null);
    await server.saw("close");
    assert.equal(server.socket!.setOption("tos", 0), false);
    close();
  });

  test("closing with resetAtClose resets the peer", { skip: !able }, async () => {
    const { client, server, close } = await pair(runtime);
    assert.equal(server.socket!.setOption("resetAtClose", 1), true);
    server.socket!.close();
    await client.saw("close");
    assert.equal(client.error?.code, "ECONNRESET");
    close();
  });

  test("with a TTL the peer is reset, on loopback at least", async () => {
    const { client, server, close } = await pair(runtime);
    server.socket!.vanish(3);
    await client.saw("close");
    await server.saw("close");
    close();
  });
}
