import assert from "node:assert/strict";
import { test } from "node:test";
import { bindOptions } from "../../../src/config/bind/options.ts";
import type { SectionKind } from "../../../src/config/directive.ts";
import {
  knownElsewhere,
  otherBindOptions,
  otherSections,
  otherServerOptions,
} from "../../../src/config/refused/known-elsewhere.ts";
import { sectionRows } from "../../../src/config/load.ts";
import { globalDirectives } from "../../../src/config/sections/global.ts";
import { httpErrorsDirectives } from "../../../src/config/sections/http-errors.ts";
import { logProfileDirectives } from "../../../src/config/sections/log-profile.ts";
import { peersDirectives } from "../../../src/config/sections/peers.ts";
import { ringDirectives } from "../../../src/config/sections/ring.ts";
import { proxyDirectives } from "../../../src/config/sections/proxy.ts";
import { resolversDirectives } from "../../../src/config/sections/resolvers.ts";
import { userlistDirectives } from "../../../src/config/sections/userlist.ts";
import { serverOptions } from "../../../src/config/server/options.ts";

interface Row {
  readonly name: string;
  readonly syntax: string;
  readonly manual: string;
  readonly summary: string;
}

const tables: readonly (readonly [string, readonly Row[]])[] = [
  ["global", globalDirectives],
  ["proxies", proxyDirectives],
  ["userlist", userlistDirectives],
  ["http-errors", httpErrorsDirectives],
  ["resolvers", resolversDirectives],
  ["peers", peersDirectives],
  ["ring", ringDirectives],
  ["log-profile", logProfileDirectives],
  ["bind", bindOptions],
  ["server", serverOptions],
  ["sections", sectionRows],
];

for (const [table, rows] of tables) {
  test(`every row of ${table} says what it is, once`, () => {
    for (const { name, syntax, manual, summary } of rows) {
      assert.ok(syntax.includes(name.split(" ")[0]!), name);
      assert.ok(/^(\d[\d.]*|Sluice)$/.test(manual), `${name}: ${manual}`);
      assert.ok(summary.length > 5, name);
    }
    const names = rows.map((row) => row.name);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });
}

test("nothing is both supported and listed as HAProxy's only", () => {
  const lists: readonly (readonly [readonly string[], readonly Row[]])[] = [
    [knownElsewhere("global"), globalDirectives],
    [knownElsewhere("listen"), proxyDirectives],
    [knownElsewhere("peers"), peersDirectives],
    [knownElsewhere("ring"), ringDirectives],
    [[...otherBindOptions.keys()], bindOptions],
    [[...otherServerOptions.keys()], serverOptions],
    [[...otherSections.keys()], sectionRows],
  ];
  for (const [listed, rows] of lists) {
    const names = new Set(rows.map((row) => row.name));
    assert.deepEqual(
      listed.filter((name) => names.has(name)),
      [],
    );
  }
});

test("a directive stands in sections that exist", () => {
  const sections = new Set<SectionKind>(sectionRows.map((row) => row.name));
  for (const row of [...globalDirectives, ...proxyDirectives]) {
    assert.ok(row.in.length > 0, row.name);
    for (const section of row.in) assert.ok(sections.has(section), row.name);
  }
});
