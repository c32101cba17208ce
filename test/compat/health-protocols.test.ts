/** Checks of other protocols: what passes, what fails and how it is told. */
import type { ServeConnection } from "../support/raw-server.ts";
import { type CheckRow, compareChecks } from "./health-table.ts";

/** A server that answers the first bytes it gets, and remembers nothing. */
function answering(hex: string): ServeConnection {
  return ({ socket }) => void socket.once("data", () => socket.write(Buffer.from(hex, "hex")));
}

/** The same, and then it leaves. */
function leaving(hex: string): ServeConnection {
  return ({ socket }) => void socket.once("data", () => socket.end(Buffer.from(hex, "hex")));
}

/** A server that answers only to exactly these bytes. */
function answeringTo(question: string, answer: string): ServeConnection {
  return ({ socket }) =>
    void socket.once("data", (data: Buffer) => {
      if (data.toString("latin1") === question) socket.write(Buffer.from(answer, "latin1"));
    });
}

const PONG = "+PONG\r\n";
const servers: Record<string, ServeConnection> = {
  redis: answeringTo("*1\r\n$4\r\nPING\r\n", PONG),
  redis_refusing: answering(Buffer.from("-ERR no\r\n").toString("hex")),
  ldap: answeringTo(
    "\x30\x0c\x02\x01\x01\x60\x07\x02\x01\x03\x04\x00\x80\x00",
    "\x30\x0c\x02\x01\x01\x61\x07\x0a\x01\x00\x04\x00\x04\x00",
  ),
  ldap_long: answering("3084000000100201016184000000070a010004000400"),
  ldap_refusing: answering("300c02010161070a013104000400"),
  foreign: answering(Buffer.from("x".repeat(21)).toString("hex")),
  tls: ({ socket }) =>
    void socket.once("data", (data: Buffer) => {
      // Of 126 bytes, but for the time in them.
      const isHello = data.length === 126 && data.toString("latin1", 15, 29) === "HAPROXYSSLCHK\n";
      if (isHello) socket.write(Buffer.from("160301004a02000046", "hex"));
    }),
  tls_alert: answering("15030100020228"),
  pgsql: answeringTo("\0\0\0\x12\0\x03\0\0user\0bob\0\0", "R\0\0\0\x08\0\0\0\0"),
  pgsql_refusing: answering("450000002053464154414c00433238303030004d6e6f0000"),
};

function row(option: string, server: string): CheckRow {
  return { server, lines: [`option ${option}`] };
}

const rows: Record<string, CheckRow> = {
  redis: row("redis-check", "redis"),
  redis_refusing: row("redis-check", "redis_refusing"),
  ldap: row("ldap-check", "ldap"),
  ldap_long: row("ldap-check", "ldap_long"),
  ldap_refusing: row("ldap-check", "ldap_refusing"),
  ldap_foreign: row("ldap-check", "foreign"),
  tls: row("ssl-hello-chk", "tls"),
  tls_alert: row("ssl-hello-chk", "tls_alert"),
  tls_foreign: row("ssl-hello-chk", "foreign"),
  pgsql: row("pgsql-check user bob", "pgsql"),
  pgsql_refusing: row("pgsql-check user bob", "pgsql_refusing"),
  pgsql_foreign: row("pgsql-check user bob", "foreign"),
};
for (const option of ["redis-check", "ldap-check", "ssl-hello-chk", "pgsql-check user bob"]) {
  const name = option.split("-")[0]!;
  rows[`${name}_silent`] = row(option, "silent");
  rows[`${name}_closed`] = row(option, "closer");
  rows[`${name}_refused`] = { ...row(option, "silent"), options: "port 1" };
}

/** Answers after which the server leaves, and those after which it stays, each with its option. */
const odd: Readonly<Record<string, readonly [option: string, hex: string, stays?: true]>> = {
  redis_short: ["redis-check", "2b504f"],
  redis_noauth: ["redis-check", "2d4e4f4155544820780d0a79"],
  pgsql_short: ["pgsql-check user bob", "5200000008"],
  pgsql_one_byte: ["pgsql-check user bob", "4e"],
  pgsql_unknown_way: ["pgsql-check user bob", "520000000800000008"],
  pgsql_sasl: ["pgsql-check user bob", "52000000170000000a53"],
  pgsql_long_error: ["pgsql-check user bob", `450000002053${"78".repeat(300)}`],
  pgsql_error_begins: ["pgsql-check user bob", "45000000", true],
  ldap_indefinite: ["ldap-check", "308002010161070a010004000400"],
  ldap_five_bytes: ["ldap-check", "30850000000c0c02010161070a010004000400"],
  ldap_cut: ["ldap-check", "3084000000100201016184000000070a01"],
  ldap_unfinished: ["ldap-check", "3084000000100201016184000000", true],
  tls_short: ["ssl-hello-chk", "15"],
  tls_foreign_short: ["ssl-hello-chk", "68"],
};
for (const [name, [option, hex, stays]] of Object.entries(odd)) {
  rows[name] = row(option, name);
  servers[name] = stays ? answering(hex) : leaving(hex);
}

compareChecks("checks of protocols", rows, { servers });
