/** Fetches of a stream and its connections (manual 7.3.3, 7.3.4, 7.3.6) in log lines of each kind of end. */
import { until } from "../support/deadline.ts";
import { okResponse, type OriginScript } from "../support/origin.ts";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

const origins: Readonly<Record<string, OriginScript>> = {
  web: ({ request, send, end, reset }) => {
    if (request.target === "/reset") return reset();
    if (request.target === "/hang") return undefined;
    if (request.target === "/cut") {
      send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
      return end();
    }
    if (request.target === "/404") return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    return okResponse("hello");
  },
};

/** Fetches whose value is the same in both programs, to the digit. */
const EXACT_OLD: readonly string[] = [
  "bc_dst",
  "bc_http_major",
  "be_server_timeout",
  "be_tunnel_timeout",
  "cur_server_timeout",
  "cur_tunnel_timeout",
  "dst_conn",
  "fc_dst",
  "fc_dst_is_local",
  "fc_err",
  "fc_err_str",
  "fc_lost",
  "fc_sacked",
  "fc_src",
  "fc_src_is_local",
  "fe_client_timeout",
  "fe_defbe",
  "last_rule_line",
  "prio_class",
  "prio_offset",
  "res.comp",
  "res.comp_algo",
];

const EXACT_NEW: readonly string[] = [
  "bc_be_queue",
  // HAProxy 2.6 tells no error of a server that resets.
  "bc_err",
  "bc_err_name",
  "bc_err_str",
  "bc_glitches",
  "bc_nb_streams",
  "bc_reused",
  "bc_settings_streams_limit",
  "bc_srv_queue",
  "bs.id",
  "bs.rst_code",
  "bytes_in",
  "cur_client_timeout",
  "fc_err_name",
  "fc_glitches",
  "fc_nb_streams",
  "fc_settings_streams_limit",
  "fs.id",
  "fs.rst_code",
  "last_entity",
  "req.timer.queue,div(100)",
  "server_status",
  "bc.timer.connect,div(100)",
  "res.timer.data,div(100)",
  "fc.timer.handshake,div(100)",
  "fc.timer.total,div(10000)",
  "txn.timer.total,div(10000)",
  "txn.timer.user,div(10000)",
  "txn.conn_retries",
  "txn.redispatched",
  "txn.sess_term_state",
  "txn.status",
  "waiting_entity",
];

/** `lines` go into the HTTP frontend. */
function configOf(fetches: readonly string[], lines = ""): string {
  const format = fetches.map((name) => `${name}=<%[${name}]>`).join("\\ ");
  return `
global
    log 127.0.0.1:\${P:log} len 4096 local0
${httpDefaults}
    log global
    retries 1
    timeout connect 200
    timeout server 700
    timeout tunnel 9s

frontend http
    bind 127.0.0.1:\${P:http}
    log-format "fe=<%f>\\ ${format}"
    http-request deny if { path /deny }
    http-request return status 200 if { path /return }
    ${lines}
    http-request set-priority-class int(5) if { path /prio }
    http-request set-priority-offset int(7) if { path /prio }
    http-request wait-for-body time 100 at-least 100 if { path /body }
    use_backend none if { path /none }
    use_backend refused if { path /refused }
    use_backend over if { path /over }
    default_backend be

frontend tcp
    mode tcp
    bind 127.0.0.1:\${P:tcp}
    log-format "fe=<%f>\\ ${format}"
    default_backend tcpbe

backend be
    http-request set-timeout server 650 if { path /timeout-be }
    http-request set-timeout tunnel 5s if { path /timeout-be }
    http-response set-status 201 if { path_beg /404 }
    server web 127.0.0.1:\${P:web}

backend none

backend refused
    timeout server 3s
    server web 127.0.0.1:9

backend over
    option redispatch
    balance first
    server dead 127.0.0.1:9
    server web 127.0.0.1:\${P:web}

backend tcpbe
    mode tcp
    server web 127.0.0.1:\${P:web}
`;
}

const CLIENT_TIMEOUT = "http-request set-timeout client 4s if { path /timeout }";

async function linesOf(side: Side, work: () => Promise<unknown>, count = 1): Promise<string[]> {
  const from = side.syslog.lines.length;
  await work();
  await until(() => side.syslog.lines[from + count - 1], "the log line");
  return side.syslog.lines.slice(from).map((line) => line.replace(/^.*?fe=/, "fe="));
}

const asked =
  (port: string, text: string): Case =>
  (side) =>
    linesOf(side, () => side.sendAll(port, text));

const closing = (target: string): string => get(target, "Connection: close\r\n");

const cases: Readonly<Record<string, Case>> = {
  answered: asked("http", closing("/")),
  "status changed": asked("http", closing("/404")),
  denied: asked("http", closing("/deny")),
  returned: asked("http", closing("/return")),
  "no server": asked("http", closing("/none")),
  refused: asked("http", closing("/refused")),
  redispatched: asked("http", closing("/over")),
  "server resets": asked("http", closing("/reset")),
  "server hangs": asked("http", closing("/hang")),
  "server cuts the body": asked("http", closing("/cut")),
  "timeouts set in the backend": asked("http", closing("/timeout-be")),
  priorities: asked("http", closing("/prio")),
  "keep-alive": (side) =>
    linesOf(
      side,
      async () => {
        using client = await side.connect("http");
        await client.exchange(get("/1"));
        await client.exchange(get("/2"));
      },
      2,
    ),
  // HAProxy has put the tunnel's limit in the place of the others by the end of a TCP stream.
  tcp: async (side) => {
    const lines = await linesOf(side, async () => {
      using client = await side.connect("tcp");
      client.send(closing("/tcp"));
      client.shutdown();
      await client.readAll();
    });
    return lines.map((line) => line.replaceAll(/(?<=cur_\w+_timeout=)<\d+>/g, "<ms>"));
  },
};

compareArea("streams in logs", { config: configOf(EXACT_OLD), origins }, cases);
compareArea(
  "streams in logs, newer",
  { config: configOf(EXACT_NEW, CLIENT_TIMEOUT), origins, since: "3.2" },
  {
    ...cases,
    "a client timeout set": asked("http", closing("/timeout")),
    "a rule that waited in vain": (side) =>
      linesOf(side, async () => {
        using client = await side.connect("http");
        await client.exchange("POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 200\r\n\r\nx");
      }),
    "no request": asked("http", "GET / HTP\r\n\r\n"),
  },
);
