/** Backends in `mode log`: which server gets which line, by datagram and by stream, and what is lost. */
import assert from "node:assert/strict";
import { createSocket, type Socket } from "node:dgram";
import { createServer } from "node:net";
import { after } from "node:test";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { until } from "../support/deadline.ts";

/** A backend with servers a, b and c for datagrams, and a frontend of that name that logs to it. */
const farm = (
  name: string,
  lines: string,
  target = "format raw",
  options: string[] = [],
): string => `
frontend ${name}
    bind 127.0.0.1:\${P:${name}}
    log backend@log-${name} ${target} local0
    log-format "%HP"
    option dontlognull
    http-request return status 200

backend log-${name}
    mode log
${lines}
${["a", "b", "c"].map((server, at) => `    server ${server} udp@127.0.0.1:\${P:${server}} ${options[at] ?? ""}`).join("\n")}
`;

const config = `
global
    log-tag proxy
${httpDefaults}
${farm("turns", "    balance roundrobin", "", ["weight 3"])}
${farm("sticks", "    balance sticky")}
${farm("backups", "", "format raw", ["", "backup", "backup"])}
${farm("hash", "    balance log-hash lower")}
${farm("weighed", "    balance log-hash lower", "format rfc5424", ["weight 3"])}
${farm("cut", "    balance log-hash lower", "len 80 format raw")}
${farm("numbers", "    balance log-hash field(2,k)\n    hash-type map-based none", "")}
${farm("keyless", "    balance log-hash field(9,k)")}
${farm("lengths", "    balance log-hash length\n    hash-type map-based crc32")}
${farm("levels", "", "format priority sample 2:2")}

frontend streams
    bind 127.0.0.1:\${P:streams}
    log backend@log-streams format raw local0
    log-format "%HP"
    option dontlognull
    http-request return status 200

backend log-streams
    mode log
    server counted 127.0.0.1:\${P:counted} log-proto octet-count
    server plain 127.0.0.1:\${P:plain} log-bufsize 2000
`;

/** Who listens for datagrams at the three ports of one side, and what came, in order. */
class Receivers {
  readonly received: { readonly server: string; readonly line: string }[] = [];
  readonly #sockets: Socket[] = [];

  async open(side: Side): Promise<void> {
    for (const server of ["a", "b", "c"]) {
      const socket = createSocket("udp4");
      socket.on("message", (bytes) =>
        this.received.push({ server, line: bytes.toString("latin1") }),
      );
      await new Promise<void>((bound) => socket.bind(side.proxy.port(server), "127.0.0.1", bound));
      this.#sockets.push(socket);
    }
  }

  close(): void {
    for (const socket of this.#sockets) socket.close();
  }
}

const receivers = new Map<Side, Promise<Receivers>>();
const closing: (() => void)[] = [];
after(() => closing.forEach((close) => close()));

function receiversOf(side: Side): Promise<Receivers> {
  const known = receivers.get(side);
  if (known !== undefined) return known;
  const opened = (async () => {
    const made = new Receivers();
    closing.push(() => made.close());
    await made.open(side);
    return made;
  })();
  receivers.set(side, opened);
  return opened;
}

/** Asks for those paths one after another; says who got each line. */
async function takers(side: Side, port: string, paths: readonly string[]): Promise<string> {
  const { received } = await receiversOf(side);
  const from = received.length;
  using client = await side.connect(port);
  for (const [at, path] of paths.entries()) {
    await client.exchange(get(path));
    await until(() => received[from + at], `the line of ${path}`);
  }
  return received
    .slice(from)
    .map(({ server }) => server)
    .join("");
}

const paths = (count: number, before = "/k"): string[] =>
  Array.from({ length: count }, (_, at) => `${before}${at}`);

const droppedLogs = async (side: Side): Promise<number> =>
  Number(/^DroppedLogs: (\d+)/m.exec(await side.proxy.cli("show info"))?.[1]);

/** Lines and commands in turn, and who is to get the lines. */
const series =
  (port: string, count: number, steps: readonly (readonly [string, string])[]): Case =>
  async (side) => {
    const seen = [];
    for (const [command] of steps) {
      if (command !== "") await side.proxy.cli(command);
      const actual = await takers(side, port, paths(count));
      seen.push(actual);
    }
    assert.deepEqual(
      seen,
      steps.map(([, expected]) => expected),
    );
    return seen;
  };

/** All lines of a frontend are lost, and counted. */
const lost = async (side: Side, port: string): Promise<number> => {
  const before = await droppedLogs(side);
  using client = await side.connect(port);
  for (const path of paths(3)) await client.exchange(get(path));
  await until(async () => (await droppedLogs(side)) - before >= 3 || undefined, "the count");
  return (await droppedLogs(side)) - before;
};

/** What one of the servers for streams gets of two lines, once both listen. */
const streamed: Case = async (side) => {
  const received: Record<string, string> = {};
  for (const name of ["counted", "plain"]) {
    received[name] = "";
    const server = createServer((socket) => {
      socket.on("data", (bytes) => (received[name] += bytes.toString("latin1")));
      socket.on("error", () => {});
    });
    closing.push(() => server.close());
    await new Promise<void>((done) => server.listen(side.proxy.port(name), "127.0.0.1", done));
  }
  using client = await side.connect("streams");
  for (const path of paths(4)) await client.exchange(get(path));
  const expected = { counted: "3 /k03 /k2", plain: "/k1\n/k3\n" };
  await until(
    () => {
      const isComplete = `${received["plain"]}${received["counted"]}`.includes("/k3\n3 /k03 /k2");
      return isComplete || undefined;
    },
    `the lines (have ${JSON.stringify(received)})`,
  );
  assert.deepEqual(received, expected);
  return received;
};

compareArea(
  "log backends",
  { config, since: "3.2" },
  {
    "in turn by weights": series("turns", 10, [
      ["", "aabacaabac"],
      ["set server log-turns/b state maint", "aaaacaaaca"],
      ["set server log-turns/b state ready", "aacbaaacba"],
      ["set server log-turns/a weight 0", "cbcbcbcbcb"],
    ]),
    "sticking to one": series("sticks", 3, [
      ["", "aaa"],
      ["disable server log-sticks/a", "bbb"],
      ["enable server log-sticks/a", "bbb"],
      ["disable server log-sticks/b", "aaa"],
    ]),
    "the first backup": series("backups", 3, [
      ["", "aaa"],
      ["disable server log-backups/a", "bbb"],
      ["disable server log-backups/b", "ccc"],
    ]),
    "by the message's hash": series("hash", 12, [["", "cabcabcabcca"]]),
    "by hash and weights": series("weighed", 15, [
      ["", "abacaabacacaaba"],
      ["disable server log-weighed/a", "bcbcbcbcbccbcbc"],
    ]),
    "by the hash of what is cut off": async (side) => {
      const actual = await takers(side, "cut", paths(12, `/${"x".repeat(90)}`));
      assert.equal(actual, "cabcabcabcbc");
      return actual;
    },
    "by a number": series("numbers", 6, [["", "abcabc"]]),
    "by the bytes of a number": async (side) => {
      const lines = Array.from({ length: 10 }, (_, at) => `/${"k".repeat(at)}`);
      const actual = await takers(side, "lengths", lines);
      assert.equal(actual, "ababacaacb");
      return actual;
    },
    "weights of hashes are fixed": (side) => side.proxy.cli("set server log-hash/a weight 3"),
    "lines without a key are lost": async (side) => {
      const count = await lost(side, "keyless");
      assert.equal(count, 3);
      return count;
    },
    "samples and formats": async (side) => {
      const { received } = await receiversOf(side);
      const from = received.length;
      using client = await side.connect("levels");
      for (const path of paths(4)) await client.exchange(get(path));
      await until(() => received[from + 1], "two lines");
      const lines = received.slice(from);
      assert.deepEqual(lines, [
        { server: "a", line: "<134>/k1\n" },
        { server: "b", line: "<134>/k3\n" },
      ]);
      return lines;
    },
    "over streams": streamed,
    "as statistics show them": async (side) => {
      const csv = await side.proxy.cli("show stat log-hash 7 -1");
      const rows = csv.split("\n").map((row) => row.split(","));
      const columns = ["svname", "stot", "status", "weight", "act", "lbtot", "mode", "algo"];
      const at = columns.map((name) => rows[0]!.indexOf(name));
      return rows.slice(1).map((row) => at.map((place) => row[place] ?? ""));
    },
  },
);
