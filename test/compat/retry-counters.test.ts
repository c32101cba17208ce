/**
 * What retries and redispatches add to the counters of servers and backends (management 9.1): stot
 * is every attempt, econ only what was given up, wretr not what went to another server before it
 * was connected, and a server's req_tot the requests that it answered. A request that is sent again
 * to the same server is two retries; an end or timeout that is retried is no eresp, a reset that is
 * given up two.
 */
import { type Area, type Case, compareArea, type Side } from "./compare.ts";
import { get } from "./configs.ts";
import { okResponse } from "../support/origin.ts";

interface Farm {
  readonly lines: string;
  readonly servers: readonly string[];
  readonly fields?: string;
  /** Columns beside those that every case compares. */
  readonly columns?: readonly string[];
}

const good = "server good 127.0.0.1:${P:web}";
const gone = "server gone 127.0.0.1:1";
const bad = "server bad 127.0.0.1:${P:bad}";
const slow = "server slow 127.0.0.1:${P:slow}";

const farms: Readonly<Record<string, Farm>> = {
  "refused, redispatched": { lines: "option redispatch 1", servers: [gone, good] },
  "refused, redispatched at the last retry": { lines: "option redispatch", servers: [gone, good] },
  "refused, the same server again": { lines: "retries 2", servers: [gone, good] },
  "refused by the only server": { lines: "retries 1", servers: [gone] },
  "refused, no retries": { lines: "retries 0", servers: [gone, good] },
  "refused, the cookie's server": {
    lines: "retries 2\n    option redispatch\n    cookie SRV insert",
    servers: [`${gone} cookie a`, `${good} cookie b`],
    fields: "Cookie: SRV=a\r\n",
  },
  "reset, redispatched": {
    lines: "retry-on all-retryable-errors\n    option redispatch 1",
    servers: [bad, good],
    columns: ["eresp"],
  },
  "an error status, the same server again": {
    lines: "retries 2\n    retry-on 500",
    servers: ["server failing 127.0.0.1:${P:failing}"],
    columns: ["eresp"],
  },
  "no answer in time, redispatched": {
    lines: "timeout server 200ms\n    retry-on response-timeout\n    option redispatch 1",
    servers: [slow, good],
    columns: ["eresp"],
  },
  "no answer in time, the same server again": {
    lines: "timeout server 200ms\n    retries 1\n    retry-on response-timeout",
    servers: [slow],
    columns: ["eresp"],
  },
};

const columns = ["stot", "econ", "wredis", "lbtot", "req_tot", "hrsp_2xx", "hrsp_5xx", "connect"];
const sections = Object.values(farms).map(
  ({ lines, servers }, at) => `
frontend in${at}
    bind 127.0.0.1:\${P:in${at}}
    default_backend farm${at}

backend farm${at}
    ${lines}
    ${servers.join("\n    ")}
`,
);

const area: Area = {
  config: `
defaults
    mode http
    timeout connect 100ms
    timeout client 5s
    timeout server 2s
${sections.join("")}`,
  origins: {
    web: okResponse("hello"),
    bad: ({ reset }) => reset(),
    slow: () => undefined,
    failing: "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n",
  },
};

/** The columns of all rows of a backend after one request to it. */
function counted(at: number, { fields = "", columns: further = [] }: Farm): Case {
  const wanted = [...columns, "wretr", ...further];
  return async (side: Side) => {
    const { startLine } = await side.ask(`in${at}`, get("/", fields));
    const [head = "", ...rows] = (await side.proxy.cli("show stat")).split("\n");
    const names = head.replace("# ", "").split(",");
    const counters = rows
      .map((row) => row.split(","))
      .filter(([proxy]) => proxy === `farm${at}`)
      .map((row) => [row[1], wanted.map((name) => `${name} ${row[names.indexOf(name)]}`).join()]);
    return { startLine, counters };
  };
}

compareArea(
  "counters of retries",
  area,
  Object.fromEntries(Object.entries(farms).map(([name, farm], at) => [name, counted(at, farm)])),
);
