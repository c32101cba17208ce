import assert from "node:assert/strict";
import { test } from "node:test";
import { wireBytes } from "../../../src/stick-table/wire-size.ts";
import { specOf } from "./new-table.ts";

/** "bytes on wire" in the refusals of HAProxy 3.2 with `tune.bufsize 1024`. */
const SIZES: Readonly<Record<string, number>> = {
  "type ip size 1 store gpc(100),gpc_rate(100,1s)": 2015,
  "type ip size 1 store gpc(100),gpc_rate(34,1s)": 1025,
  "type ipv6 size 1 store gpc(100),gpt(100)": 1027,
  "type string len 2000 size 1 store gpc(100),gpc_rate(100,1s)": 2011,
  "type binary len 1014 size 1": 1025,
  "type binary len 2000 size 1 store server_id": 2016,
  "type binary len 2000 size 1 store server_key": 2016,
  "type binary len 2000 size 1 store bytes_in_cnt": 2020,
  "type binary len 2000 size 1 store bytes_in_rate(1s)": 2026,
  "type binary len 2000 size 1 store gpc(2)": 2021,
};

for (const [line, sizeBytes] of Object.entries(SIZES)) {
  test(`${line} has updates of ${sizeBytes} bytes`, () => {
    assert.equal(wireBytes(specOf(line)), sizeBytes);
  });
}
