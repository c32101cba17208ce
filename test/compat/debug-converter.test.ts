/** The converter `debug`: its lines in buf0 and in rings of each format, the list of sinks. */
import { type Case, compareArea } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

const formats = ["local", "rfc3164", "rfc5424", "priority", "short", "timed", "iso", "raw"];

const config = `
global
    set-var proc.start int(1),debug(start)
${httpDefaults}
${formats.map((format) => `ring in-${format}\n    size 32768\n    format ${format}\n`).join("")}
ring short
    size 32768
    format raw
    maxlen 40

frontend fe
    bind 127.0.0.1:\${P:fe}
    acl small path,debug(acl),length lt 100
    http-request set-var(txn.a) path,debug
    http-request set-var(txn.a) path,debug(),debug("a b; c"),length,debug(len)
    http-request set-var(txn.a) method,debug(method)
    http-request set-var(txn.a) bool(false),debug(no)
    http-request set-var(txn.a) req.hdr_ip(x-ip),debug(ip)
    http-request set-var(txn.a) src,debug(src)
    http-request set-var(txn.a) req.hdr(x-none),debug(none)
    http-request set-var(txn.a) str(),debug(empty)
    http-request set-var(txn.b) str(QX9CCkM=),b64dec,debug(bin)
    http-request set-var(txn.c) var(txn.b),debug(held)
    http-request set-var(txn.a) str(QQAAAQ==),b64dec,debug(nul)
    http-request set-var(txn.a) req.hdr(x-long),debug(long,short)
    http-request set-var(txn.a) req.hdr(x-odd),debug(odd)
${formats.map((each) => `    http-request set-var(txn.a) path,debug(${each},in-${each})`).join("\n")}
    http-request return status 200 hdr x-length %[path,debug(log),length] if small
`;

const dateless = (text: string): string =>
  text
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.+]+/g, "<iso>")
    .replaceAll(/[A-Z][a-z]{2} [ \d]\d [\d:]{8} /g, "<date> ");

const reading =
  (...rings: readonly string[]): Case =>
  async (side) => {
    const fields = "X-Ip: 2001:db8::1\r\nX-Odd: \t\x80\xff~<>\r\n";
    const long = `X-Long: ${"z".repeat(60)}\r\n`;
    const answer = await side.sendAll("fe", get("/path", `Connection: close\r\n${fields}${long}`));
    const shown: string[] = [answer];
    for (const ring of rings) shown.push(dateless(await side.proxy.cli(`show events ${ring}`)));
    return shown;
  };

compareArea(
  "debug",
  { config },
  {
    buf0: reading("buf0"),
    "rings of each format": reading(...formats.map((each) => `in-${each}`)),
    "a ring with a limit": reading("short"),
    "the list of sinks": async (side) => {
      const lines = (await side.proxy.cli("show events")).split("\n");
      return lines.filter((line) => /stdout|stderr|buf0|in-raw/.test(line));
    },
  },
);
