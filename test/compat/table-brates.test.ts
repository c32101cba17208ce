/** `brates-factor` (3.2): rates of bytes counted in blocks. */
import assert from "node:assert/strict";
import { compareArea } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

const config = `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request track-sc0 src table t
    http-request track-sc1 src table plain
    http-request return status 200 content-type text/plain lf-string "%[sc_bytes_in_rate(0)] %[sc_bytes_out_rate(0)] %[sc_kbytes_in(0)] %[src,table_bytes_out_rate(t)] %[src_bytes_in_rate(t)]"
backend t
    stick-table type ipv4 size 10 store bytes_in_rate(1h),bytes_out_rate(1h),bytes_in_cnt,bytes_out_cnt brates-factor 10
backend plain
    stick-table type ipv4 size 10 store bytes_in_rate(1h),bytes_out_rate(1h)
`;

compareArea(
  "rates in blocks of ten bytes",
  { config, since: "3.2" },
  {
    "each stream's bytes are rounded up to blocks": async (side) => {
      const bodies: string[] = [];
      for (let count = 0; count < 3; count++) bodies.push((await side.ask("fe", get("/"))).body);
      const entries = await Promise.all(
        ["t", "plain"].map(async (name) =>
          (await side.proxy.cli(`show table ${name}`)).replaceAll(/0x\w+| (exp|shard)=\d+/g, ""),
        ),
      );
      assert.match(entries[0]!, /bytes_in_rate\(3600000\)=180 .*bytes_out_rate\(3600000\)=\d+0\n/);
      return [bodies, entries];
    },
    "what is set is in blocks": async (side) => {
      await side.proxy.cli("set table t key 10.0.0.1 data.bytes_in_rate 105");
      const answer = await side.proxy.cli("show table t key 10.0.0.1");
      assert.match(answer, /bytes_in_rate\(3600000\)=1050 /);
      return (await side.proxy.cli("show table t data.bytes_in_rate gt 1049")).includes("10.0.0.1");
    },
  },
);
