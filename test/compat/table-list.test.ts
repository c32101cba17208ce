/** `show table` without a name: all tables, the one of the last line first, whatever section it is in. */
import { compareArea } from "./compare.ts";
import { httpDefaults } from "./configs.ts";

const TABLE = "type integer size 10 expire 5s store gpc0,gpc1";

const config = `global
    localpeer A
${httpDefaults}
backend a
    stick-table ${TABLE}
peers p1
    peer A 127.0.0.1:\${P:p1}
    table t1 ${TABLE}
    table t2 ${TABLE}
frontend fe
    bind 127.0.0.1:\${P:fe}
    stick-table ${TABLE}
    http-request return status 200
peers p2
    peer A 127.0.0.1:\${P:p2}
    table t0 ${TABLE}
listen l
    bind 127.0.0.1:\${P:l}
    stick-table ${TABLE}
`;

const filters = [
  "data.gpc0 eq 1 key 8",
  "data.gpc0 eq 1 gpc1 eq 2",
  "data.gpc0 eq 1 data.nothing eq 2",
  "data.gpc0 eq 1 data.gpc1",
  "data.gpc0 eq 1 data.gpc1 eq",
];

compareArea(
  "the list of tables, and filters behind the first",
  { config },
  {
    order: (side) => side.proxy.cli("show table"),
    ...Object.fromEntries(
      filters.map((filter) => [filter, (side) => side.proxy.cli(`show table p1/t1 ${filter}`)]),
    ),
  },
);
