/** Every fetch of the counters that a stick table keeps, in each of its forms: sc_, sc0_ to sc2_, src_. */
import { okResponse } from "../support/origin.ts";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults, post } from "./configs.ts";

/** What is counted, as fetches name it, and with what the table stores. */
const COUNTS: Readonly<Record<string, string>> = {
  bytes_in_rate: "bytes_in_rate(10m)",
  bytes_out_rate: "bytes_out_rate(10m)",
  conn_cnt: "conn_cnt",
  conn_cur: "conn_cur",
  conn_rate: "conn_rate(10m)",
  get_gpc0: "gpc0",
  get_gpc1: "gpc1",
  get_gpt0: "gpt0",
  gpc0_rate: "gpc0_rate(10m)",
  gpc1_rate: "gpc1_rate(10m)",
  http_err_cnt: "http_err_cnt",
  http_err_rate: "http_err_rate(10m)",
  http_fail_cnt: "http_fail_cnt",
  http_fail_rate: "http_fail_rate(10m)",
  http_req_cnt: "http_req_cnt",
  http_req_rate: "http_req_rate(10m)",
  kbytes_in: "bytes_in_cnt",
  kbytes_out: "bytes_out_cnt",
  sess_cnt: "sess_cnt",
  sess_rate: "sess_rate(10m)",
};
const STORED = Object.values(COUNTS).join(",");

/** Fetches of a tracked counter in the form that `name` makes. */
const listed = (prefix: string, args: string, names: readonly string[]): string =>
  names.map((name) => `${name}=%[${prefix}${name}${args}]`).join(" ");

const READ = [...Object.keys(COUNTS), "tracked", "trackers"];
const CHANGE = ["inc_gpc0", "inc_gpc1", "clr_gpc0", "clr_gpc1"];
const ofSource = Object.keys(COUNTS);

const forms: Readonly<Record<string, string>> = {
  "/sc0": listed("sc0_", "", READ),
  "/sc1": listed("sc1_", "", READ),
  "/sc2": listed("sc2_", "", READ),
  "/sc-0": listed("sc_", "(0)", READ),
  "/sc-1": listed("sc_", "(1)", READ),
  "/sc-2": listed("sc_", "(2)", READ),
  "/sc0-elsewhere": listed("sc0_", "(t3)", READ),
  "/sc-elsewhere": listed("sc_", "(1,t2)", READ),
  "/src": listed("src_", "(t0)", ofSource),
  "/src-elsewhere": listed("src_", "(t2)", ofSource),
  "/change-sc0": listed("sc0_", "", CHANGE),
  "/change-sc1": listed("sc1_", "", CHANGE),
  "/change-sc2": listed("sc2_", "", CHANGE),
  "/change-sc": listed("sc_", "(1)", CHANGE),
  "/change-src": listed("src_", "(t0)", CHANGE),
  "/unknown": listed("src_", "(t3)", ofSource),
  "/inc-twice": "%[sc0_inc_gpc0]%[sc0_inc_gpc0]%[src_inc_gpc1(t0)]%[sc_inc_gpc1(0)]",
};

const table = (name: string, type: string): string =>
  `backend ${name}\n    stick-table type ${type} size 1k expire 10m store ${STORED}\n`;

const config = `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    tcp-request connection track-sc0 src table t0
    http-request track-sc1 req.hdr(x-a) table t1 if { req.hdr(x-a) -m found }
    http-request track-sc2 req.hdr(x-b) table t2 if { req.hdr(x-b) -m found }
    http-request sc-set-gpt0(0) 7 if { path /tag }
${Object.entries(forms)
  .map(
    ([path, text]) =>
      `    http-request return status 200 content-type text/plain lf-string "${text}" if { path ${path} }`,
  )
  .join("\n")}
    default_backend be
backend be
    server web 127.0.0.1:\${P:web}
${table("t0", "ip")}
${table("t1", "string len 32")}
${table("t2", "string len 32")}
${table("t3", "ip")}
`;

const BOTH = "X-A: one\r\nX-B: two\r\n";

/** Traffic that moves every counter: good and bad requests, bodies, server errors. */
async function traffic(side: Side): Promise<void> {
  await side.ask("fe", get("/", BOTH));
  await side.ask("fe", get("/tag", BOTH));
  await side.ask("fe", post("/", "x".repeat(3000), BOTH));
  await side.ask("fe", get("/missing", BOTH));
  await side.ask("fe", get("/broken", BOTH));
  await side.ask("fe", get("/", "X-A: other\r\n"));
  await side.sendAll("fe", "BAD\r\n\r\n");
}

const origin = ({ request }: { readonly request: { readonly startLine: string } }): string => {
  if (request.startLine.includes("/missing")) return "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n";
  if (request.startLine.includes("/broken")) return "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n";
  return okResponse("y".repeat(2000));
};

const shows =
  (path: string, fields: string): Case =>
  async (side) =>
    (await side.ask("fe", get(path, fields))).body;

compareArea(
  "counter fetches",
  { config, origins: { web: origin } },
  {
    "before anything was counted": shows("/sc1", "X-A: fresh\r\n"),
    "after traffic": async (side) => {
      await traffic(side);
      return shows("/sc1", BOTH)(side);
    },
    ...Object.fromEntries(Object.keys(forms).map((path) => [`${path} tracked`, shows(path, BOTH)])),
    ...Object.fromEntries(
      Object.keys(forms).map((path) => [`${path} not tracked`, shows(path, "")]),
    ),
  },
);
