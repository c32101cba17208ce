/**
 * tcp-response content: accept, reject, close and silent-drop over a TCP server's bytes as they
 * come, and before http-response in HTTP mode; what each leaves in the log.
 */
import { until } from "../support/deadline.ts";
import { type OriginScript, okResponse } from "../support/origin.ts";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get } from "./configs.ts";

/** Name of a backend and its rules. */
const backends: Readonly<Record<string, readonly string[]>> = {
  accepting: ["accept", "reject"],
  rejecting: ["reject"],
  closing: ["close"],
  hasty: ["reject if { res.len gt 5 }"],
  patient: ["inspect-delay 5s", "reject if { res.len gt 5 }"],
  payload: ["inspect-delay 5s", "reject if { res.payload(0,6) -m str HELLO- }", "accept"],
  passing: ["inspect-delay 5s", "accept if { res.payload(0,5) -m str HELLO }", "reject"],
  unless: ["inspect-delay 5s", "reject unless { res.len gt 5 }"],
  timed: ["inspect-delay 300ms", "accept if { res.payload(0,50) -m found }", "reject if WAIT_END"],
  noted: ["inspect-delay 5s", "set-var(txn.l) res.len", "accept if { res.len gt 5 }"],
  formatted: ["set-var-fmt(txn.l) %[dst_port]", "unset-var(txn.l)", "set-log-level err"],
  silent: ["set-log-level silent"],
  dropping: ["silent-drop"],
};

const names = Object.keys(backends);
const sections = names.map(
  (name) => `
frontend ${name}
    bind 127.0.0.1:\${P:${name}}
    default_backend to-${name}
backend to-${name}
    ${backends[name]!.map((rule) => (rule.startsWith("inspect") ? `tcp-response ${rule}` : `tcp-response content ${rule}`)).join("\n    ")}
    server s 127.0.0.1:\${P:web}`,
);

const config = `
defaults
    mode tcp
    log 127.0.0.1:\${P:log} local0
    log-format "%ft %b/%s %ts %B %[var(txn.l)]."
    timeout connect 2s
    timeout client 5s
    timeout server 5s
${sections.join("\n")}
`;

/** Answers the first request with a part, and the next with the rest and a FIN. */
const inParts: OriginScript = ({ request, end }) => {
  if (request.target === "/first") return "HEL";
  setImmediate(end);
  return "LO-rest";
};

/** What the client gets, and the line in the log. */
function script(name: string): Case {
  return async (side: Side) => {
    const first = get("/first");
    using client = await side.connect(name);
    client.send(first);
    const seen = side.origin("web").requests.length;
    if (waits(name)) {
      await until(() => side.origin("web").requests.length > seen, "the first request");
      client.send(get("/second"));
    } else if (name !== "timed") {
      client.send(get("/second"));
    }
    const got = await client.readAll().catch((error: Error) => error.message);
    client.close();
    return [got, name === "silent" ? "" : messageOf(await side.syslog.waitFor(` ${name} to-`))];
  };
}

/** The rules wait for what only a second request brings. */
function waits(name: string): boolean {
  return ["patient", "payload", "passing", "unless", "noted"].includes(name);
}

function messageOf(line: string): string {
  return line.slice(line.indexOf("]: ") + 3);
}

compareArea(
  "tcp-response content in mode tcp",
  { config, origins: { web: inParts } },
  Object.fromEntries(
    names.filter((name) => name !== "dropping").map((name) => [name, script(name)]),
  ),
);

const httpConfig = `
defaults
    mode http
    log 127.0.0.1:\${P:log} local0
    log-format "%ft %b/%s %tsc %ST %HP."
    timeout connect 2s
    timeout client 5s
    timeout server 5s
frontend fe
    bind 127.0.0.1:\${P:fe}
    use_backend %[path,field(2,/)]
backend order
    tcp-response content set-var(txn.o) str(tcp)
    http-response set-header X-O %[var(txn.o)]
    server s 127.0.0.1:\${P:web}
backend rejected
    tcp-response content reject
    server s 127.0.0.1:\${P:web}
backend early
    tcp-response content reject if { status 200 }
    server s 127.0.0.1:\${P:web}
backend late
    tcp-response inspect-delay 5s
    tcp-response content reject if { res.hdr(X-From) -m found }
    server s 127.0.0.1:\${P:web}
backend later
    tcp-response inspect-delay 5s
    tcp-response content accept if { status 200 }
    tcp-response content reject
    server s 127.0.0.1:\${P:web}
`;

compareArea(
  "tcp-response content in mode http",
  { config: httpConfig, origins: { web: okResponse("ok", "X-From: o\r\n") } },
  Object.fromEntries(
    ["order", "rejected", "early", "late", "later"].map((name): [string, Case] => [
      name,
      async (side) => {
        const text = get(`/${name}`, "Connection: close\r\n");
        const got = await side.sendAll("fe", text).catch((error: Error) => error.message);
        const line = messageOf(await side.syslog.waitFor(`/${name}.`));
        // HAProxy notes the status of a response that a rule then rejects; only some rules look.
        return [got, name === "late" ? line.slice(0, line.indexOf(" P")) : line];
      },
    ]),
  ),
);
