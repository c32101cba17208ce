/**
 * Requests that hang, answered in random order: who is chosen, one after another. Among equals
 * leastconn of HAProxy 3.2 has another order; 2.6 is followed.
 */
import { holding, holdingArea } from "./balance-held.ts";
import { compareArea } from "./compare.ts";

const farms = {
  "equal weights": { a: "", b: "", c: "", d: "" },
  "weights 5, 3, 2": { a: "weight 5", b: "weight 3", c: "weight 2" },
  "all weights": { a: "weight 256", b: "weight 200", c: "weight 100", d: "weight 30" },
};

for (const [title, servers] of Object.entries(farms)) {
  const names = Object.keys(servers);
  const cases = {
    "seed 1": holding(names, 0, 1, 90),
    "seed 2, changes": holding(names, 9, 2, 90),
    "seed 3, changes": holding(names, 9, 3, 90),
  };
  compareArea(`leastconn, held, ${title}`, holdingArea(["balance leastconn"], servers), cases);
}

const backups = { a: "", b: "backup weight 3", c: "backup", d: "backup weight 5" };
compareArea(
  "leastconn, held, all backups",
  holdingArea(["balance leastconn", "option allbackups"], backups),
  {
    "seed 1": holding(["a", "b", "c", "d"], 0, 1, 60),
    changes: holding(["b", "c", "d"], 9, 3, 120),
  },
);
for (const factor of [110, 200]) {
  const lines = [
    "balance hdr(x-key)",
    "hash-type consistent crc32",
    `hash-balance-factor ${factor}`,
  ];
  const servers = { a: "", b: "weight 2", c: "weight 4", d: "" };
  compareArea(`hash-balance-factor ${factor}, held`, holdingArea(lines, servers), {
    "seed 1": holding(["a", "b", "c", "d"], 0, 1, 100, (at) => `key${(at * at) % 7}`),
    "seed 2": holding(["a", "b", "c", "d"], 0, 2, 100, (at) => `key${(at * 5) % 3}`),
  });
}
