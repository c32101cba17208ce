/** Stick-table tracking as rules use it: rates, counters, concurrent connections, tables elsewhere. */
import { compareArea } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { okResponse } from "../support/origin.ts";

const config = `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request track-sc0 src table per-ip
    http-request track-sc1 req.hdr(X-Key) table per-key if { req.hdr(X-Key) -m found }
    http-request deny deny_status 429 if { sc_http_req_rate(0) gt 3 }
    http-request deny deny_status 403 if { sc1_http_req_rate gt 2 }
    http-request set-header X-Rate "%[sc0_http_req_rate] %[sc_http_req_rate(1)] %[sc_conn_cur(0)] %[src,table_http_req_rate(per-ip)]"
    default_backend be

backend be
    server web 127.0.0.1:\${P:web}

backend per-ip
    stick-table type ip size 1k expire 1m store http_req_rate(1m),conn_rate(1m),conn_cur

backend per-key
    stick-table type string len 8 size 1k expire 1m store http_req_rate(1m)
`;

compareArea(
  "rate limits",
  { config, origins: { web: okResponse("ok") } },
  {
    "an address over its rate": async (side) => {
      const lines = [];
      for (let count = 0; count < 5; count++) {
        lines.push((await side.ask("fe", get("/"), { localAddress: "127.0.0.10" })).startLine);
      }
      const other = await side.ask("fe", get("/"), { localAddress: "127.0.0.11" });
      return [lines, other.startLine, side.seen("web")];
    },
    "a key over its rate, cut to the table's length": async (side) => {
      const lines = [];
      for (let host = 20; host < 25; host++) {
        const text = get("/", `X-Key: longer-than-eight-${host}\r\n`);
        lines.push((await side.ask("fe", text, { localAddress: `127.0.0.${host}` })).startLine);
      }
      return [lines, side.seen("web")];
    },
    "requests of one connection": async (side) => {
      using client = await side.connect("fe", { localAddress: "127.0.0.30" });
      const lines = [];
      for (let count = 0; count < 5; count++)
        lines.push((await client.exchange(get("/"))).startLine);
      return [lines, side.seen("web")];
    },
  },
);
