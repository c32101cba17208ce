/** Long series of requests while servers go down and come back and weights change. */
import { type Case, compareArea } from "./compare.ts";
import { chosen, farmArea, without } from "./balance-farm.ts";

const changes: Case = async (side) => {
  const seen = [await chosen(side, without(40))];
  for (const command of [
    "disable server be/b",
    "enable server be/b",
    "set server be/a weight 1",
    "set server be/c weight 0",
    "set server be/c weight 100%",
    "set server be/a weight 7",
    "disable server be/a",
    "set server be/d state drain",
    "enable server be/a",
    "set server be/d state ready",
  ]) {
    seen.push(command, await side.proxy.cli(command), await chosen(side, without(40)));
  }
  return seen;
};

const weights = { a: "weight 5", b: "weight 3", c: "weight 2", d: "" };
// Who comes back stands elsewhere among equals in leastconn of HAProxy 3.2; 2.6 is followed.
for (const line of ["static-rr", "first", "leastconn"]) {
  compareArea(`${line}, through changes`, farmArea([`balance ${line}`], weights), { changes });
}
compareArea(
  "static-rr with backups",
  farmArea(["balance static-rr", "option allbackups"], {
    a: "",
    b: "backup",
    c: "backup weight 2",
  }),
  {
    "active, backups, active": async (side) => {
      const seen = [await chosen(side, without(8))];
      for (const command of ["disable server be/a", "enable server be/a"])
        seen.push(await side.proxy.cli(command), await chosen(side, without(12)));
      return seen;
    },
  },
);
