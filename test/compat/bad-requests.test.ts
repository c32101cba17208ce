/**
 * The raw requests of the unit tests as the same bytes through both programs: what each row says
 * of Sluice and of HAProxy must be what they do, up to the last byte that the server sees.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { until } from "../support/deadline.ts";
import { okResponse, type Origin, startOrigin } from "../support/origin.ts";
import { haproxyProgram, sluiceProgram } from "../support/programs.ts";
import { type Program, type Proxy, startProgram } from "../support/proxy.ts";
import { RawClient, request } from "../support/raw-client.ts";
import { get, oneToOne } from "./configs.ts";
import { RAW_REQUESTS } from "./raw-requests.ts";
import type { Outcome } from "./raw/row.ts";

const config = oneToOne("timeout http-request 2s", "http-reuse never");

/** What came of the bytes: the status with nothing forwarded, or what the server saw. */
async function outcomeOf(
  proxy: Proxy,
  origin: Origin,
  bytes: string,
  expected: Outcome,
): Promise<Outcome> {
  const from = origin.received.length;
  using client = await RawClient.connect(proxy.port("fe"));
  client.send(bytes);
  const forwarded = (): string => origin.received.slice(from);
  if ("status" in expected) {
    const { status } = await client.readFinal();
    return forwarded() === "" ? { status } : { forwarded: forwarded() };
  }
  await until(
    () => forwarded().length >= expected.forwarded.length || client.inbox.state !== "open",
    `forwarding of ${expected.forwarded.length} bytes (${JSON.stringify(forwarded())})`,
  );
  await request(proxy.port("fe"), get("/mark"));
  const mark = "GET /mark HTTP/1.1\r\nhost: www.example.com\r\n\r\n";
  return { forwarded: forwarded().replace(mark, "") };
}

function rawRequests(
  program: Program,
  expectation: (row: (typeof RAW_REQUESTS)[number]) => Outcome,
): void {
  describe(`raw requests: ${program.name}`, () => {
    let origin: Origin;
    let proxy: Proxy;
    before(async () => {
      origin = await startOrigin(okResponse("ok"));
      proxy = await startProgram(program, config, { ports: { web: origin.port } });
    });
    after(async () => {
      await proxy?.stop();
      await origin?.stop();
    });
    for (const row of RAW_REQUESTS) {
      test(row.name, async () => {
        const expected = expectation(row);
        assert.deepEqual(await outcomeOf(proxy, origin, row.bytes, expected), expected);
      });
    }
  });
}

const oracle = haproxyProgram();
if (oracle === undefined) test("raw requests: haproxy", { skip: "haproxy is not installed" });
else rawRequests(oracle, (row) => row.haproxy ?? row.expect);
rawRequests(sluiceProgram(), (row) => row.expect);
