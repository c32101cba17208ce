/**
 * `accept-proxy` and `accept-netscaler-cip`: what the header says of the connection, what is no
 * header, and what the log says then. Not compared: malformed addresses and ports that HAProxy 2.6
 * reads something into (192.0.2.300 is 192.0.3.44 there), here they are no header
 * (test/unit/connection); headers in pieces and addresses behind UNKNOWN, which are taken here as
 * proxy-protocol.txt asks, and refused there; fields of the same type or over 1024 bytes, taken as
 * HAProxy 3 does. LOCAL with addresses is taken as HAProxy 2.6 does; 3.2 refuses it.
 */
import { until } from "../support/deadline.ts";
import { type Case, compareArea } from "./compare.ts";
import { httpDefaults } from "./configs.ts";

const config = `${httpDefaults}
    log 127.0.0.1:\${P:log} local0
    log-format "%ci %fi %ST"
frontend fe
    bind 127.0.0.1:\${P:fe} accept-proxy
    http-request return status 200 content-type text/plain lf-string "%[fc_rcvd_proxy] %[src]:%[src_port] %[dst]:%[dst_port] %[fc_pp_authority] %[fc_pp_unique_id]"
frontend cip
    bind 127.0.0.1:\${P:cip} accept-netscaler-cip 12832
    http-request return status 200 content-type text/plain lf-string "%[src]:%[src_port] %[dst]:%[dst_port]"
`;

const request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
const ends = "\xc0\0\x02\x01\xc6\x33\x64\x02\x04\xd2\0\x50";
const endsV6 = `\x20\x01\x0d\xb8${"\0".repeat(11)}\x01\x20\x01\x0d\xb8${"\0".repeat(11)}\x02\x04\xd2\0\x50`;
const signature = "\r\n\r\n\0\r\nQUIT\n";
const word = (value: number): string => String.fromCharCode(value >> 8, value & 255);
const v2 = (command: number, family: number, body: string): string =>
  signature + String.fromCharCode(command, family) + word(body.length) + body;
const field = (type: number, value: string): string =>
  String.fromCharCode(type) + word(value.length) + value;
const v1 = (rest: string): string => `PROXY ${rest}\r\n`;

const headers: Readonly<Record<string, string>> = {
  "version 1": v1("TCP4 192.0.2.1 198.51.100.2 1234 80"),
  "version 1 over IPv6": v1("TCP6 2001:db8::1 2001:db8::2 1234 80"),
  "IPv4 in IPv6": v1("TCP6 ::ffff:192.0.2.1 ::ffff:198.51.100.2 1 2"),
  "port 0": v1("TCP4 192.0.2.1 198.51.100.2 0 00080"),
  unknown: v1("UNKNOWN"),
  "version 2": v2(0x21, 0x11, ends),
  "version 2 over IPv6": v2(0x21, 0x21, endsV6),
  local: v2(0x20, 0x11, ends),
  "local without addresses": v2(0x20, 0x00, ""),
  "a field": v2(0x21, 0x11, ends + field(4, "x")),
  "fields that are told": v2(0x21, 0x11, ends + field(2, "host.example") + field(5, "an-id")),
  "fields of TLS and of others": v2(
    0x21,
    0x11,
    ends + field(0x30, "ns") + field(0x20, "\x01\0\0\0\0"),
  ),
  "the longest id": v2(0x21, 0x11, ends + field(5, "u".repeat(128))),
  "no header": "",
  "a header in small letters": "proxy tcp4 192.0.2.1 198.51.100.2 1234 80\r\n",
  "a tab": "PROXY\tTCP4 192.0.2.1 198.51.100.2 1234 80\r\n",
  "a port that is no number": v1("TCP4 192.0.2.1 198.51.100.2 x 80"),
  "an unknown family": v1("TCP9 192.0.2.1 198.51.100.2 1234 80"),
  "unknown with more letters": v1("UNKNOWNX"),
  "two spaces": v1("TCP4  192.0.2.1 198.51.100.2 1234 80"),
  "a space at the end": v1("TCP4 192.0.2.1 198.51.100.2 1234 80 "),
  "a word too many": v1("TCP4 192.0.2.1 198.51.100.2 1234 80 x"),
  "a word too few": v1("TCP4 192.0.2.1 198.51.100.2 1234"),
  "the other family": v1("TCP4 ::1 ::2 1 2"),
  "too long a line": v1(`TCP6 ${"0".repeat(100)}`),
  "LF alone": "PROXY TCP4 192.0.2.1 198.51.100.2 1234 80\n",
  "too few addresses in version 2": v2(0x21, 0x11, "\xc0\0\x02\x01"),
  "addresses of the other family": v2(0x21, 0x21, ends),
  "no family": v2(0x21, 0x00, ""),
  datagrams: v2(0x21, 0x12, ends),
  "a socket of the file system": v2(0x21, 0x31, "\0".repeat(216)),
  "another version": v2(0x31, 0x11, ends),
  "another command": v2(0x22, 0x11, ends),
  "another signature": v2(0x21, 0x11, ends).replace("QUIT", "QUIX"),
};

const refusedFields: Readonly<Record<string, string>> = {
  "too long an id": v2(0x21, 0x11, ends + field(5, "u".repeat(129))),
  "too long a name": v2(0x21, 0x11, ends + field(2, "h".repeat(256))),
  "a field that is cut": v2(0x21, 0x11, `${ends}\x05\0\x09ab`),
  "half the head of a field": v2(0x21, 0x11, `${ends}\x05\0`),
  "a wrong checksum": v2(0x21, 0x11, ends + field(3, "\x01\x02\x03\x04")),
  "too short a checksum": v2(0x21, 0x11, ends + field(3, "\x01\x02")),
};

const MAGIC = "\0\0\x32\x20";
const ipv4 = "\x45\0\0\x28\0\0\0\0\x40\x06\0\0\xc0\0\x02\x01\xc6\x33\x64\x02";
const tcp = `\x04\xd2\0\x50${"\0".repeat(16)}`;
const netscaler: Readonly<Record<string, string>> = {
  "a NetScaler header": `${MAGIC}\0\0\0\x28${ipv4}${tcp}`,
  "another magic number": `\0\0\x32\x21\0\0\0\x28${ipv4}${tcp}`,
  "UDP behind a NetScaler": `${MAGIC}\0\0\0\x28${ipv4.replace("\x40\x06", "\x40\x11")}${tcp}`,
  "IP of another version": `${MAGIC}\0\0\0\x28${ipv4.replace("\x45", "\x75")}${tcp}`,
  "a length that never comes": `${MAGIC}\0\0\x0f\xa0${ipv4}${tcp}`,
};

/** The answer, or nothing; and the log line without its source and date. */
const sending =
  (port: string, header: string): Case =>
  async (side) => {
    const from = side.syslog.lines.length;
    using client = await side.connect(port);
    client.send(`${header}${request}`);
    const answer = (await client.readAll().catch(() => "")).replace(/1 127\.0\.0\.1:\d+/, "1 own");
    const line = await until(() => side.syslog.lines[from], "the line of the connection");
    return [answer, line.replace(/^.*?\]: /, "").replace(/^\S+ \[.*\] /, "")];
  };

const casesOf = (port: string, table: Readonly<Record<string, string>>): [string, Case][] =>
  Object.entries(table).map(([name, header]) => [name, sending(port, header)]);

const cases = [
  ...casesOf("fe", headers),
  ...casesOf("fe", refusedFields),
  ...casesOf("cip", netscaler),
];

compareArea("PROXY headers", { config }, Object.fromEntries(cases));
