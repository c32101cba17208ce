/** Who may track whom: the refusals were seen from HAProxy 2.6 and 3.2. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { linkTracks } from "../../../../src/app/compile/tracks.ts";
import type { ServerModel } from "../../../../src/config/model.ts";
import { newFarm, serverModel, word } from "../../server/new-farm.ts";
import { testScope } from "../../support/txn.ts";

type Servers = Readonly<Record<string, Partial<ServerModel>>>;

function link(backends: Readonly<Record<string, Servers>>): readonly string[] {
  const entries = Object.entries(backends).map(([name, servers]) => {
    const models = Object.entries(servers).map((each) => serverModel(...each));
    const farm = newFarm(models, { name });
    return { model: farm.model, backend: { farm } };
  });
  const { diagnostics } = testScope({});
  linkTracks(entries, diagnostics);
  return diagnostics.all.map(({ message }) => message);
}

const checked = { check: true };

test("chains end at a server with checks or an agent", () => {
  const [ab, bb] = [{ track: word("b") }, { track: word("m/c") }];
  assert.deepEqual(link({ m: { a: ab, b: bb, c: checked } }), []);
  assert.deepEqual(link({ m: { a: ab, b: { agentCheck: true } } }), []);
  assert.deepEqual(link({ m: { a: ab, b: {} } }), [
    "unable to use m/b for tracking as it does not have any check nor agent enabled",
  ]);
});

test("unknown names, and a frontend's", () => {
  const unknownServer = "unable to find required server 'z' for tracking";
  assert.deepEqual(link({ m: { a: { track: word("z") } } }), [unknownServer]);
  assert.deepEqual(link({ m: { a: { track: word("m/z") } } }), [unknownServer]);
  assert.deepEqual(link({ m: { a: { track: word("q/z") } } }), [
    "unable to find required proxy 'q' for tracking",
  ]);
  assert.deepEqual(link({ m: { a: { track: word("/z") } } }), [
    "unable to find required proxy '' for tracking",
  ]);
});

test("loops", () => {
  assert.deepEqual(link({ m: { a: { track: word("a") } } }), [
    "unable to track m/a as it belongs to a tracking chain looping back to m/a",
  ]);
  const three = { a: { track: word("b") }, b: { track: word("c") }, c: { track: word("a") } };
  assert.deepEqual(link({ m: three }), [
    "unable to track m/a as it belongs to a tracking chain looping back to m/c",
  ]);
});

test("a server that tracks has neither checks nor a beginning of its own", () => {
  assert.deepEqual(link({ m: { a: { track: word("b"), check: true }, b: checked } }), [
    "unable to enable checks and tracking at the same time",
  ]);
  assert.deepEqual(link({ m: { a: { track: word("b"), initState: "down" }, b: checked } }), [
    "unable to set init-state and tracking at the same time",
  ]);
});
