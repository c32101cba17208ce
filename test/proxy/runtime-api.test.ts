/** The runtime API as a user's own program drives it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "../support/deadline.ts";
import { HaproxyRuntimeApi } from "../support/haproxy-runtime-api.ts";
import { okResponse, startOrigin } from "../support/origin.ts";
import { startSluice } from "../support/programs.ts";
import { RawClient, request } from "../support/raw-client.ts";

const config = `
defaults
    mode http
    timeout connect 2s
    timeout client 10s
    timeout server 10s
frontend fe
    bind 127.0.0.1:\${P:fe}
    default_backend be
backend be
    balance leastconn
    server one 127.0.0.1:\${P:one} weight 10
    server two 127.0.0.1:\${P:two} weight 10
`;
const GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

test("a user's client drains, weighs and reads servers", async () => {
  await using one = await startOrigin(okResponse("one"));
  await using two = await startOrigin(okResponse("two"));
  await using proxy = await startSluice(config, { ports: { one: one.port, two: two.port } });
  const api = new HaproxyRuntimeApi(proxy.adminSocket);
  assert.deepEqual(await api.getServerState("be", "one"), {
    status: "no check",
    currentSessions: 0,
    weight: 10,
  });
  await assert.rejects(api.getServerState("be", "three"), /no server be\/three/);

  await api.drainServer("be", "one");
  assert.deepEqual(await api.getServerState("be", "one"), {
    status: "DRAIN",
    currentSessions: 0,
    weight: 10,
  });
  for (let count = 0; count < 4; count++)
    assert.equal((await request(proxy.port("fe"), GET)).body, "two");
  await api.enableServer("be", "one");
  await api.setWeight("be", "one", 3);
  assert.deepEqual(await api.getServerState("be", "one"), {
    status: "no check",
    currentSessions: 0,
    weight: 3,
  });
});

test("a rolling drain waits for the sessions of each server and loses none", async () => {
  const gate = Promise.withResolvers<void>();
  const slow = async (): Promise<string> => {
    await gate.promise;
    return okResponse("slow");
  };
  await using one = await startOrigin(slow);
  await using two = await startOrigin(slow);
  await using proxy = await startSluice(config, { ports: { one: one.port, two: two.port } });
  const api = new HaproxyRuntimeApi(proxy.adminSocket);
  const clients = await Promise.all([1, 2].map(() => RawClient.connect(proxy.port("fe"))));
  for (const client of clients) client.send(GET);
  await one.waitForRequests(1);
  await two.waitForRequests(1);
  const deployed: string[] = [];
  const rolling = api.rollingDrain(
    "be",
    ["one", "two"],
    async (server) => void deployed.push(server),
    5,
  );
  await until(
    async () => (await api.getServerState("be", "one")).status === "DRAIN",
    "the first drain",
  );
  assert.deepEqual(deployed, []);
  assert.equal((await api.getServerState("be", "one")).currentSessions, 1);
  gate.resolve();
  for (const client of clients) assert.equal((await client.readFinal()).body, "slow");
  await rolling;
  assert.deepEqual(deployed, ["one", "two"]);
  for (const client of clients) client.close();
});
