/**
 * Which server a request goes to whose first one refuses connections: two of five do, and each
 * algorithm chooses anew, or keeps its choice until the last attempt.
 */
import { chosen, farmArea, keyed, someKeys } from "./balance-farm.ts";
import { compareArea } from "./compare.ts";

const dead = (name: string, options: string): string =>
  `server ${name} 127.0.0.1:1 ${options}`.trimEnd();

for (const redispatch of ["option redispatch 1", "option redispatch"]) {
  for (const lines of [
    ["balance roundrobin"],
    ["balance static-rr"],
    ["balance leastconn"],
    ["balance first"],
    ["balance hdr(x-key)"],
    ["balance hdr(x-key)", "hash-type consistent"],
  ]) {
    const all = [
      "timeout connect 20ms",
      "retries 2",
      redispatch,
      ...lines,
      dead("x", ""),
      dead("y", "weight 3"),
    ];
    const servers = { a: "", b: "weight 2", c: "weight 4" };
    compareArea(`${redispatch}, ${lines.join(", ")}`, farmArea(all, servers), {
      picks: (side) => chosen(side, keyed(someKeys(40))),
    });
  }
}
