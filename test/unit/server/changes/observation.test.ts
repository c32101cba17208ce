/** What traffic tells of a server, and a server that warms up. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { TimerWheel } from "../../../../src/core/timer-wheel.ts";
import { Status } from "../../../../src/server/check-status.ts";
import { Observer } from "../../../../src/server/health/observer.ts";
import {
  Observation,
  observeConnection,
  observeNoResponse,
  observeStatus,
  takeAlarm,
} from "../../../../src/server/changes/observation.ts";
import { FakeClock } from "../../core/fake-clock.ts";
import { newControlledFarm, serverModel } from "../new-farm.ts";

test("errors in a row raise an alarm once, anything fine forgets them", () => {
  const observed = serverModel("s1", { observe: "layer7", errorLimit: 3 });
  const server = newControlledFarm([observed]).server("s1");
  for (const status of [500, 503, 404, 500, 501, 502, 505]) observeStatus(server, status);
  assert.equal(takeAlarm(server), 0);
  observeConnection(server, false);
  observeConnection(server, true);
  observeStatus(server, 500);
  observeNoResponse(server, Observation.timeout);
  assert.equal(takeAlarm(server), Observation.timeout);
  assert.equal(takeAlarm(server), 0);
});

test("layer 4 sees connections only; without observe nothing is seen", () => {
  const models = [
    serverModel("four", { observe: "layer4", errorLimit: 2 }),
    serverModel("none", { errorLimit: 1 }),
  ];
  const farm = newControlledFarm(models);
  const four = farm.server("four");
  observeConnection(four, false);
  observeStatus(four, 500);
  observeNoResponse(four, Observation.closed);
  observeConnection(four, true);
  observeConnection(four, false);
  assert.equal(takeAlarm(four), 0);
  observeConnection(four, false);
  assert.equal(takeAlarm(four), Observation.connectFailed);
  observeConnection(farm.server("none"), false);
  assert.equal(takeAlarm(farm.server("none")), 0);
});

test("an alarm is acted upon, and hastens the next check", () => {
  const clock = new FakeClock(0);
  const wheel = new TimerWheel(clock);
  const onError = "mark-down" as const;
  const settings = { check: true, observe: "layer4", errorLimit: 1, fastinterMs: 70 } as const;
  const model = serverModel("s1", { ...settings, onError });
  const farm = newControlledFarm([model]);
  const server = farm.server("s1");
  const hastened: number[] = [];
  const hasten = (delayMs: number): void => void hastened.push(delayMs);
  const observer = new Observer([{ server, control: farm.control, hasten }], wheel);
  observer.start();
  clock.advance(50);
  assert.deepEqual(hastened, []);
  observeConnection(server, false);
  clock.advance(20);
  assert.deepEqual(hastened, [70]);
  assert.equal(server.stateText(), "DOWN");
  observer.stop();
  observeConnection(server, false);
  clock.advance(50);
  assert.equal(hastened.length, 1);
});

test("a server that comes back gets its weight and connections in a straight line", () => {
  const model = serverModel("s1", {
    check: true,
    rise: 1,
    fall: 1,
    weight: 200,
    maxconn: 50,
    slowstartMs: 10_000,
  });
  const farm = newControlledFarm([model]);
  const { control } = farm;
  const server = farm.server("s1");
  const passed = { status: Status.l4Ok, code: 0, info: "", durationMs: 1 };
  control.report(server, passed);
  assert.equal(server.weight(), 200);
  control.report(server, { ...passed, status: Status.l4Connection });
  control.report(server, passed);
  assert.deepEqual([server.weight(), server.connectionLimit(), server.userWeight()], [13, 3, 200]);
  farm.nowSec += 5;
  control.warm(server);
  assert.deepEqual([server.weight(), server.connectionLimit()], [113, 28]);
  farm.nowSec += 5;
  control.warm(server);
  assert.deepEqual([server.weight(), server.connectionLimit()], [200, 50]);
});
