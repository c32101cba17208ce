/** `show resolvers`, in the words haproxy 2.6 gave for the same counts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { newState } from "../../../src/cli/command.ts";
import { RESOLVER_COMMANDS } from "../../../src/cli/commands/resolvers.ts";
import { Arena } from "../../../src/core/arena.ts";
import { CounterBlock } from "../../../src/core/record.ts";
import { TimerWheel } from "../../../src/core/timer-wheel.ts";
import { Nameserver, nameserverCounts } from "../../../src/dns/nameserver.ts";
import { Resolver } from "../../../src/dns/resolver.ts";
import { FakeClock } from "../core/fake-clock.ts";
import { World } from "./world.ts";
import { failure } from "../../../src/cli/message.ts";

function resolverNamed(name: string): Resolver {
  const size = CounterBlock.sizeBytes(nameserverCounts.length, 1);
  const counters = new CounterBlock(new Arena().region(name, size), nameserverCounts.length, 1, 0);
  const server = new Nameserver("n1", counters, () => ({ send() {}, close() {} }));
  for (let i = 0; i < 76; i++) server.count("sent");
  server.count("nx");
  const settings = {
    name,
    tries: 1,
    retryMs: 1,
    validMs: 1,
    payloadBytes: 512,
    resolveMs: 1000,
    families: () => [4, 6] as const,
    hold: { nx: 0, refused: 0, timeout: 0, other: 0, obsolete: 0 },
  };
  return new Resolver(
    settings,
    [server],
    new TimerWheel(new FakeClock()),
    () => {},
    () => 1,
  );
}

const COUNTS = `  sent:        76
  snd_error:   0
  valid:       0
  update:      0
  cname:       0
  cname_error: 0
  any_err:     0
  nx:          1
  timeout:     0
  refused:     0
  other:       0
  invalid:     0
  too_big:     0
  truncated:   0
  outdated:    0
`;

test("show resolvers tells of one section or of all", async () => {
  const resolvers = [resolverNamed("r"), resolverNamed("default")];
  const { control } = new World();
  const show = (...args: string[]): unknown =>
    RESOLVER_COMMANDS[0]!.run({
      args,
      payload: null,
      state: newState("user", 1),
      control: { ...control, resolvers: () => resolvers },
    });
  const section = (name: string): string => `Resolvers section ${name}\n nameserver n1:\n${COUNTS}`;
  assert.equal(await show(), section("r") + section("default"));
  assert.equal(await show("default"), section("default"));
  assert.deepEqual(await show("nope"), failure("Can't find that resolvers section\n"));
});
