/** With what else `dispatch` and `option transparent` may stand, and what addresses they take. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { haproxyVerdict, loaderTakes, withoutHaproxy } from "../support/verdicts.ts";

const dispatch = "dispatch 127.0.0.1:80";

/** Lines of a defaults section, and of the listen section under it. */
const cases: readonly (readonly [string, string])[] = [
  ["", dispatch],
  ["", `${dispatch}\n balance roundrobin`],
  ["", `${dispatch}\n balance`],
  ["", `${dispatch}\n ${dispatch}`],
  ["", `${dispatch}\n server s 127.0.0.1:1`],
  ["", "option transparent"],
  ["", "option transparent\n balance roundrobin"],
  ["", `option transparent\n ${dispatch}\n balance roundrobin`],
  ["", "transparent"],
  ["", "transparent x"],
  ["", "no transparent"],
  ["", "option transparent x"],
  ["", `option transparent\n ${dispatch}`],
  ["balance roundrobin", dispatch],
  ["balance roundrobin", "option transparent"],
  ["option transparent", "balance roundrobin"],
  ["option transparent", "no option transparent\n balance roundrobin"],
  [dispatch, ""],
  ["transparent", ""],
  ...[
    "",
    "127.0.0.1",
    "127.0.0.1:0",
    "127.0.0.1:80 x",
    "127.0.0.1:80-90",
    "127.0.0.1:+80",
    "*:80",
    ":80",
    "/tmp/x",
    "unix@/tmp/x",
    "ipv6@[::1]:80",
    "udp@127.0.0.1:80",
    "nope.invalid:80",
  ].map((address) => ["", `dispatch ${address}`] as const),
];

const textOf = (defaults: string, lines: string): string =>
  `defaults\n mode http\n ${defaults}\nlisten l\n bind 127.0.0.1:1\n ${lines}\n`;

describe("verdicts on streams that go to an address", { skip: withoutHaproxy }, () => {
  for (const [defaults, lines] of cases) {
    test(JSON.stringify([defaults, lines]), () => {
      const text = textOf(defaults, lines);
      const { isTaken, said } = haproxyVerdict(text);
      assert.equal(loaderTakes(text), isTaken, said);
    });
  }
});
