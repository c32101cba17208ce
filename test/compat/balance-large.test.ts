/**
 * A farm of a hundred servers of many weights: which server each of 300 requests goes to. What
 * chance decides is not compared pick by pick: random's picks stay near what the weights say.
 */
import { chosen, farmArea, keyed, someKeys, without } from "./balance-farm.ts";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get } from "./configs.ts";

const COUNT = 100;

/** All of them are the origin `a`, and told apart by their names. */
const servers = Array.from(
  { length: COUNT },
  (_, at) => `server s${at} 127.0.0.1:\${P:a} weight ${1 + ((at * 37) % 256)}`,
);

/** The server of each request, one after another on one connection from `localAddress`. */
async function serversOf(
  side: Side,
  requests: readonly string[],
  localAddress = "127.0.0.1",
): Promise<readonly string[]> {
  using client = await side.connect("fe", { localAddress });
  const seen: string[] = [];
  for (const request of requests) {
    const { fields } = await client.exchange(request);
    seen.push(fields.find(([name]) => name.toLowerCase() === "x-server")?.[1] ?? "none");
  }
  return seen;
}

const names: Case = (side) => serversOf(side, keyed(someKeys(3 * COUNT)));

const byPath: Case = (side) =>
  serversOf(
    side,
    someKeys(3 * COUNT).map((key) => get(`/${key}/of?it=${key.length}`)),
  );

async function byClient(side: Side): Promise<readonly string[]> {
  const seen: string[] = [];
  for (let client = 0; client < COUNT; client++) {
    const from = `127.${(client * 37) % 256}.${(client * 101) % 256}.${1 + client}`;
    seen.push(...(await serversOf(side, [get("/")], from)));
  }
  return seen;
}

for (const lines of [
  ["balance roundrobin"],
  ["balance static-rr"],
  ["balance leastconn"],
  ["balance first"],
  ["balance hdr(x-key)"],
  ["balance hdr(x-key)", "hash-type consistent"],
  ["balance hdr(x-key)", "hash-type map-based djb2 avalanche"],
  ["balance hdr(x-key)", "hash-type consistent crc32"],
]) {
  const named = [...lines, "http-response set-header X-Server %s", ...servers];
  compareArea(`100 servers, ${lines.join(", ")}`, farmArea(named, {}), { names });
}

for (const [lines, picks] of [
  [["balance uri"], byPath],
  [["balance uri len 9 whole", "hash-type consistent sdbm avalanche"], byPath],
  [["balance source"], byClient],
  [["balance source", "hash-type consistent"], byClient],
] as const) {
  const named = [...lines, "http-response set-header X-Server %s", ...servers];
  compareArea(`100 servers, ${lines.join(", ")}`, farmArea(named, {}), { picks });
}

/** Weights of the farm that chance is asked about, and how often it is. */
const WEIGHTS = { a: 8, b: 4, c: 2, d: 1, e: 0 } as const;
const ASKED = 1500;

/** Whether each server's share is within five standard deviations of what its weight says. */
async function shares(side: Side): Promise<unknown> {
  const seen = await chosen(side, without(ASKED));
  return Object.entries(WEIGHTS).map(([name, weight]) => {
    const share = weight / 15;
    const count = seen.split(name).length - 1;
    const deviation = Math.sqrt(ASKED * share * (1 - share));
    return [name, Math.abs(count - ASKED * share) <= 5 * deviation];
  });
}

for (const lines of [["balance random"], ["balance random(1)"]]) {
  const options = Object.fromEntries(
    Object.entries(WEIGHTS).map(([name, weight]) => [name, `weight ${weight}`]),
  );
  compareArea(`shares of ${lines.join(", ")}`, farmArea(lines, options), { shares });
}
