/** A TCP frontend whose backend is HTTP: the connection goes on as HTTP requests. */
import { until } from "../support/deadline.ts";
import { okResponse } from "../support/origin.ts";
import { type Case, compareArea } from "./compare.ts";
import { get } from "./configs.ts";

const config = `
defaults
    mode tcp
    log 127.0.0.1:\${P:log} local0
    log-format "%ft %b/%s %ST %tsc %[var(txn.path)]."
    timeout connect 2s
    timeout client 3s
    timeout server 3s
frontend plain
    bind 127.0.0.1:\${P:plain}
    default_backend http
frontend chosen
    bind 127.0.0.1:\${P:chosen}
    tcp-request inspect-delay 2s
    tcp-request content accept if { req.payload(0,4) -m found }
    use_backend http if { req.payload(0,4) -m str "GET " }
    default_backend tcp
backend tcp
    server s 127.0.0.1:\${P:web}
backend http
    mode http
    http-request set-var(txn.path) path
    http-request deny if { path /deny }
    http-request set-header X-Path %[path]
    server s 127.0.0.1:\${P:web}
`;

const closing = (target: string): string => get(target, "Connection: close\r\n");

const asking =
  (port: string, ...pieces: readonly string[]): Case =>
  async (side) => {
    const from = side.syslog.lines.length;
    using client = await side.connect(port);
    for (const piece of pieces) {
      client.send(piece);
      // Nothing tells that the proxy has a piece: it gets a turn to read it by itself.
      await new Promise((turn) => setTimeout(turn, 30));
    }
    const got = await client.readAll().catch((error: Error) => error.message);
    const line = await until(() => side.syslog.lines[from], "the line of the request");
    return [got, side.seen("web"), line.slice(line.indexOf("]: ") + 3)];
  };

compareArea(
  "the implicit upgrade to HTTP",
  { config, origins: { web: okResponse("ok") } },
  {
    "one request": asking("plain", closing("/one")),
    "requests one after the other": asking("plain", get("/first"), closing("/second")),
    "a head in pieces": asking(
      "plain",
      "GET /pieces HT",
      "TP/1.1\r\nHost: h\r\nConnection: ",
      "close\r\n\r\n",
    ),
    "a rule of the backend": asking("plain", closing("/deny")),
    "no HTTP": asking("plain", "junk\r\n\r\n"),
    "chosen by what came": asking("chosen", closing("/chosen")),
  },
);
