/** Fetches of the client's connection (manual 7.3.3): what PROXY told, what rules changed, the kernel's numbers. */
import { type Case, compareArea } from "./compare.ts";
import { compareExpressions, gives, newerExpressions } from "./expression-table.ts";
import { httpDefaults } from "./configs.ts";

compareExpressions(
  "the connection as it came",
  [
    "%[fc_src]",
    "%[fc_src_is_local]",
    "%[fc_dst]",
    "%[fc_dst_port]",
    "%[fc_dst_is_local]",
    "%[src] %[fc_src]",
    "%[dst_port]",
    "%[src_port] %[dst]",
    "%[fc_err] <%[fc_err_str]>",
    "<%[fc_pp_authority]><%[fc_pp_unique_id]>",
    "%[fc_rtt,div(1000)]",
    "%[fc_rtt(ms),div(1000)]",
    "%[fc_rtt(us),div(1000000)]",
    "%[fc_rttvar,div(1000)]",
    "%[fc_rttvar(us),div(1000000)]",
    "%[fc_unacked]",
    "%[fc_sacked]",
    "%[fc_retrans]",
    "%[fc_fackets]",
    "%[fc_lost]",
    "%[fc_reordering]",
  ],
  `http-request set-src str(192.0.2.77)
    http-request set-src-port int(1234)
    http-request set-dst str(198.51.100.3)`,
);

newerExpressions("the connection, newer", "3.2", [
  gives("%[fc_err_name]", ""),
  gives("%[fc_nb_streams]", "1"),
  gives("%[fc_settings_streams_limit]", "1"),
  gives("%[fc_glitches]", ""),
  gives("%[fc_pp_tlv(AUTHORITY)]", ""),
  gives("%[fs.id]", "0"),
  gives("%[fs.aborted]", "0"),
  gives("%[fs.rst_code]", ""),
  gives("%[bc_rtt]", ""),
  gives("%[bc_rttvar(us)]", ""),
]);

const signature = "\r\n\r\n\0\r\nQUIT\n";
const addresses = "\xc0\0\x02\x01\xc6\x33\x64\x02\x04\xd2\0\x50";
const word = (value: number): string => String.fromCharCode(value >> 8, value & 255);
const field = (type: number, value: string): string =>
  String.fromCharCode(type) + word(value.length) + value;
const header = (fields: string): string =>
  `${signature}\x21\x11${word(addresses.length + fields.length)}${addresses}${fields}`;

const request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

const sent =
  (bytes: string): Case =>
  async (side) => {
    using client = await side.connect("fe");
    client.send(`${bytes}${request}`);
    try {
      return await client.readAll();
    } catch {
      return "closed";
    }
  };

const HEADERS: Readonly<Record<string, string>> = {
  "no field": header(""),
  authority: header(field(2, "www.example.com")),
  "an empty one": header(field(2, "")),
  "a unique id": header(field(5, "id-\x01-9")),
  "the longest unique id": header(field(5, "u".repeat(128))),
  "a unique id too long": header(field(5, "u".repeat(129))),
  "an authority too long": header(field(2, "a".repeat(256))),
  "padding between": header(field(4, "\0\0\0") + field(2, "behind")),
  "a length beyond the header": header("\x02\0\x09ab"),
  "bytes behind the last field": header(`${field(2, "a")}\x02`),
  "a wrong checksum": header(field(3, "\x01\x02\x03\x04")),
  "a checksum of a wrong length": header(field(3, "\x01")),
};

const fieldsConfig = (format: string): string => `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe} accept-proxy
    http-request return status 200 content-type text/plain lf-string "${format}"
`;

const caseOf = (bytes: Readonly<Record<string, string>>): Record<string, Case> =>
  Object.fromEntries(Object.entries(bytes).map(([name, each]) => [name, sent(each)]));

compareArea(
  "fields of a PROXY header",
  {
    config: fieldsConfig(
      "%[src] <%[fc_pp_authority]> <%[fc_pp_unique_id,hex]> %[fc_src] %[dst]:%[dst_port] %[fc_dst]",
    ),
  },
  caseOf(HEADERS),
);

compareArea(
  "fields of a PROXY header by type",
  {
    config: fieldsConfig(
      "<%[fc_pp_tlv(AUTHORITY)]> <%[fc_pp_tlv(0xE0)]> <%[fc_pp_tlv(224),hex]> <%[fc_pp_tlv(ssl),hex]> <%[fc_pp_tlv(ALPN)]> <%[fc_pp_tlv(SSL_CN)]>",
    ),
    since: "3.2",
  },
  caseOf({
    ...HEADERS,
    // HAProxy 2.6 takes the last of them.
    "one twice": header(field(2, "first") + field(2, "second")),
    "an own type": header(field(0xe0, "x") + field(0xe0, "y")),
    "a type within TLS": header(field(0x20, `\x01\0\0\0\0${field(0x22, "cn.example")}`)),
    "a protocol": header(field(1, "h2")),
    "the longest value": header(field(0xe0, "v".repeat(1024))),
    "a value too long": header(field(0xe0, "v".repeat(1025))),
  }),
);

compareArea(
  "every field of a type is looked at",
  {
    config: `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe} accept-proxy
    http-request deny deny_status 403 if { fc_pp_tlv(0xE1) -m str second }
    http-request return status 200
`,
    since: "3.2",
  },
  caseOf({
    second: header(field(0xe1, "first") + field(0xe1, "second")),
    neither: header(field(0xe1, "first") + field(0xe1, "third")),
  }),
);
