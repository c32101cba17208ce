/**
 * tcp-request content over bytes that are still arriving: which rules wait for them, and what
 * happens when the delay is over; accept, reject, capture, variables.
 */
import { until } from "../support/deadline.ts";
import { type Case, compareArea, type Side } from "./compare.ts";

const frontends: Readonly<Record<string, readonly string[]>> = {
  "set-var": ["set-var(txn.a) req.payload(0,12)"],
  "set-var-fmt": ["set-var-fmt(txn.a) %[req.len]", "accept if { req.len gt 6 }"],
  "track-sc": ["track-sc0 req.payload(0,12) table be", "set-var(txn.a) sc_conn_cnt(0)"],
  capture: ["capture req.payload(0,12) len 12", "set-var(txn.a) capture.req.hdr(0)"],
  "a condition": ["set-var(txn.a) str(x) if { req.payload(4,1) -m str / }"],
  "reject at once": ["reject if { req.len gt 0 }"],
  "reject late": ["accept if { req.payload(0,90) -m found }", "reject"],
  wait_end: ["set-var(txn.a) str(end) if WAIT_END"],
  "track twice": [
    "track-sc0 src table be",
    "track-sc0 str(other) table be",
    "track-sc1 src table be",
    "sc-inc-gpc0(0)",
    "sc-inc-gpc1(1)",
    "sc-set-gpt0(0) int(3),add(4)",
    "set-var-fmt(txn.a) %[sc_get_gpc0(1)]-%[sc_get_gpt0(0)]",
  ],
};
const names = Object.keys(frontends);
const port = (name: string): string => name.replaceAll(/\W/g, "_");

const config = `
defaults
    mode tcp
    log 127.0.0.1:\${P:log} local0
    log-format "%ft %b/%s %ts %[var(txn.a)]."
    timeout connect 2s
    timeout client 5s
    timeout server 5s
${names
  .map(
    (name) => `
frontend ${port(name)}
    bind 127.0.0.1:\${P:${port(name)}}
    tcp-request inspect-delay ${name === "reject late" || name === "wait_end" ? "300ms" : "5s"}
    ${frontends[name]!.map((rule) => `tcp-request content ${rule}`).join("\n    ")}
    default_backend be`,
  )
  .join("\n")}
backend be
    stick-table type string len 40 size 100 store conn_cnt,gpc0,gpc1,gpt0
    server s 127.0.0.1:\${P:web}
`;

/** A request in two pieces, the second sent when the proxy has the first. */
function script(name: string): Case {
  return async (side: Side) => {
    using client = await side.connect(port(name));
    client.send("GET /");
    if (name !== "wait_end" && !name.startsWith("reject")) {
      // The first piece is read by itself: nothing tells, so the proxy gets a turn to do so.
      await new Promise((turn) => setTimeout(turn, 60));
      client.send("something HTTP/1.1\r\n\r\n");
    } else if (name === "wait_end") {
      const seen = side.origin("web").connectionCount;
      await until(() => side.origin("web").connectionCount > seen, "the end of the delay");
      client.send("end HTTP/1.1\r\n\r\n");
    }
    const got = await client.readAll().catch((error: Error) => error.message);
    client.close();
    const line = await side.syslog.waitFor(` ${port(name)} `);
    return [got, line.slice(line.indexOf("]: ") + 3)];
  };
}

compareArea(
  "tcp-request content and arriving bytes",
  {
    config,
    origins: {
      web: ({ end }) => {
        setImmediate(end);
        return "HTTP/1.0 200 OK\r\n\r\n";
      },
    },
  },
  Object.fromEntries(names.map((name) => [name, script(name)])),
);
