/** The contract of what the kernel measured: told where the runtime can, absent where it cannot. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { pair } from "./peer.ts";

export function tcpInfoContract(runtime: Runtime): void {
  test("a TCP connection tells what the kernel measured, as long as it is open", async () => {
    const { server, close } = await pair(runtime);
    const socket = server.socket!;
    if (!runtime.capabilities.tcpInfo) {
      assert.equal(socket.tcpInfo, undefined);
    } else {
      const info = socket.tcpInfo!();
      assert.ok(info !== null && info.rttVarUs >= 0 && info.rttUs < 60_000_000);
      assert.equal(info.lost, 0);
      assert.ok(info.reordering > 0);
      socket.reset();
      await server.saw("close");
      assert.equal(socket.tcpInfo!(), null);
    }
    close();
  });
}
