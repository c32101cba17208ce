/** `hash-balance-factor`: requests that hang, one after another; which server each one went to. */
import { compareArea, type Side } from "./compare.ts";
import { farmArea, originNames } from "./balance-farm.ts";
import { get } from "./configs.ts";
import { until } from "../support/deadline.ts";

/** Requests with those keys that are never answered. */
async function held(side: Side, keys: readonly string[]): Promise<string> {
  const clients = [];
  let names = "";
  for (const key of keys) {
    const before = originNames.map((name) => side.seen(name).length);
    const client = await side.connect("fe");
    clients.push(client);
    client.send(get("/", key === "" ? "" : `X-Key: ${key}\r\n`));
    const grown = (): string | undefined =>
      originNames.find((name, at) => side.seen(name).length > before[at]!);
    names += await until(grown, "the request at an origin");
  }
  for (const client of clients) client.close();
  return names;
}

const keys = Array.from({ length: 24 }, (_, at) => (at % 6 === 5 ? "" : `key${(at * at) % 5}`));

for (const [factor, weights] of [
  [110, [1, 1, 1, 1]],
  [150, [1, 2, 4, 8]],
  [0, [1, 1, 1, 1]],
] as const) {
  const lines = [
    "balance hdr(x-key)",
    "hash-type consistent crc32",
    `hash-balance-factor ${factor}`,
  ];
  const servers = Object.fromEntries(
    weights.map((weight, at) => [originNames[at]!, `weight ${weight}`]),
  );
  compareArea(
    `hash-balance-factor ${factor}, weights ${weights.join(", ")}`,
    {
      ...farmArea(lines, servers),
      origins: Object.fromEntries(originNames.map((name) => [name, () => undefined])),
    },
    { held: (side) => held(side, keys) },
  );
}
