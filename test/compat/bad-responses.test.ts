/**
 * The raw responses of the unit tests as the same bytes through both programs: what each row says
 * of Sluice and of HAProxy must be what they do. Of a bad response nothing reaches the client.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { haproxyProgram, sluiceProgram } from "../support/programs.ts";
import { type Program, type Proxy, startProgram } from "../support/proxy.ts";
import { RawClient } from "../support/raw-client.ts";
import { type RawServer, startRawServer } from "../support/raw-server.ts";
import { get, oneToOne } from "./configs.ts";
import type { Outcome } from "./raw/row.ts";
import { RAW_RESPONSES } from "./raw-responses.ts";

const config = oneToOne("", "http-reuse never\n    retries 0");

function rawResponses(
  program: Program,
  expectation: (row: (typeof RAW_RESPONSES)[number]) => Outcome,
): void {
  describe(`raw responses: ${program.name}`, () => {
    let server: RawServer;
    let proxy: Proxy;
    let bytes = "";
    before(async () => {
      server = await startRawServer(async ({ inbox, send, end }) => {
        await inbox.takeUntil("\r\n\r\n");
        send(bytes);
        end();
      });
      proxy = await startProgram(program, config, { ports: { web: server.port } });
    });
    after(async () => {
      await proxy?.stop();
      await server?.stop();
    });
    for (const row of RAW_RESPONSES) {
      test(row.name, async () => {
        bytes = row.bytes;
        const expected = expectation(row);
        using client = await RawClient.connect(proxy.port("fe"));
        client.send(get("/"));
        assert.deepEqual(await outcomeOf(client, expected), expected);
      });
    }
  });
}

/** What came of the response: the proxy's own page of that status, or what was forwarded. */
async function outcomeOf(client: RawClient, expected: Outcome): Promise<Outcome> {
  if ("status" in expected) {
    const response = await client.readFinal();
    const own = response.body.startsWith(`<html><body><h1>${response.status} `);
    return own ? { status: response.status } : { forwarded: response.startLine + response.body };
  }
  client.shutdown();
  return { forwarded: await client.readAll() };
}

const oracle = haproxyProgram();
if (oracle === undefined) test("raw responses: haproxy", { skip: "haproxy is not installed" });
else rawResponses(oracle, (row) => row.haproxy ?? row.expect);
rawResponses(sluiceProgram(), (row) => row.expect);
