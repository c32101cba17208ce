/**
 * Where each fetch may stand: the columns of HAProxy's own table of sample fetches (`-dKsmp`)
 * against the `Where` bits of the rows, for all names that both know. The table is asked of the
 * oracle that is installed.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, test } from "node:test";
import { ASSIGNMENT, CONNECT, LOG, REQUEST, RESPONSE } from "../../src/app/compile/places.ts";
import type { RuleSetName } from "../../src/config/model.ts";
import { providedIn } from "../../src/rules/rule-places.ts";
import { fetchRows } from "../../src/sample/fetch-rows.ts";
import { haproxyProgram } from "../support/programs.ts";

const rules = (set: RuleSetName, side: "frontend" | "backend"): number =>
  providedIn(set, side === "frontend");

/** Columns of the table, from 0, and what is there by our own account. */
const PLACES: readonly (readonly [string, number, number])[] = [
  ["tcp-request connection", 0, rules("tcp-request connection", "frontend")],
  ["tcp-request session", 1, rules("tcp-request session", "frontend")],
  ["tcp-request content, frontend", 2, rules("tcp-request content", "frontend")],
  ["http-request, frontend", 3, rules("http-request", "frontend")],
  ["use_backend", 5, REQUEST],
  ["tcp-request content, backend", 6, rules("tcp-request content", "backend")],
  ["http-request, backend", 7, rules("http-request", "backend")],
  ["use-server, balance, stick match", 9, ASSIGNMENT],
  ["sni", 10, CONNECT],
  ["tcp-response content", 11, rules("tcp-response content", "backend")],
  ["http-response, backend", 12, rules("http-response", "backend")],
  ["stick store-response", 14, RESPONSE],
  ["http-response, frontend", 16, rules("http-response", "frontend")],
  ["log-format", 18, LOG],
];

/** Names with the letters of their columns, Y where they may stand. */
function columnsOf(table: string): ReadonlyMap<string, string> {
  const columns = new Map<string, string>();
  for (const [, letters = "", name = ""] of table.matchAll(/^\[ ([Y. ]+) \] ([^(:\s]+)/gm)) {
    columns.set(name, letters.replaceAll(" ", ""));
  }
  return columns;
}

/** Fetches that may stand elsewhere than in HAProxy, and why. */
const ELSEWHERE: readonly (readonly [RegExp, string])[] = [
  [/^ssl_[cf]/, "a handshake is through before connection rules run, so they may ask for it"],
  [/^ssl_s_/, "HAProxy's table allows them before there is a server, where they give nothing"],
  [/^req\.ssl_(cipherlist|keyshare_groups|sigalgs|supported_groups)$/, "they need content"],
  [/^distcc_/, "they read the request's content only"],
  [
    /^(hdr|cookie|payload|payload_lv)$/,
    "they mean the request or the response by where they stand",
  ],
  [/^req[._]proto_http$/, "without a request it is no HTTP: also where connections are judged"],
];

const standsElsewhere = (name: string): boolean => ELSEWHERE.some(([names]) => names.test(name));

const oracle = haproxyProgram();

describe(
  "places of fetches",
  { skip: oracle === undefined ? "haproxy is not installed" : false },
  () => {
    // Without a proxy there is nothing to check, which it says by its exit code.
    const columns = (): ReadonlyMap<string, string> => {
      const words = ["-dKsmp", "-q", "-c", "-f", "/dev/null"];
      return columnsOf(spawnSync(oracle!.command, words, { encoding: "latin1" }).stdout);
    };

    for (const [place, column, provided] of PLACES) {
      test(place, () => {
        const theirs: string[] = [];
        const ours: string[] = [];
        const known = columns();
        assert.ok(known.size > 300);
        for (const row of fetchRows) {
          for (const name of [row.name, ...(row.aliases ?? [])]) {
            const letters = known.get(name);
            if (letters === undefined || standsElsewhere(name)) continue;
            if (letters[column] === "Y") theirs.push(name);
            if ((row.where & ~provided) === 0) ours.push(name);
          }
        }
        assert.deepEqual(ours, theirs);
      });
    }
  },
);
