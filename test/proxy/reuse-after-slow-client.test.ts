/** A server's connection that stood still for a slow client at its response's end serves the next. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { get, oneToOne } from "../compat/configs.ts";
import { okResponse, startOrigin } from "../support/origin.ts";
import { startSluice } from "../support/programs.ts";
import { RawClient, request } from "../support/raw-client.ts";

/** More than the kernel takes for a client that does not read. */
const body = "x".repeat(6 << 20);

test("a connection is read again after a response whose end a slow client held up", async () => {
  await using origin = await startOrigin(({ request: { target } }) =>
    okResponse(target === "/big" ? body : "small"),
  );
  await using proxy = await startSluice(oneToOne("", "http-reuse always"), {
    ports: { web: origin.port },
  });
  for (let round = 0; round < 12; round++) {
    using slow = await RawClient.connect(proxy.port("fe"));
    slow.send(get("/big"));
    // Reads little by little, so that every piece finds the socket full.
    slow.socket.on("data", () => {
      slow.socket.pause();
      setImmediate(() => slow.socket.resume());
    });
    assert.equal((await slow.readFinal({ limitMs: 20_000 })).body.length, body.length);
    assert.equal((await request(proxy.port("fe"), get("/"))).body, "small");
  }
});
