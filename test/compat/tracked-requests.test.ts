/** When rules that track count the request: those over content only once they let it in. */
import { type Case, compareArea } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { okOrigin } from "./rule-table.ts";

const config = `${httpDefaults}
frontend early
    bind 127.0.0.1:\${P:early}
    tcp-request content track-sc1 src table be-early
    tcp-request content set-var(txn.seen) sc_http_req_cnt(1)
    default_backend be-early

backend be-early
    stick-table type ip size 10 store http_req_cnt,http_req_rate(1h),conn_cnt
    http-request set-header x-count "%[var(txn.seen)] %[sc_http_req_cnt(1)]"
    server web 127.0.0.1:\${P:web}

frontend late
    bind 127.0.0.1:\${P:late}
    default_backend be-late

backend be-late
    stick-table type ip size 10 store http_req_cnt,http_req_rate(1h),conn_cnt
    tcp-request content track-sc1 src
    tcp-request content set-var(txn.seen) sc_http_req_cnt(1)
    tcp-request content reject if { path /rejected } || { sc1_http_req_rate gt 3 }
    http-request set-header x-count "%[var(txn.seen)] %[sc_http_req_cnt(1)]"
    server web 127.0.0.1:\${P:web}

frontend http
    bind 127.0.0.1:\${P:http}
    http-request track-sc1 src table be-http
    http-request set-var(txn.seen) sc_http_req_cnt(1)
    http-request deny if { path /rejected }
    default_backend be-http

backend be-http
    stick-table type ip size 10 store http_req_cnt,http_req_rate(1h),conn_cnt
    http-request set-header x-count "%[var(txn.seen)] %[sc_http_req_cnt(1)]"
    server web 127.0.0.1:\${P:web}
`;

const targets = ["/", "/rejected", "/", "/rejected", "/", "/", "/", "/"];

/** Requests on connections of their own, two on one, and what the table holds then. */
function counted(name: string): Case {
  return async (side) => {
    const answers: string[] = [];
    for (const target of targets) {
      answers.push(await side.sendAll(name, get(target, "Connection: close\r\n")));
    }
    const pair = get("/first") + get("/second", "Connection: close\r\n");
    answers.push(await side.sendAll(name, pair));
    const shown = await side.proxy.cli(`show table be-${name}`);
    const counts = /conn_cnt=.*/.exec(shown)?.[0];
    return { answers, counts, seen: side.seen("web") };
  };
}

compareArea(
  "requests in tracked entries",
  { config, origins: okOrigin },
  {
    "tcp-request content of the frontend": counted("early"),
    "tcp-request content of the backend": counted("late"),
    "http-request": counted("http"),
  },
);
