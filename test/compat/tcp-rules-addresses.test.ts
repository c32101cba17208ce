/**
 * set-src, set-dst and their ports in every set: for how long they hold, what logs, forwardfor and
 * PROXY headers tell; expect-proxy, and NetScaler Client IP headers.
 */
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

const ends = '"%[src]:%[src_port] %[dst]:%[dst_port]"';
const tell = `http-request return status 200 content-type text/plain lf-string ${ends}`;

/** Rules of a frontend that tells its addresses; ports that nobody chose are set. */
const rules: Readonly<Record<string, readonly string[]>> = {
  connection: [
    "tcp-request connection set-src str(5.6.7.8)",
    "tcp-request connection set-src-port int(65541)",
    "tcp-request connection set-dst src",
    "tcp-request connection set-dst-port int(6)",
  ],
  session: [
    "tcp-request session set-src str(::1)",
    "tcp-request session set-src-port int(7)",
    "tcp-request session set-dst-port src_port,add(1)",
  ],
  content: [
    "tcp-request content set-src str(5.6.7.8),ipmask(24)",
    "tcp-request content set-src-port str(77x)",
    "tcp-request content set-dst-port int(-1)",
  ],
  request: [
    "http-request set-src req.hdr(x-ip)",
    "http-request set-src-port req.hdr(x-port)",
    "http-request set-dst req.hdr(x-dst)",
    "http-request set-dst-port int(9) if { dst_port gt 1024 }",
  ],
};
const names = Object.keys(rules);

const config = `${httpDefaults}
    log 127.0.0.1:\${P:log} local0
${names
  .map(
    (name) => `
frontend ${name}
    bind 127.0.0.1:\${P:${name}}
    ${rules[name]!.join("\n    ")}
    ${name === "request" ? "http-request set-src-port int(1) if { src_port gt 1024 }" : ""}
    ${tell}`,
  )
  .join("\n")}
frontend forwarding
    bind 127.0.0.1:\${P:forwarding}
    option forwardfor
    log-format "%ci:%cp %fi:%fp %HP."
    http-request set-src req.hdr(x-ip)
    http-request set-src-port int(2)
    http-request set-dst-port int(3)
    default_backend web
frontend proxying
    bind 127.0.0.1:\${P:proxying}
    http-request set-src req.hdr(x-ip)
    http-request set-src-port int(2)
    http-request set-dst-port int(3)
    default_backend proxy
frontend expecting
    bind 127.0.0.1:\${P:expecting}
    tcp-request connection expect-proxy layer4 if { src 127.0.0.2 }
    http-request set-src-port int(2) if { src 127.0.0.0/8 }
    http-request set-dst-port int(3)
    ${tell}
frontend cip
    bind 127.0.0.1:\${P:cip} accept-netscaler-cip 84281096
    ${tell}
backend web
    server s 127.0.0.1:\${P:web}
backend proxy
    server s 127.0.0.1:\${P:told} send-proxy
frontend told
    bind 127.0.0.1:\${P:told} accept-proxy
    ${tell}
`;

/** Two requests on one connection: what a rule says of the first is forgotten or not. */
function twice(name: string, first: string, second: string): Case {
  return async (side: Side) => {
    using client = await side.connect(name);
    const bodies: string[] = [];
    for (const fields of [first, second, first])
      bodies.push((await client.exchange(get("/", fields))).body);
    return bodies;
  };
}

const TCP_HEADER = `\x30\x39\x00\x50${"\0".repeat(16)}`;
const IP_HEADER = `\x45${"\0".repeat(8)}\x06\0\0\x01\x02\x03\x04\x05\x06\x07\x08`;
const legacy = `\x05\x06\x07\x08\0\0\0\x28${IP_HEADER}${TCP_HEADER}`;
const standard = `\x05\x06\x07\x08\0\0\0\x34\0\x01\0\x28${IP_HEADER}${TCP_HEADER}`;

/** A NetScaler header, then a request. */
function behind(header: string): Case {
  return async (side: Side) => {
    using client = await side.connect("cip");
    client.send(`${header}${get("/", "Connection: close\r\n")}`);
    return await client.readAll().catch(() => "closed");
  };
}

compareArea(
  "addresses set by rules",
  { config, origins: { web: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" } },
  {
    connection: twice("connection", "", ""),
    session: twice("session", "", ""),
    content: twice("content", "", ""),
    request: twice("request", "X-Ip: 1.2.3.4\r\nX-Dst: 2001:db8::1\r\nX-Port: 700\r\n", ""),
    "an IPv6 source, and no address": twice("request", "X-Ip: ::7\r\nX-Dst: x\r\n", "X-Ip: \r\n"),
    "forwardfor and the log": async (side) => {
      const fields = "X-Ip: 1.2.3.4\r\n";
      const answer = await side.ask("forwarding", get("/logged", fields));
      const line = await side.syslog.waitFor("/logged.");
      return [answer, side.seen("web"), line.slice(line.indexOf("]: "))];
    },
    "PROXY headers follow": twice("proxying", "X-Ip: 1.2.3.4\r\n", "X-Ip: 1.2.3.5\r\n"),
    "a header expected from some": async (side) => {
      using client = await side.connect("expecting", { localAddress: "127.0.0.2" });
      client.send("PROXY TCP4 192.0.2.1 198.51.100.2 1234 80\r\n");
      return (await client.exchange(get("/"))).body;
    },
    "and not from others": async (side) => (await side.ask("expecting", get("/"))).body,
    "some come without it": async (side) => {
      using client = await side.connect("expecting", { localAddress: "127.0.0.2" });
      client.send(get("/"));
      return await client.readAll().catch(() => "closed");
    },
    "a legacy NetScaler header": behind(legacy),
    "a standard NetScaler header": behind(standard),
    "a NetScaler header with another magic number": behind(`\x01${legacy.slice(1)}`),
    "no NetScaler header": behind(""),
  },
);
