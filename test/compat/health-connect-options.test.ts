/** Each option of `connect` rules of both kinds of checks, by what the server it goes to answers. */
import { type CheckRow, checkedServers, compareChecks } from "./health-table.ts";

function tcp(server: string, rules: readonly string[], options = ""): CheckRow {
  return {
    server,
    lines: ["option tcp-check", ...rules.map((rule) => `tcp-check ${rule}`)],
    options,
  };
}
function http(server: string, rules: readonly string[], options = ""): CheckRow {
  return {
    server,
    lines: ["mode http", "option httpchk", ...rules.map((rule) => `http-check ${rule}`)],
    options,
  };
}

compareChecks(
  "options of connect",
  {
    alone: tcp("silent", ["connect"]),
    alone_twice: tcp("silent", ["connect", "connect"]),
    alone_after_variable: tcp("silent", ["set-var(check.x) int(1)", "connect"]),
    alone_before_variable: tcp("silent", ["connect", "set-var(check.x) int(1)"]),
    alone_http: http("http", ["connect"]),
    alone_http_port: http("silent", ["connect port ${P:gone}"]),
    port: tcp("silent", ["connect port ${P:banner}", "expect string +OK"]),
    port_http: http("silent", ["connect port ${P:http}", "send uri /", "expect status 200"]),
    addr: tcp("banner", ["connect addr 127.0.0.2 port 1"]),
    addr_port: tcp("banner", ["connect addr 127.0.0.1:${P:http}", "send a", "expect string HTTP"]),
    addr_of_line: tcp("banner", ["connect", "expect string +OK"], "addr 127.0.0.2 port 1"),
    rule_over_line: tcp(
      "banner",
      ["connect addr 127.0.0.1 port ${P:banner}", "expect string +OK"],
      "addr 127.0.0.2 port 1",
    ),
    addr_without_port: tcp(
      "banner",
      ["connect addr 127.0.0.1", "expect string +OK"],
      "port ${P:http}",
    ),
    unix_missing: tcp("banner", ["connect addr unix@/tmp/none-such-socket", "expect string +OK"]),
    addr_six: tcp("banner", ["connect addr [::1]:1", "expect string +OK"]),
    addr_name: tcp("silent", ["connect addr localhost port ${P:banner}", "expect string +OK"]),
    addr_port_and_port: tcp("silent", [
      "connect addr 127.0.0.1:1 port ${P:banner}",
      "expect string +OK",
    ]),
    port_and_addr_port: tcp("silent", [
      "connect port ${P:banner} addr 127.0.0.1:1",
      "expect string +OK",
    ]),
    addr_port_over_line: tcp(
      "silent",
      ["connect addr 127.0.0.1:${P:banner}", "expect string +OK"],
      "port 1",
    ),
    addr_any: tcp("banner", ["connect addr *", "expect string +OK"]),
    addr_any_port: tcp("silent", ["connect addr *:${P:banner}", "expect string +OK"]),
    line_port: tcp("silent", ["connect", "expect string +OK"], "port ${P:banner}"),
    line_addr_port: tcp("silent", ["connect", "expect string +OK"], "addr 127.0.0.1:${P:banner}"),
    line_unix: tcp("banner", ["connect", "expect string +OK"], "addr unix@/tmp/none-such-socket"),
    line_unix_with_port: tcp(
      "banner",
      ["connect", "expect string +OK"],
      "addr /tmp/none-such-socket port 3",
    ),
    line_unix_plain: { server: "banner", lines: [], options: "addr /tmp/none-such-socket" },
    line_unix_rule: tcp(
      "silent",
      ["connect port ${P:banner}", "expect string +OK"],
      "addr /tmp/none-such-socket",
    ),
    rule_over_unix: tcp(
      "silent",
      ["connect addr 127.0.0.1:${P:banner}", "expect string +OK"],
      "addr /tmp/none-such-socket",
    ),
    unix_with_port: tcp("banner", [
      "connect addr unix@/tmp/none-such-socket port 9",
      "expect string +OK",
    ]),
    unix_http: http("http", ["connect addr abns@none-such-socket"]),
    send_proxy_http: http("mirror", ["connect send-proxy", "send hdr A b", "expect rstring TCP4"]),
    linger: tcp("banner", ["connect linger", "expect string +OK"]),
    linger_http: http("http", ["connect linger", "send uri /", "expect status 200"]),
    default: tcp("banner", ["connect default", "expect string +OK"]),
    default_http: http("http", ["connect default", "send uri /", "expect status 200"]),
    default_with_port: tcp("silent", ["connect default port ${P:banner}", "expect string +OK"]),
    socks: tcp(
      "silent",
      ["connect via-socks4", "expect string +OK"],
      "socks4 127.0.0.1:${P:banner}",
    ),
    socks_of_check: tcp(
      "silent",
      ["connect", "expect string +OK"],
      "check-via-socks4 socks4 127.0.0.1:${P:banner}",
    ),
    socks_without: tcp("banner", ["connect via-socks4", "expect string +OK"]),
    ssl: tcp("silent", ["connect ssl"], "verify none"),
    ssl_closed: tcp("closer", ["connect ssl", "expect string x"], "verify none"),
    ssl_sni: tcp("echo", ["connect ssl sni a.example alpn http/1.1"], "verify none"),
    ssl_http: http("http", ["connect ssl sni a.example", "send uri /"], "verify none"),
    sni_without_ssl: tcp("banner", ["connect sni a.example", "expect string +OK"]),
    alpn_without_ssl: tcp("banner", ["connect alpn h2", "expect string +OK"]),
    refused_second: tcp("banner", [
      "connect",
      "expect string +OK",
      "connect port 1 comment second",
    ]),
    comment_http: http("http", ["comment before", "connect port 1"]),
    port_expression: tcp("banner", ["connect port int(1)"]),
    port_expression_zero: tcp("banner", ["connect port int(0)"]),
    port_expression_large: tcp("banner", ["connect port int(70000)"]),
    port_expression_text: tcp("banner", ["connect port str(abc)"]),
  },
  { servers: checkedServers },
);
