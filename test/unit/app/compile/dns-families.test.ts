/** `dns-accept-family` from its words to the families that are asked for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { acceptedFamilies, hasDefaultRoute } from "../../../../src/app/compile/dns-families.ts";
import { loadConfig } from "../../../../src/config/load.ts";
import { memoryHost } from "../../config/memory-host.ts";
import { currentRuntime } from "../../../contract/current.ts";

const ANY = "0".repeat(32);
const route = (destination: string, prefix: string, device: string): string =>
  `${destination} ${prefix} ${ANY} 00 ${ANY} 00000400 00000002 00000000 00000003 ${device}\n`;

function read(list: string): readonly (4 | 6)[] | string {
  const text = `global\n dns-accept-family ${list}\n`;
  const { model, diagnostics } = loadConfig(["a"], memoryHost({ a: text }));
  return diagnostics.all[0]?.message ?? model.global.process.dnsFamilies;
}

test("lists of families", () => {
  assert.deepEqual(read("ipv4"), [4]);
  assert.deepEqual(read("ipv6,ipv4"), [6, 4]);
  assert.deepEqual(read("ipv4,ipv4"), [4]);
  assert.equal(read("auto"), "auto");
  assert.equal(read("ipv4,auto"), "auto");
  assert.match(String(read("ipv5")), /'ipv5' is no list of families/);
  assert.match(String(read("")), /expects a list/);
  assert.match(String(read("ipv4 ipv6")), /does not take the argument 'ipv6'/);
});

test("a default route is one that leads away", () => {
  assert.equal(hasDefaultRoute(route(ANY, "00", "eth0")), true);
  assert.equal(hasDefaultRoute(route(ANY, "00", "lo")), false);
  assert.equal(hasDefaultRoute(route(`fd${ANY.slice(2)}`, "40", "eth0")), false);
  assert.equal(hasDefaultRoute(""), false);
});

test("auto looks at the routes every 30 seconds", async () => {
  const runtime = await currentRuntime();
  let nowMs = 1000;
  let table: string | null = route(ANY, "00", "lo");
  const files = {
    ...runtime.files,
    readText: (): string => {
      if (table === null) throw new Error("No such file or directory");
      return table;
    },
  };
  const clock = { ...runtime.clock, monotonicMs: () => nowMs };
  const families = acceptedFamilies("auto", { files, clock });
  assert.deepEqual(families(), [4]);
  table = route(ANY, "00", "eth0");
  assert.deepEqual(families(), [4]);
  nowMs += 30_000;
  assert.deepEqual(families(), [4, 6]);
  table = null;
  nowMs += 30_000;
  assert.deepEqual(families(), [4]);
});
