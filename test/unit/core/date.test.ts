import assert from "node:assert/strict";
import { test } from "node:test";
import { DateText } from "../../../src/core/date.ts";

/** Sun, 22 Nov 2026 13:38:48.555 GMT, which HAProxy printed in each form below. */
const WALL_MS = 1795354728555;

test("dates in GMT are those that HAProxy prints", () => {
  const dates = new DateText(() => 0);
  assert.equal(dates.http(WALL_MS), "Sun, 22 Nov 2026 13:38:48 GMT");
  assert.equal(dates.log(WALL_MS), "22/Nov/2026:13:38:48.555");
  assert.equal(dates.gmt(WALL_MS), "22/Nov/2026:13:38:48 +0000");
  assert.equal(dates.local(WALL_MS), "22/Nov/2026:13:38:48 +0000");
  assert.equal(dates.syslog(WALL_MS), "Nov 22 13:38:48");
  assert.equal(dates.iso(WALL_MS + 0.123), "2026-11-22T13:38:48.555123+00:00");
  assert.equal(dates.iso(WALL_MS), "2026-11-22T13:38:48.555000+00:00");
});

test("the local forms follow the zone, east and west, and over midnight", () => {
  const east = new DateText(() => 690);
  assert.equal(east.log(WALL_MS), "23/Nov/2026:01:08:48.555");
  assert.equal(east.local(WALL_MS), "23/Nov/2026:01:08:48 +1130");
  assert.equal(east.gmt(WALL_MS), "22/Nov/2026:13:38:48 +0000");
  assert.equal(east.iso(WALL_MS), "2026-11-23T01:08:48.555000+11:30");
  const west = new DateText(() => -210);
  assert.equal(west.local(WALL_MS), "22/Nov/2026:10:08:48 -0330");
  assert.equal(west.syslog(WALL_MS), "Nov 22 10:08:48");
});

test("a change of the zone's offset shows from its second on", () => {
  const dates = new DateText((wallMs) => (wallMs < WALL_MS + 445 ? 120 : 60));
  assert.equal(dates.local(WALL_MS), "22/Nov/2026:15:38:48 +0200");
  assert.equal(dates.local(WALL_MS + 445), "22/Nov/2026:14:38:49 +0100");
});

test("a text of one second is not given out in another, forth or back", () => {
  const dates = new DateText(() => 0);
  const texts = [0, 444, 445, -556, 0].map((ms) => dates.log(WALL_MS + ms).slice(-6));
  assert.deepEqual(texts, ["48.555", "48.999", "49.000", "47.999", "48.555"]);
});

test("syslog pads the day with a space, the others with a zero", () => {
  const dates = new DateText(() => 0);
  const wallMs = Date.UTC(2027, 0, 5, 3, 4, 5, 6);
  assert.equal(dates.syslog(wallMs), "Jan  5 03:04:05");
  assert.equal(dates.log(wallMs), "05/Jan/2027:03:04:05.006");
  assert.equal(dates.http(wallMs), "Tue, 05 Jan 2027 03:04:05 GMT");
});
