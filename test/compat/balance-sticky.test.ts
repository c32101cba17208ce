/** The algorithms made for `mode log`, in `mode http`: one sticks there, too, the other takes turns. */
import { chosen, farmArea, without } from "./balance-farm.ts";
import { type Case, compareArea } from "./compare.ts";

const changes: Case = async (side) => {
  const seen = [await chosen(side, without(4))];
  for (const command of [
    "disable server be/a",
    "disable server be/b",
    "enable server be/a",
    "enable server be/b",
    "disable server be/c",
    "disable server be/a",
    "enable server be/a",
    "set server be/b weight 0",
    "set server be/b weight 3",
  ])
    seen.push(await side.proxy.cli(command), await chosen(side, without(4)));
  return seen;
};

const servers = { a: "", b: "weight 3", c: "" };
for (const line of ["balance sticky", "balance log-hash lower"])
  compareArea(line, farmArea([line], servers, "3.0"), { changes });
