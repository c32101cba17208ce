/**
 * The order of `show table`: by the bytes of the keys, as HAProxy 2.6 has it. Later ones list their
 * shards one after the other, in no order that one could rely on: they are not asked.
 */
import { haproxyVersion } from "../support/programs.ts";
import { type Case, compareArea } from "./compare.ts";
import { httpDefaults } from "./configs.ts";

const TYPES = ["ip", "ipv6", "integer", "string len 8"];

const config = `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request return status 200
${TYPES.map((type, at) => `backend t${at}\n    stick-table type ${type} size 100 store gpc0\n`).join("")}
`;

/** The keys as they are listed, of those in words. */
const listed =
  (table: string, keys: string): Case =>
  async (side) => {
    for (const key of keys.split(" ")) {
      await side.proxy.cli(`set table ${table} key ${key} data.gpc0 1`);
    }
    const answer = await side.proxy.cli(`show table ${table}`);
    return [...answer.matchAll(/ key=(\S+)/g)].map(([, key]) => key);
  };

const [major = 2, minor = 6] = haproxyVersion() ?? [];
const isOld = major === 2 && minor === 6;

if (isOld) {
  compareArea(
    "the order of entries",
    { config },
    {
      addresses: listed("t0", "10.0.0.2 9.0.0.1 192.168.1.1 10.0.0.1 1.2.3.4 255.0.0.1 2.0.0.1"),
      "IPv6 addresses": listed("t1", "fe80::2 ::1 2001:db8::1 ff02::1 2001:db8::"),
      integers: listed("t2", "5 300 256 1 4294967295 2147483648 2 65536 16777216"),
      strings: listed("t3", "b a aa Z ba abc ab z abcdefgh"),
    },
  );
}
