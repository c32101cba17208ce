/** Which server a key leads to: every hash type, on map and ring, while servers change. */
import { type Case, compareArea, type Side } from "./compare.ts";
import { chosen, farmArea, keyed, someKeys, someNumbers, without } from "./balance-farm.ts";

const keys = someKeys(120);
const byKeys: Case = (side) => chosen(side, keyed(keys));

/** The keys again after each command, with requests without a key before them. */
async function throughChanges(side: Side, commands: readonly string[]): Promise<unknown> {
  const seen = [await chosen(side, keyed(keys))];
  for (const command of commands) {
    seen.push(command, await side.proxy.cli(command));
    seen.push(await chosen(side, without(30)), await chosen(side, keyed(keys)));
  }
  return seen;
}

const changes: Case = (side) =>
  throughChanges(side, [
    "set server be/a weight 4",
    "set server be/b weight 50%",
    "disable server be/c",
    "set server be/a state drain",
    "set server be/a state ready",
    "enable server be/c",
    "set server be/a weight 0",
    "set server be/a weight 256",
    "set server be/d state maint",
  ]);

const weights = { a: "weight 5", b: "weight 3", c: "weight 2", d: "weight 8 id 77" };

for (const method of ["map-based", "consistent"]) {
  for (const spread of [
    "sdbm",
    "sdbm avalanche",
    "djb2",
    "djb2 avalanche",
    "crc32",
    "crc32 avalanche",
  ]) {
    compareArea(
      `hdr, ${method} ${spread}`,
      farmArea(["balance hdr(x-key)", `hash-type ${method} ${spread}`], weights),
      { byKeys },
    );
  }
  compareArea(
    `hdr, ${method} alone, through changes`,
    farmArea(["balance hdr(x-key)", `hash-type ${method}`], weights),
    { changes },
  );
  const odd = ["12abc", "abc", "-1", "-5", "+7", "- 7", "0x10", "1e3", "007", "4294967296"];
  const large = ["18446744073709551615", "9223372036854775808", "-9223372036854775809"];
  for (const spread of ["none", "none avalanche"]) {
    compareArea(
      `hash, ${method} ${spread}`,
      farmArea(
        ["balance hash req.hdr(x-key)", `hash-type ${method} ${spread}`],
        { a: "", b: "", c: "weight 3", d: "id 1048580", e: "" },
        "2.8",
      ),
      { numbers: (side) => chosen(side, keyed([...someNumbers(150), ...odd, ...large])) },
    );
  }
  compareArea(
    `one server left, ${method}`,
    farmArea(["balance hdr(x-key)", `hash-type ${method}`], { a: "", b: "backup", c: "backup" }),
    {
      "backups in its place": async (side) => {
        const seen = [await chosen(side, keyed(keys.slice(0, 10)))];
        for (const command of [
          "disable server be/a",
          "disable server be/b",
          "enable server be/a",
        ]) {
          await side.proxy.cli(command);
          seen.push(await chosen(side, keyed(keys.slice(0, 10))), await chosen(side, without(6)));
        }
        return seen;
      },
    },
  );
}

compareArea(
  "allbackups, consistent",
  farmArea(["balance hdr(x-key)", "hash-type consistent", "option allbackups"], {
    a: "disabled",
    b: "backup",
    c: "backup",
  }),
  { byKeys },
);

const dead = { a: "", b: "", c: "", d: "" };
compareArea(
  "consistent, a refusing server",
  {
    config: farmArea(
      ["balance hdr(x-key)", "hash-type consistent", "option redispatch 1", "retries 2"],
      dead,
    ).config.replace("127.0.0.1:${P:b}", "127.0.0.1:1"),
    origins: farmArea([], {}).origins!,
  },
  { byKeys, "without keys": (side) => chosen(side, without(60)) },
);
