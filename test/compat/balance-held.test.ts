/** `balance leastconn` with requests that hang: who is chosen, one after another. */
import { holding, holdingArea } from "./balance-held.ts";
import { compareArea } from "./compare.ts";

const farms = {
  "equal weights": { a: "", b: "", c: "", d: "" },
  "weights 5, 3, 2": { a: "weight 5", b: "weight 3", c: "weight 2" },
  "all weights": { a: "weight 256", b: "weight 200", c: "weight 100", d: "weight 30" },
};

for (const [title, servers] of Object.entries(farms)) {
  const names = Object.keys(servers);
  const cases = Object.fromEntries(
    [1, 2].flatMap((seed) => [
      [`seed ${seed}`, holding(names, 0, seed, 120)],
      [`seed ${seed}, changes`, holding(names, 9, seed, 120)],
    ]),
  );
  compareArea(`leastconn, held, ${title}`, holdingArea(["balance leastconn"], servers), cases);
}
