/** `show table`, `set table`, `clear table`: keys, numbers, filters, and what is wrong with them. */
import { type Case, compareArea } from "./compare.ts";
import { httpDefaults } from "./configs.ts";

const config = `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request return status 200
backend t
    stick-table type string len 20 size 100 expire 1h store gpc0,gpc1_rate(1h),bytes_in_cnt,gpt0,server_id,conn_cur,server_key
backend b
    stick-table type binary len 4 size 10 store gpc0
backend i
    stick-table type integer size 10 store gpc0
backend v4
    stick-table type ip size 10 store gpc0
backend v6
    stick-table type ipv6 size 10 store gpc0
backend short
    stick-table type string size 10
`;

/** Answers to commands; entries of one answer sorted, without addresses and times. */
const say =
  (...commands: readonly string[]): Case =>
  async (side) => {
    const answers: unknown[] = [];
    for (const command of commands) {
      const answer = await side.proxy.cli(command);
      const lines = answer.replaceAll(/^0x\w+: | (exp|shard)=\d+/gm, "").split("\n");
      answers.push([command, lines.toSorted()]);
    }
    return answers;
  };

const numbers = [
  ..."5 -1 +5 5x 0x10 99999999999 99999999999999999999999".split(" "),
  ..."9223372036854775808 -9223372036854775808 18446744073709551617 1.5 -".split(" "),
];

compareArea(
  "tables at the socket",
  { config },
  {
    "numbers that are set": say(
      ...numbers.map((text, at) => `set table t key n${at} data.gpc0 ${text}`),
      "show table t",
      "clear table t",
    ),
    "data of every kind": say(
      "set table t key a data.gpc0 1 data.gpc1_rate 7 data.bytes_in_cnt 5000000000 data.gpt0 4",
      "set table t key a data.server_id 3000000000 data.conn_cur 4",
      "set table t key b data.server_id -2",
      "set table t key c data.server_key x",
      "set table t key d data.server_key 1",
      "set table t key e data.gpc1 1",
      "set table t key f data.gpc0 1 data.nobody 3",
      "set table t key g data.gpc0 1 data.gpt0",
      "set table t key h gpc0 1",
      "set table t key i data.gpc0",
      "set table t key j data.gpc0 1 data.gpc0 2",
      "show table t",
      "clear table t",
    ),
    "keys of strings": say(
      "set table t key a\\ b",
      "set table t key a\\=b data.gpc0 1",
      "set table t key a=c",
      'set table t key "q"',
      "set table t key tab\\\\t",
      "set table t key abcdefghijklmnopqrstuvwxyz",
      "set table t key \xe9x",
      "show table t",
      "show table t key a\\ b",
      "show table t key abcdefghijklmnopqrstuvwxyz",
      "show table t key nobody",
      "clear table t key a\\ b",
      "clear table t key nobody",
      "show table t key a\\ b",
      "clear table t",
      "set table short key aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "show table short",
    ),
    "one to four conditions": say(
      ...[1, 2, 3, 4, 5].map((count) => `set table t key k${count} data.gpc0 ${count} data.gpt0 1`),
      "show table t data.gpc0 gt 1 data.gpc0 lt 5",
      "show table t data.gpc0 ne 3 data.gpc0 ge 2 data.gpc0 le 4 data.gpt0 eq 1",
      "show table t data.gpc0 ne 3 data.gpc0 ge 2 data.gpc0 le 4 data.gpt0 eq 1 data.gpt0 eq 1",
      "show table t data.gpc0 ne 3 data.gpc0 ge 2 data.gpc0 le 4 data.gpt0 eq 1 junk",
      "show table t data.server_id eq 0 data.conn_cur le 0",
      "show table t data.gpc0 eq",
      "show table t data.gpc0",
      "show table t data.",
      "show table t data.gpc0 eq 5 data.gpc0",
      "show table t data.gpc0 eq 5 data.gpt0 is 4",
      "show table t data.gpc0 eq +5",
      "show table t data.gpc0 eq 5x",
      "show table t data.gpc0 gt -1",
      "show table t data.server_key eq 1",
      "show table t data.server_key ne 1",
      "show table t data.server_key eq b",
      ..."eq le ge lt ne".split(" ").map((compare) => `show table t data.server_key ${compare} 0`),
      "show table t key",
      "show table t key k1 extra",
      "show table nobody data.gpc0",
      "clear table t data.gpc0 gt 100",
      "clear table t data.gpc0 eq 1 data.gpc0 eq 2",
      "clear table t data.gpc0 ge 2 data.gpc0 le 3",
      "show table t",
      "clear table t key",
      "clear table t data.gpc0 eq 1 data.gpc0 eq 1 data.gpc0 eq 1 data.gpc0 eq 1 junk",
      "set table t",
      "clear table t",
      "show table t",
    ),
    "keys of other types": say(
      "set table i key 5x data.gpc0 1",
      "set table i key 5",
      "show table i",
      "show table i key 5",
      "set table v4 key 10.0.0.1",
      "set table v4 key 10.0.0.2/8",
      "show table v4",
      "set table v6 key ::1",
      "set table v6 key 2001:DB8::0:1",
      "show table v6 key 2001:db8::1",
      "show table v6",
      "set table v6 key x",
      "set table b key abc data.gpc0 1",
    ),
  },
);

compareArea(
  "keys that 3.2 takes",
  { config, since: "3.2" },
  {
    "as samples are cast": say(
      ..."x -5 99999999999 10.1".split(" ").map((key) => `set table i key ${key}`),
      "show table i",
      ...["x", "::1", "::ffff:10.0.0.9", "10.0.0.1/8", "10.3", "1"].map(
        (key) => `set table v4 key ${key}`,
      ),
      "show table v4",
      ..."10.0.0.1 ::1 1 10.0.0.1/8".split(" ").map((key) => `set table v6 key ${key}`),
      "show table v6",
      "show table b key abc",
      "clear table b key zz",
    ),
    "what is asked for": say(
      "show table t junk",
      "show table t junk junk",
      "clear table",
      "clear table t junk",
      "set table",
      "set table t junk",
      "set table t junk junk",
    ),
    "an entry by its address": async (side) => {
      await side.proxy.cli("set table t key first data.gpc0 1");
      await side.proxy.cli("set table t key second data.gpc0 2");
      const pointer = async (key: string): Promise<string> =>
        /^0x\w+/m.exec(await side.proxy.cli(`show table t key ${key}`))?.[0] ?? "none";
      const second = await pointer("second");
      const seen = await say(
        `show table t ptr ${second}`,
        `set table t ptr ${second} data.gpc0 7`,
        `set table t ptr ${second} data.nobody 7`,
        "show table t",
        `clear table t ptr ${second}`,
        `show table t ptr ${second}`,
        `set table t ptr ${second}`,
        `clear table t ptr ${second}`,
        "show table t",
        ...["show", "set", "clear"].flatMap((verb) => [
          `${verb} table t ptr`,
          `${verb} table t ptr zz`,
          `${verb} table t ptr 12`,
        ]),
        "clear table t",
      )(side);
      return JSON.stringify(seen).replaceAll(second, "<second>");
    },
  },
);
