/** Fetches of raw content, on what they were made for, on little, on nothing and on nonsense. */
import { clientHello, extension } from "../support/client-hello.ts";
import { compareContent } from "./content-table.ts";
import type { Payload } from "./content-table.ts";

const seen = (bytes: string, ...expected: string[]): Payload => ({ bytes, expected });
const plain = (bytes: string): Payload => ({ bytes });
const int = (value: number): string => value.toString(16).toUpperCase().padStart(16, "0");
const of = (extensions: string | null): string => clientHello({ extensions });

const hellos: Readonly<Record<string, string>> = {
  "a usual hello": clientHello(),
  "no extensions": of(null),
  "a hello cut short": clientHello().slice(0, -5),
  "a record's head": clientHello().slice(0, 5),
  HTTP: "GET / HTTP/1.0\r\n\r\n",
  "SSL 3": clientHello({ version: "\x03\0" }),
  "no ciphers": clientHello({ ciphers: "" }),
  "a session id too long": clientHello({ sessionId: "s".repeat(33) }),
  "another type of message": `\x16\x03\x01\0\x2e\x02${clientHello().slice(6, 51)}`,
  "two hellos": clientHello() + clientHello(),
  "an SSLv2 hello": `\x80\x2e\x01\x03\x01\0\x15\0\0\0\x10${"c".repeat(37)}`,
  "an old record": `\x16\x02\0${clientHello().slice(3)}`,
};

compareContent(
  "ClientHello",
  [
    "req.ssl_ver",
    "req_ssl_ver",
    "req.ssl_hello_type",
    "req_ssl_hello_type",
    "req.ssl_sni",
    "req_ssl_sni",
    "req.ssl_alpn",
    "req.ssl_ec_ext",
    "req.ssl_st_ext",
  ],
  Object.fromEntries(Object.entries(hellos).map(([name, bytes]) => [name, plain(bytes)])),
);

const tls12 = int(0x30003);

/** Older ones read beyond what is there. */
compareContent(
  "odd ClientHellos",
  [
    "req.ssl_ver",
    "req.ssl_hello_type",
    "req.ssl_sni",
    "req.ssl_alpn",
    "req.ssl_ec_ext",
    "req.ssl_st_ext",
  ],
  {
    "an empty block of extensions": seen(of(""), tls12, int(1), "-", "-", int(0), int(0)),
    "a ticket": seen(of(extension(35, "ticket")), tls12, int(1), "-", "-", int(0), int(2)),
    "empty groups": seen(
      of(extension(35, "") + extension(10, "")),
      tls12,
      int(1),
      "-",
      "-",
      int(1),
      int(1),
    ),
    "the start of a hello": seen(clientHello().slice(0, 30), "-", "-", "-", "-", "-", "-"),
    "a name of another kind": seen(
      of(extension(0, "\0\x07\x01\0\x04host")),
      tls12,
      int(1),
      "-",
      "-",
      int(0),
      int(0),
    ),
    "a name longer than its list": seen(
      of(extension(0, "\0\x07\0\0\x05host")),
      tls12,
      int(1),
      "-",
      "-",
      int(0),
      int(0),
    ),
    "an empty name": seen(
      of(extension(0, "\0\x05\0\0\0")),
      tls12,
      int(1),
      "-",
      "-",
      int(0),
      int(0),
    ),
    "a protocol cut short": seen(
      of(extension(16, "\0\x04\x02h2")),
      tls12,
      int(1),
      "-",
      "6832",
      int(0),
      int(0),
    ),
  },
  "3.2",
);

compareContent(
  "lists of a ClientHello",
  ["req.ssl_cipherlist", "req.ssl_sigalgs", "req.ssl_supported_groups", "req.ssl_keyshare_groups"],
  {
    usual: seen(clientHello(), "1301C02F0A0A", "04030804", "001D0017", "001D0017"),
    "no extensions": seen(of(null), "1301C02F0A0A", "-", "-", "-"),
    "cut short": seen(clientHello().slice(0, -5), "-", "-", "-", "-"),
    "no ciphers": seen(clientHello({ ciphers: "" }), "-", "-", "-", "-"),
    "lists that overrun": seen(
      of(extension(10, "\0") + extension(13, "\0\x02") + extension(51, "\0\x04\0\x1d\0\x07")),
      "1301C02F0A0A",
      "-",
      "-",
      "001D",
    ),
    "a share longer than its list": seen(
      of(extension(51, "\0\x0a\0\x1d\0\x02ab\0\x17\0\x09")),
      "1301C02F0A0A",
      "-",
      "-",
      "001D0017",
    ),
    "an odd number of bytes": seen(
      of(extension(13, "\0\x03\x04\x03\x05")),
      "1301C02F0A0A",
      "040305",
      "-",
      "-",
    ),
    "the same extension twice": seen(
      of(extension(10, "\0\x02\0\x1d") + extension(10, "\0\x02\0\x17")),
      "1301C02F0A0A",
      "-",
      "001D",
      "-",
    ),
    HTTP: seen("GET / HTTP/1.0\r\n\r\n", "-", "-", "-", "-"),
  },
  "3.2",
);

/** A connection request of RDP with that line. */
const rdp = (line: string): Payload => plain(`\x03\0\0\x20\x1b\xe0\0\0\0\0\0${line}`);

compareContent(
  "RDP cookies",
  [
    "req.rdp_cookie",
    "req.rdp_cookie(mstshash)",
    "rdp_cookie(MSTS)",
    "req.rdp_cookie_cnt",
    "rdp_cookie_cnt(a)",
  ],
  {
    usual: rdp("Cookie: mstshash=user\r\n\x01\0\x08\0"),
    "another name": rdp("Cookie: msts=1.2.3\r\n"),
    "any case": rdp("cookie: MSTShash=x\r\n"),
    empty: rdp("Cookie: mstshash=\r\n"),
    "no name": rdp("Cookie: =b\r\n"),
    "no equals sign": rdp("Cookie: ab\r\n"),
    "no blank": rdp("Cookie:a=1\r\n"),
    two: rdp("Cookie: x=1\r\nCookie: a=2\r\n"),
    "no line's end": rdp("Cookie: a=b"),
    "half a line's end": rdp("Cookie: a=b\r"),
    "a stray CR": rdp("Cookie: a=b\rx\n\r\n"),
    "a name with a blank": rdp("Cookie: a =1\r\n"),
    "a NUL": rdp("Cookie: a=1\0b\r\n"),
    "another label": rdp("Xookie: a=1\r\n"),
    short: plain("GET"),
  },
);

const distcc = [
  "distcc_param(DIST)",
  "distcc_param(ARGC)",
  "distcc_param(DOTI)",
  "distcc_param(ARGV,2)",
  "distcc_body(ARGV)",
  "distcc_body(ARGV,2)",
  "distcc_body(DOTI)",
  "distcc_body(DIST)",
];
compareContent("distcc", distcc, {
  usual: seen(
    "DIST00000002ARGC00000001ARGV00000003fooARGV00000002xyDOTI00000005hello",
    int(2),
    int(1),
    int(5),
    int(2),
    "666F6F",
    "7879",
    "68656C6C6F",
    "-",
  ),
  "upper case digits": plain("DIST00000002ARGV0000000Ahello worlX"),
  "an empty body": plain("DIST00000002ARGV00000001aARGV00000000"),
  "a digit that is none": plain("DIST0000000zARGC"),
  "a token cut short": plain("DIST00000002ARGC"),
  "another protocol": plain("XXXX00000001ARGV00000001a"),
});

compareContent(
  "payload",
  [
    "payload(0,0)",
    "payload(1,3)",
    "payload(9,0)",
    "payload(2,99)",
    "req.payload(0,1)",
    "payload_lv(0,2)",
    "payload_lv(0,2,0)",
    "payload_lv(0,2,1)",
    "payload_lv(0,2,4)",
    "payload_lv(0,2,+1)",
    "payload_lv(0,2,-2)",
    "payload_lv(1,1)",
    "req.payload_lv(0,1)",
    "req_len",
  ],
  {
    usual: plain("\0\x03abcdefgh"),
    "a length of none": plain("\0\0ab"),
    "a length that overruns": plain("\0\xffab"),
    "one byte": plain("a"),
  },
);
