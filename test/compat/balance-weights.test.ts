/**
 * The columns of weights in `show stat` through changes of weight, maintenance, drain and health.
 * A weight set in maintenance is shown at once by HAProxy 3.2 (and here), by 2.6 when that ends: to it
 * only the user's weight is compared then.
 */
import { haproxyVersion } from "../support/programs.ts";
import { farmArea } from "./balance-farm.ts";
import { type Case, compareArea, type Side } from "./compare.ts";

const isOld = (haproxyVersion()?.[0] ?? 2) < 3;

const CHANGES = [
  "disable server be/b",
  "set weight be/b 7",
  "enable server be/b",
  "set weight be/b 0",
  "disable server be/b",
  "set weight be/b 2",
  "enable server be/b",
  "set server be/b state drain",
  "set weight be/b 9",
  "set server be/b state ready",
  "set server be/b health down",
  "set weight be/b 4",
  "set server be/b health up",
  "set weight be/b 0",
  "set server be/b state drain",
  "set weight be/b 6",
  "disable server be/b",
  "set weight be/b 8",
  "set server be/b state ready",
  "set server be/b health stopping",
  "set weight be/b 5",
  "disable server be/b",
  "set server be/b health up",
  "set weight be/b 3",
  "set server be/b state drain",
  "set server be/b state ready",
];

/** Name, status, weight and weight set by the user, of the servers and the backend. */
async function weights(side: Side): Promise<string> {
  const text = await side.proxy.cli("show stat be 6 -1");
  const [head = [], ...rows] = text.split("\n").map((row) => row.replace("# ", "").split(","));
  const columns = ["svname", "status", "weight", "uweight"].map((name) => head.indexOf(name));
  const shown = rows.map((row) => columns.map((column) => row[column]).join()).join(" ");
  return isOld ? shown.replace(/,MAINT,\d+/g, ",MAINT") : shown;
}

const changes: Case = async (side) => {
  const seen = [await weights(side)];
  for (const command of CHANGES)
    seen.push(command, await side.proxy.cli(command), await weights(side));
  return seen;
};

for (const line of ["roundrobin", "leastconn", "first", "source"]) {
  const lines = [`balance ${line}`, "hash-type consistent"];
  compareArea(`weights shown, ${line}`, farmArea(lines, { a: "weight 5", b: "weight 3" }), {
    changes,
  });
}
