/** `default-path` (manual 3.1): where relative files of a configuration are found. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadConfig } from "../../../src/config/load.ts";
import { memoryHost } from "./memory-host.ts";

const page = "HTTP/1.0 503 No\r\n\r\n";
const proxy = "frontend f\n mode http\n bind :80\n errorfile 503 503.http\n";

function load(
  policy: string,
  files: Readonly<Record<string, string>>,
  inputs: readonly string[],
): string[] {
  const { diagnostics } = loadConfig(
    inputs,
    memoryHost({ ...files, "etc/a.cfg": `global\n default-path ${policy}\n${proxy}` }),
  );
  return diagnostics.all
    .filter(({ severity }) => severity === "alert")
    .map(({ at, message }) => `${at?.line}:${at?.column} ${message}`);
}

test("each policy finds relative files in its folder", () => {
  assert.deepEqual(load("current", { "503.http": page }, ["etc/a.cfg"]), []);
  assert.deepEqual(load("config", { "etc/503.http": page }, ["etc/a.cfg"]), []);
  assert.deepEqual(load("parent", { "etc/../503.http": page }, ["etc/a.cfg"]), []);
  assert.deepEqual(load("origin /srv", { "/srv/503.http": page }, ["etc/a.cfg"]), []);
  assert.match(load("config", { "503.http": page }, ["etc/a.cfg"])[0]!, /^6:16 .*503\.http/);
});

test("an absolute path stays, and the compiled files are found in the same folder", () => {
  const host = memoryHost({
    "etc/a.cfg": "global\n default-path config\n",
    "etc/x.map": "a b\n",
    "/abs": "z",
  });
  const { named } = loadConfig(["etc/a.cfg"], host);
  assert.equal(named.locate("x.map"), "etc/x.map");
  assert.equal(named.kind("x.map"), "file");
  assert.equal(named.locate("/abs"), "/abs");
});

test("what one folder cannot answer is refused", () => {
  const other = { "other/b.cfg": proxy };
  assert.deepEqual(load("config", other, ["etc/a.cfg", "other/b.cfg"]).slice(0, 1), [
    "2:15 'default-path config' with configuration files from several folders is not supported",
  ]);
  const late = `${proxy.replace(" errorfile 503 503.http\n", "")}global\n default-path config\n`;
  const { diagnostics } = loadConfig(["l.cfg"], memoryHost({ "l.cfg": late }));
  assert.ok(
    diagnostics.all.some(
      ({ message }) => message === "'default-path' has to stand before the first proxy",
    ),
  );
});

test("a policy that is none is refused", () => {
  assert.match(load("elsewhere", { "503.http": page }, ["etc/a.cfg"])[0]!, /^2:15 /);
  assert.match(load("origin", { "503.http": page }, ["etc/a.cfg"])[0]!, /^2:/);
});
