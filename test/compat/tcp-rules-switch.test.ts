/** tcp-request content switch-mode http: a TCP frontend whose HTTP connections go on in HTTP. */
import { type Case, compareArea, type Side } from "./compare.ts";
import { get } from "./configs.ts";

const config = `
defaults
    mode tcp
    log 127.0.0.1:\${P:log} local0
    log-format "%ft %b/%s %ts %[var(sess.first)] %[sc_conn_cnt(0)]."
    timeout connect 2s
    timeout client 3s
    timeout server 3s
frontend fe
    bind 127.0.0.1:\${P:fe}
    tcp-request inspect-delay 300ms
    tcp-request content set-var(sess.first) req.payload(0,3)
    tcp-request content set-src str(5.6.7.8)
    tcp-request content track-sc0 src table http
    tcp-request content switch-mode http if HTTP
    tcp-request content reject if { req.payload(0,4) -m str EVIL }
    http-request set-header X-First "%[var(sess.first)] %[src]"
    http-request deny if { path /deny }
    use_backend tcp if { path /tcp }
    use_backend http if { path -m found }
    default_backend tcp
frontend always
    bind 127.0.0.1:\${P:always}
    tcp-request content switch-mode http
    http-request return status 200 content-type text/plain lf-string "%[path] %[method]"
backend http
    mode http
    stick-table type ip size 10 store conn_cnt
    server s 127.0.0.1:\${P:web}
backend tcp
    server s 127.0.0.1:\${P:web}
`;

/** Bytes in pieces; what came back, and the line in the log. */
function pieces(part: string, ...texts: readonly string[]): Case {
  return async (side: Side) => {
    using client = await side.connect("fe");
    const lines = side.syslog.lines.length;
    for (const text of texts) {
      client.send(text);
      // Nothing tells that the proxy has a piece: it gets a turn to read it by itself.
      await new Promise((turn) => setTimeout(turn, 30));
    }
    client.shutdown();
    const got = await client.readAll().catch((error: Error) => error.message);
    client.close();
    const line = await side.syslog.waitFor(part);
    return [got, line.slice(line.indexOf("]: ") + 3), side.syslog.lines.length - lines];
  };
}

compareArea(
  "switch-mode http",
  {
    config,
    origins: { web: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok" },
  },
  {
    "requests of one connection": async (side) => {
      using client = await side.connect("fe");
      const first = await client.exchange(get("/a"));
      const second = await client.exchange(get("/b"));
      const seen = side.seen("web").map(({ startLine, fields }) => [startLine, fields]);
      return [first.head, second.head, seen];
    },
    "a head in pieces": pieces(
      "http/s",
      "GET /p",
      " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
    ),
    "rules over HTTP": pieces("PR GET", get("/deny", "Connection: close\r\n")),
    "no HTTP": pieces(" PR EVI", "EVIL"),
    "a TCP server": pieces(" IR ", get("/tcp")),
    "at once": async (side) => {
      using client = await side.connect("always");
      const first = await client.exchange(get("/a"));
      return [first.body, (await client.exchange(get("/b"))).body];
    },
  },
);
