/** Arrays of counters and tags, and the key that is tracked: rules, expressions and the admin socket. */
import { compareExpressions, gives, newerExpressions } from "./expression-table.ts";
import { type Case, compareArea } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

// Each row is a request of its own, so what one counts the next ones see: HAProxy is asked in step.
const TABLE = `stick-table type ip size 100 expire 1h store gpc(3),gpc_rate(2,1h),gpt(2),conn_cnt
    http-request track-sc0 src
    http-request sc-inc-gpc(1,0)
    http-request sc-set-gpt(1,0) int(77)`;

compareExpressions(
  "elements of arrays",
  [
    "%[sc_get_gpc(0,0)]",
    "%[sc_get_gpc(3,0)]",
    "%[sc_get_gpc(99,0)]",
    "%[sc_get_gpc(100,0)]",
    "%[sc_get_gpc(-1,0)]",
    "%[sc_get_gpc(0,1)]",
    "%[sc_get_gpc(0,0,fe)]",
    "%[sc_get_gpt(1,0)]",
    "%[sc_get_gpt(0,0)]",
    "%[sc_get_gpt(2,0)]",
    "%[sc_gpc_rate(0,0)]",
    "%[sc_gpc_rate(2,0)]",
    "%[sc_inc_gpc(2,0)]%[sc_clr_gpc(2,0)]%[sc_get_gpc(2,0)]",
    "%[sc_inc_gpc(5,0)]",
    "%[sc_clr_gpc(5,0)]",
    "%[sc_inc_gpc(0,2)]",
    "%[sc1_clr_gpc(0)]",
    "%[sc0_get_gpc0]",
    "%[sc0_get_gpc0(fe)]",
    "%[sc0_get_gpt0]",
    "%[src_get_gpc(0,fe)]",
    "%[src_get_gpc(7,fe)]",
    "%[src_get_gpt(1,fe)]",
    "%[src_gpc_rate(0,fe)]",
    "%[src_gpc_rate(7,fe)]",
    "%[src_inc_gpc(2,fe)]%[src_clr_gpc(2,fe)]",
    "%[src_inc_gpc(8,fe)]",
    "%[src_clr_gpc(8,fe)]",
    "%[sc0_http_req_cnt]",
    "%[src_http_req_cnt(fe)]",
    "%[src_sess_rate(fe)]",
  ],
  TABLE,
);

compareExpressions(
  "single counters are no elements",
  [
    "%[sc_get_gpc(0,0)]",
    "%[sc_inc_gpc(0,0)]",
    "%[sc_get_gpt(0,0)]",
    "%[sc_clr_gpc(0,0)]",
    "%[src_get_gpc(0,fe)]",
    "%[src_updt_conn_cnt(fe)]",
    "%[sc0_get_gpt0]",
    "%[sc0_gpc0_rate]",
    "%[sc0_clr_gpc1]",
    "%[sc0_inc_gpc1]",
    "%[sc0_kbytes_in]",
  ],
  `stick-table type ip size 100 expire 1h store gpc0,gpt0
    http-request track-sc0 src
    http-request sc-inc-gpc(0,0)`,
);

newerExpressions(
  "tracked keys and glitches",
  "3.2",
  [
    gives("%[sc_key(0)]", "127.0.0.1"),
    gives("%[sc0_key]", "127.0.0.1"),
    gives("%[sc1_key]", "/dir/sub%20dir/file.png;v=1"),
    gives("%[sc1_key,length]", "27"),
    gives("%[sc_key(1),field(2,/)]", "dir"),
    gives("%[sc2_key]", ""),
    gives("%[sc_key(9)]", ""),
    gives("%[sc0_glitch_cnt]", "0"),
    gives("%[sc_glitch_rate(0)]", "0"),
    gives("%[sc1_glitch_cnt]", "0"),
    gives("%[sc2_glitch_cnt]", ""),
    gives("%[sc0_glitch_cnt(fe)]", "0"),
    gives("%[src_glitch_cnt(fe)]", "0"),
    gives("%[src_glitch_rate(fe)]", "0"),
  ],
  `stick-table type string len 64 size 100 expire 1h store glitch_cnt,glitch_rate(1m)
    http-request track-sc0 src
    http-request track-sc1 path`,
);

const volatile = /0x[0-9a-f]+|(?<=exp=)\d+| shard=\d+/g;

const say =
  (...commands: readonly string[]): Case =>
  async (side) => {
    using client = await side.connect("fe");
    await client.exchange(get("/"));
    const answers: string[] = [];
    for (const command of commands) {
      const answer = await side.proxy.cli(command);
      answers.push(
        command,
        answer.replaceAll(volatile, (text) => (text[1] === "s" ? "" : "*")),
      );
    }
    return answers;
  };

const config = `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    stick-table type ip size 100 expire 1h store gpc(3),gpc_rate(2,1h),gpt(2),conn_cnt,server_key
    http-request track-sc0 src
    http-request sc-inc-gpc(1,0)
    http-request sc-set-gpt(1,0) int(77)
    http-request return status 200

backend single
    stick-table type string size 100 expire 1h store gpc0,gpt0
`;

compareArea(
  "arrays at the socket",
  { config },
  {
    "what is stored": say("clear table fe", "show table fe"),
    "the first element is set by the type": say(
      "set table fe key 10.0.0.1 data.gpc 5 data.gpt 6",
      "show table fe key 10.0.0.1",
    ),
    "an element under the single name": say("set table fe key 10.0.0.2 data.gpc0 5"),
    "an array that is not stored": say("set table single key a data.gpc 5"),
    "filters by the first element": say(
      "set table fe key 10.0.0.3 data.gpc 9",
      "show table fe data.gpc gt 8",
    ),
    "filters by single names": say("show table fe data.gpc0 gt 3"),
  },
);

compareArea(
  "elements at the socket",
  { config, since: "3.2" },
  {
    "an element is set by its index": say(
      "set table fe key 10.0.0.1 data.gpc[2] 5",
      "show table fe key 10.0.0.1",
    ),
    "a rate is set by its index": say(
      "set table fe key 10.0.0.1 data.gpc_rate[1] 5",
      "show table fe data.gpc_rate[1] eq 5",
    ),
    "beyond the array": say(
      "set table fe key 10.0.0.1 data.gpc[9] 5",
      "show table fe data.gpc[9] gt 0",
    ),
    "no index": say(
      "set table fe key 10.0.0.1 data.gpc[x] 5",
      "set table fe key 10.0.0.1 data.gpc[ 5",
      "set table fe key 10.0.0.1 data.gpc[1]x 5",
    ),
    "an index of what is no array": say("set table single key b data.gpc0[0] 5"),
  },
);
