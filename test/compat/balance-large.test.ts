/** A farm of a hundred servers of many weights: which server each of 300 requests goes to. */
import { farmArea, keyed, someKeys } from "./balance-farm.ts";
import { compareArea, type Side } from "./compare.ts";

const COUNT = 100;

/** All of them are the origin `a`, and told apart by their names. */
const servers = Array.from(
  { length: COUNT },
  (_, at) => `server s${at} 127.0.0.1:\${P:a} weight ${1 + ((at * 37) % 256)}`,
);

async function names(side: Side): Promise<readonly string[]> {
  using client = await side.connect("fe");
  const seen: string[] = [];
  for (const request of keyed(someKeys(3 * COUNT))) {
    const { fields } = await client.exchange(request);
    seen.push(fields.find(([name]) => name.toLowerCase() === "x-server")?.[1] ?? "none");
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
