/** The contract of UDP sockets with answers. */
import assert from "node:assert/strict";
import { createSocket, type RemoteInfo } from "node:dgram";
import { once } from "node:events";
import { test } from "node:test";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { until } from "./peer.ts";

export function udpContract(runtime: Runtime): void {
  test("a datagram goes out and its answer comes back; another sender's does not", async () => {
    const server = createSocket("udp4");
    const stranger = createSocket("udp4");
    server.bind(0, "127.0.0.1");
    await once(server, "listening");
    const received: string[] = [];
    const socket = runtime.udp.open("127.0.0.1", server.address().port, {
      onDatagram: (bytes) => void received.push(bytes.latin1Slice(0, bytes.length)),
      onError: (reason) => void received.push(`error ${reason}`),
    });
    let asked = "";
    let from: RemoteInfo | undefined;
    server.on("message", (message: Buffer, sender) => {
      asked = message.toString("latin1");
      from = sender;
    });
    socket.send(runtime.bytes.latin1("ask\u00ff"));
    await until("the question", () => from !== undefined);
    assert.equal(asked, "ask\u00ff");
    stranger.send("forged", from!.port, "127.0.0.1");
    await once(stranger, "listening");
    server.send("answer", from!.port, from!.address);
    await until("the answer", () => received.length > 0);
    assert.deepEqual(received, ["answer"]);
    socket.close();
    socket.close();
    socket.send(runtime.bytes.latin1("after the end"));
    server.close();
    stranger.close();
  });
}
