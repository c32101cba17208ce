import assert from "node:assert/strict";
import { test } from "node:test";
import { CSV_HEADER, toCsv } from "../../../src/stats/csv.ts";
import { statToJson } from "../../../src/stats/json.ts";
import { makeReport, NO_FILTER, TypeBit } from "../../../src/stats/report.ts";
import type { StatFilter } from "../../../src/stats/report.ts";
import { Slot } from "../../../src/stats/slots.ts";
import { statToTyped } from "../../../src/stats/typed.ts";
import { backend, proxies, server } from "./world.ts";

/** The static columns of haproxy 2.6, as it prints them. */
const HAPROXY_2_6 =
  "# pxname,svname,qcur,qmax,scur,smax,slim,stot,bin,bout,dreq,dresp,ereq,econ,eresp,wretr,wredis,status,weight,act,bck,chkfail,chkdown,lastchg,downtime,qlimit,pid,iid,sid,throttle,lbtot,tracked,type,rate,rate_lim,rate_max,check_status,check_code,check_duration,hrsp_1xx,hrsp_2xx,hrsp_3xx,hrsp_4xx,hrsp_5xx,hrsp_other,hanafail,req_rate,req_rate_max,req_tot,cli_abrt,srv_abrt,comp_in,comp_out,comp_byp,comp_rsp,lastsess,last_chk,last_agt,qtime,ctime,rtime,ttime,agent_status,agent_code,agent_duration,check_desc,agent_desc,check_rise,check_fall,check_health,agent_rise,agent_fall,agent_health,addr,cookie,mode,algo,conn_rate,conn_rate_max,conn_tot,intercepted,dcon,dses,wrew,connect,reuse,cache_lookups,cache_hits,srv_icur,src_ilim,qtime_max,ctime_max,rtime_max,ttime_max,eint,idle_conn_cur,safe_conn_cur,used_conn_cur,need_conn_est,uweight,agg_server_status,agg_server_check_status,agg_check_status,";
const MODULES_2_6 =
  "-,ssl_sess,ssl_reused_sess,ssl_failed_handshake,h2_headers_rcvd,h2_data_rcvd,h2_settings_rcvd,h2_rst_stream_rcvd,h2_goaway_rcvd,h2_detected_conn_protocol_errors,h2_detected_strm_protocol_errors,h2_rst_stream_resp,h2_goaway_resp,h2_open_connections,h2_backend_open_streams,h2_total_connections,h2_backend_total_streams,h1_open_connections,h1_open_streams,h1_total_connections,h1_total_streams,h1_bytes_in,h1_bytes_out,h1_spliced_bytes_in,h1_spliced_bytes_out,";

/** What haproxy 2.6 printed for the same configuration, up to its last static column. */
const LINES_2_6 = [
  "fe,FRONTEND,,,0,0,9984,0,0,0,0,0,0,,,,,OPEN,,,,,,,,,1,2,0,,,,0,0,0,0,,,,0,0,0,0,0,0,,0,0,0,,,0,0,0,0,,,,,,,,,,,,,,,,,,,,,http,,0,0,0,0,0,0,0,,,0,0,,,,,,,0,,,,,,,,,",
  "fe,l1,,,0,0,0,0,0,0,0,0,0,,,,,OPEN,,,,,,,,,1,2,1,,,,3,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,127.0.0.1:18464,,http,,,,,,0,0,0,,,,,,,,,,,0,,,,,,,,,",
  "be,s1,0,0,0,0,5,0,0,0,,0,,0,0,0,0,DOWN,10,1,0,1,1,1,1,,1,3,1,,0,,2,0,,0,L4CON,,0,0,0,0,0,0,0,,,,0,0,0,,,,,-1,Connection refused,,0,0,0,0,,,,Layer4 connection problem,,2,3,0,,,,127.0.0.1:1,c1,http,,,,,,,,0,0,0,,,0,,0,0,0,0,0,0,0,0,1,10,,,,",
  "be,s2,0,0,0,0,,0,0,0,,0,,0,0,0,0,no check,1,0,1,,,1,,,1,3,2,,0,,2,0,,0,,,,0,0,0,0,0,0,,,,0,0,0,,,,,-1,,,0,0,0,0,,,,,,,,,,,,127.0.0.1:18499,,http,,,,,,,,0,0,0,,,0,,0,0,0,0,0,0,0,0,0,1,,,,",
  "be,s3,0,0,0,0,,0,0,0,,0,,0,0,0,0,MAINT,1,1,0,,,1,,,1,3,3,,0,,2,0,,0,,,,0,0,0,0,0,0,,,,0,0,0,,,,,-1,,,0,0,0,0,,,,,,,,,,,,127.0.0.1:18498,,http,,,,,,,,0,0,0,,,0,,0,0,0,0,0,0,0,0,0,1,,,,",
  "be,BACKEND,0,0,0,0,999,0,0,0,0,0,,0,0,0,0,UP,1,0,1,,0,1,0,,1,3,0,,0,,1,0,,0,,,,0,0,0,0,0,0,,,,0,0,0,0,0,0,0,-1,,,0,0,0,0,,,,,,,,,,,,,S,http,roundrobin,,,,,,,0,0,0,0,0,,,0,0,0,0,0,,,,,1,0,0,0,",
];

const moment = { nowMs: 1_000_000, legends: true };
const csv = (filter: StatFilter, world = proxies()): string[] =>
  toCsv(makeReport(world, filter, moment))
    .trimEnd()
    .split("\n");
const names = (lines: readonly string[]): string[] =>
  lines.slice(1).map((line) => line.split(",").slice(0, 2).join("/"));

test("the header is HAProxy's: 2.6's static columns, the later ones, then the modules'", () => {
  assert.ok(CSV_HEADER.startsWith(HAPROXY_2_6));
  assert.ok(CSV_HEADER.endsWith(MODULES_2_6));
  assert.equal(
    CSV_HEADER.slice(HAPROXY_2_6.length, CSV_HEADER.length - MODULES_2_6.length),
    "srid,sess_other,h1sess,h2sess,h3sess,req_other,h1req,h2req,h3req,proto,priv_idle_cur,",
  );
});

test("each line has every column in its place, as HAProxy fills them", () => {
  const world = proxies();
  const s1 = world[1]!.backend!.servers[0]!;
  s1.counters.add(Slot.chkfail, 1);
  s1.counters.add(Slot.chkdown, 1);
  s1.counters.useConnection();
  s1.counters.unuseConnection();
  const lines = csv(NO_FILTER, [
    world[0]!,
    {
      ...world[1]!,
      backend: {
        ...world[1]!.backend!,
        servers: [{ ...s1, downtimeSec: () => 1 }, ...world[1]!.backend!.servers.slice(1)],
      },
    },
  ]);
  const fieldCount = HAPROXY_2_6.split(",").length;
  assert.deepEqual(
    lines.slice(1).map(
      (line) =>
        `${line
          .split(",")
          .slice(0, fieldCount - 1)
          .join(",")},`,
    ),
    LINES_2_6,
  );
  const width = CSV_HEADER.split(",").length;
  assert.ok(lines.every((line) => line.split(",").length === width));
});

test("the guide's client reads status, scur and weight by the header", () => {
  const lines = csv(NO_FILTER);
  const headers = lines[0]!.split(",");
  const values = lines.find((line) => line.startsWith("be,s1,"))!.split(",");
  assert.equal(values[headers.indexOf("status")], "DOWN");
  assert.equal(values[headers.indexOf("scur")], "0");
  assert.equal(values[headers.indexOf("weight")], "10");
});

test("fields with a comma or a quote are quoted", () => {
  const odd = server("s1", 1, {
    isChecked: () => true,
    check: () => ({
      rise: 2,
      fall: 3,
      health: 0,
      status: "L7STS",
      description: "Layer7 wrong status",
      observes: false,
      running: true,
      code: 500,
      durationMs: 3,
      output: 'a "b", c',
    }),
  });
  const world = [{ ...proxies()[1]!, backend: backend([odd]) }];
  const line = csv(NO_FILTER, world)[1]!;
  assert.ok(line.includes(',"a ""b"", c",'));
  assert.ok(line.includes(",* L7STS,500,3,"));
});

test("proxies, types and services can be chosen", () => {
  assert.deepEqual(names(csv({ ...NO_FILTER, proxyId: 2 })), ["fe/FRONTEND", "fe/l1"]);
  assert.deepEqual(names(csv({ ...NO_FILTER, types: TypeBit.server })), [
    "be/s1",
    "be/s2",
    "be/s3",
  ]);
  assert.deepEqual(names(csv({ ...NO_FILTER, types: TypeBit.server, serviceId: 2 })), ["be/s2"]);
  assert.deepEqual(names(csv({ ...NO_FILTER, types: TypeBit.listener })), ["fe/l1"]);
});

test("no-maint and up hide servers", () => {
  const servers = { ...NO_FILTER, types: TypeBit.server };
  assert.deepEqual(names(csv({ ...servers, hide: "maintenance" })), ["be/s1", "be/s2"]);
  assert.deepEqual(names(csv({ ...servers, hide: "down" })), ["be/s2"]);
});

test("legends stay hidden from those who may not see them", () => {
  const text = toCsv(makeReport(proxies(), NO_FILTER, { ...moment, legends: false }));
  assert.ok(!text.includes("127.0.0.1"));
  assert.ok(!text.includes("c1"));
});

test("typed output names type, proxy, service, position, process and tags", () => {
  const report = makeReport(proxies(), NO_FILTER, moment);
  const lines = statToTyped(report, false).trimEnd().split("\n");
  assert.equal(lines[0], "F.2.0.0.pxname.1:KNS:str:fe");
  assert.ok(lines.includes("S.3.1.6.slim.1:CLP:u32:5"));
  assert.ok(lines.includes("B.3.0.76.algo.1:CGS:str:roundrobin"));
  assert.ok(lines.includes("L.2.1.73.addr.1:CGS:str:127.0.0.1:18464"));
  assert.ok(!lines.some((line) => line.startsWith("F.2.0.2.qcur")));
  assert.ok(statToTyped(report, true).startsWith('F.2.0.0.pxname.1:KNS:str:fe:"Proxy name"\n'));
});

test("json holds the same values with their tags in words", () => {
  const [first] = JSON.parse(statToJson(makeReport(proxies(), NO_FILTER, moment))) as object[][];
  assert.deepEqual(first!.slice(0, 3), [
    {
      objType: "Frontend",
      proxyId: 2,
      id: 0,
      field: { pos: 0, name: "pxname" },
      processNum: 1,
      tags: { origin: "Key", nature: "Name", scope: "Service" },
      value: { type: "str", value: "fe" },
    },
    {
      objType: "Frontend",
      proxyId: 2,
      id: 0,
      field: { pos: 1, name: "svname" },
      processNum: 1,
      tags: { origin: "Key", nature: "Name", scope: "Service" },
      value: { type: "str", value: "FRONTEND" },
    },
    {
      objType: "Frontend",
      proxyId: 2,
      id: 0,
      field: { pos: 4, name: "scur" },
      processNum: 1,
      tags: { origin: "Metric", nature: "Gauge", scope: "Process" },
      value: { type: "u32", value: 0 },
    },
  ]);
});
