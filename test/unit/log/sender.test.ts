import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes } from "../../../runtime-adapters/shared/bytes.ts";
import { DateText } from "../../../src/core/date.ts";
import type { LogFormatName, LogTargetModel } from "../../../src/config/model.ts";
import { Level } from "../../../src/config/values/syslog.ts";
import { defaultLogTag, Logger } from "../../../src/log/logger.ts";
import { LogSender } from "../../../src/log/sender.ts";
import { type LastingTarget, LogSinks } from "../../../src/log/sink.ts";
import type { Output } from "../../../src/runtime/process.ts";
import type { Address } from "../../../src/runtime/transport.ts";

const where = { file: "t.cfg", line: 1, column: 1 };
/** A target that is no log backend. */
type LastingModel = LogTargetModel & { readonly address: LastingTarget };

const target = (change: Partial<LastingModel>): LastingModel => ({
  line: { words: [{ ...where, text: "log", width: 3 }], source: "log" },
  address: { kind: "ip", host: "127.0.0.1", port: 514, family: 4 },
  maxBytes: 1024,
  format: "local",
  sample: null,
  profile: null,
  facility: 16,
  maxLevel: 7,
  minLevel: 0,
  ...change,
});

/** A logger whose lines are kept, with a clock that the test sets. */
function world(targets: readonly LastingModel[], hostname: string | null = null, zoneMinutes = 0) {
  const state = {
    wallMs: Date.UTC(2026, 10, 2, 13, 33, 40) + 629.911,
    lines: [] as string[],
    drops: 0,
    full: false,
  };
  const outputTo = (name: string): Output => ({
    isTty: false,
    write: (text) => void state.lines.push(`${name}:${text}`),
    writeBytes: (line, start, end) => {
      state.lines.push(`${name}:${line.latin1Slice(start, end)}`);
      return true;
    },
  });
  const opened: Address[] = [];
  const sinks = new LogSinks({
    datagrams: {
      open: (address) => {
        opened.push(address);
        return {
          send: (line, start, end) => {
            if (!state.full) state.lines.push(line.latin1Slice(start, end));
            return !state.full;
          },
          close: () => undefined,
        };
      },
    },
    stdout: outputTo("stdout"),
    stderr: outputTo("stderr"),
    ring: () => assert.fail("no ring is asked for"),
    descriptor: (fd) => outputTo(`fd${fd}`),
  });
  const origin = { tag: "haproxy", pid: 10829, hostname };
  const setting = {
    bytes,
    dates: new DateText(() => zoneMinutes),
    wallMs: () => state.wallMs,
    onDrop: () => void state.drops++,
  };
  return { state, opened, sinks, logger: loggerOf() };
  function loggerOf(): Logger {
    return new Logger(
      targets.map((each) => {
        const sink = sinks.get(each.address);
        return new LogSender(each, sink, origin, setting, null);
      }),
    );
  }
}

const expected: Record<LogFormatName, string> = {
  rfc3164: "<134>Nov  2 13:33:40 localhost haproxy[10829]: hello\n",
  rfc5424: "<134>1 2026-11-02T13:33:40.629911+00:00 - haproxy 10829 - - hello\n",
  priority: "<134>hello\n",
  raw: "hello\n",
  short: "<6>hello\n",
  timed: "<6>2026-11-02T13:33:40.629911+00:00 hello\n",
  iso: "2026-11-02T13:33:40.629911+00:00 hello\n",
  local: "<134>Nov  2 13:33:40 haproxy[10829]: hello\n",
};
for (const format of Object.keys(expected) as LogFormatName[]) {
  test(`format ${format} as HAProxy writes it`, () => {
    const { logger, state } = world([target({ format })]);
    logger.log(Level.info, "hello");
    assert.deepEqual(state.lines, [expected[format]]);
  });
}

test("without a format a line is local, with log-send-hostname rfc3164", () => {
  for (const [hostname, line] of [
    [null, "<134>Nov  2 13:33:40 haproxy[10829]: x\n"],
    ["vm", "<134>Nov  2 13:33:40 vm haproxy[10829]: x\n"],
  ] as const) {
    const { logger, state } = world([target({ format: null })], hostname);
    logger.log(Level.info, "x");
    assert.deepEqual(state.lines, [line]);
  }
});

test("log-send-hostname puts the name into rfc3164 and rfc5424", () => {
  const { logger, state } = world(
    [target({ format: "rfc3164" }), target({ format: "rfc5424" })],
    "vm",
  );
  logger.log(Level.info, "x");
  assert.deepEqual(state.lines, [
    "<134>Nov  2 13:33:40 vm haproxy[10829]: x\n",
    "<134>1 2026-11-02T13:33:40.629911+00:00 vm haproxy 10829 - - x\n",
  ]);
});

test("dates are local", () => {
  const { logger, state } = world(
    [target({ format: "iso" }), target({ format: "local" })],
    null,
    -90,
  );
  logger.log(Level.info, "x");
  assert.deepEqual(state.lines, [
    "2026-11-02T12:03:40.629911-01:30 x\n",
    "<134>Nov  2 12:03:40 haproxy[10829]: x\n",
  ]);
});

test("the header follows the second, the severity and the microseconds", () => {
  const { logger, state } = world([target({ format: "timed" })]);
  logger.log(Level.info, "a");
  state.wallMs += 0.1;
  logger.log(Level.info, "b");
  logger.log(Level.err, "c");
  state.wallMs += 1000;
  logger.log(Level.err, "d");
  assert.deepEqual(
    state.lines.map((line) => line.slice(0, 30) + line.slice(-3)),
    [
      "<6>2026-11-02T13:33:40.629911+ a\n",
      "<6>2026-11-02T13:33:40.630011+ b\n",
      "<3>2026-11-02T13:33:40.630011+ c\n",
      "<3>2026-11-02T13:33:41.630011+ d\n",
    ],
  );
});

test("a target drops what is less severe than its level and caps what is more severe", () => {
  const { logger, state } = world([
    target({ format: "short", maxLevel: Level.notice, minLevel: Level.err }),
  ]);
  logger.log(Level.info, "too little");
  logger.log(Level.notice, "kept");
  logger.log(Level.emerg, "capped");
  assert.deepEqual(state.lines, ["<5>kept\n", "<3>capped\n"]);
});

test("a line is cut at len, its line feed included", () => {
  const { logger, state } = world([
    target({ format: "local", maxBytes: 80 }),
    target({ format: "raw", maxBytes: 80 }),
  ]);
  logger.log(Level.info, "x".repeat(150));
  assert.deepEqual(
    state.lines.map((line) => line.length),
    [80, 80],
  );
  assert.ok(state.lines.every((line) => line.endsWith("x\n")));
});

test("a message shorter than the one before leaves nothing of it", () => {
  const { logger, state } = world([target({ format: "raw" })]);
  logger.log(Level.info, "a long message");
  logger.log(Level.info, "b");
  assert.equal(state.lines[1], "b\n");
});

test("latin1 bytes go out as they are", () => {
  const { logger, state } = world([target({ format: "raw" })]);
  logger.log(Level.info, "caf\xe9");
  assert.deepEqual(state.lines, ["caf\xe9\n"]);
});

test("a line that cannot be sent is counted as dropped", () => {
  const { logger, state } = world([target({})]);
  state.full = true;
  logger.log(Level.info, "x");
  assert.equal(state.drops, 1);
});

test("the outputs of the process are targets; so are inherited descriptors", () => {
  const { logger, state } = world([
    target({ format: "raw", address: { kind: "stdout" } }),
    target({ format: "raw", address: { kind: "fd", fd: 2 } }),
    target({ format: "raw", address: { kind: "fd", fd: 7 } }),
  ]);
  logger.log(Level.info, "x");
  assert.deepEqual(state.lines, ["stdout:x\n", "stderr:x\n", "fd7:x\n"]);
});

test("loggers share one socket for one address", () => {
  const { opened, sinks } = world([target({}), target({ format: "raw" })]);
  sinks.get({ kind: "unix", path: "/dev/log" });
  assert.equal(opened.length, 2);
});

test("without targets a logger says so", () => {
  assert.equal(world([]).logger.enabled, false);
  assert.equal(world([target({})]).logger.enabled, true);
});

test("the default tag is the base name of argv[0]", () => {
  assert.equal(defaultLogTag("/usr/sbin/haproxy"), "haproxy");
  assert.equal(defaultLogTag("sluice"), "sluice");
});
