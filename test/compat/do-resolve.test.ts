/** do-resolve: what the variable holds for each kind of answer, and how questions are counted. */
import { after } from "node:test";
import { okResponse } from "../support/origin.ts";
import { startDnsServer } from "../support/dns-server.ts";
import { type Case, compareArea } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

const dns = await startDnsServer({
  "four.test": { a: ["10.0.0.1"] },
  "six.test": { aaaa: ["2001:db8::1"] },
  "both.test": { a: ["10.1.0.1"], aaaa: ["2001:db8::2"] },
  "empty.test": {},
  "refused.test": { flags: 0x8185 },
  "failing.test": { flags: 0x8182 },
  "cut.test": { a: ["10.2.0.1"], flags: 0x8380 },
  "silent.test": "silence",
});
after(() => dns.stop());

const config = `resolvers udp
    nameserver n1 127.0.0.1:${dns.port}
    resolve_retries 2
    timeout retry 200ms
    timeout resolve 200ms
    hold valid 1s

resolvers tcp
    nameserver n2 tcp@127.0.0.1:${dns.port}
    resolve_retries 1
    timeout retry 500ms

${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request set-var(txn.ip) str(before) if { req.hdr(x-before) -m found }
    http-request do-resolve(txn.ip,udp) req.hdr(x-name) if { req.hdr(x-how) any }
    http-request do-resolve(txn.ip,udp,ipv4) req.hdr(x-name),lower if { req.hdr(x-how) ipv4 }
    http-request do-resolve(txn.ip,udp,ipv6) req.hdr(x-name) if { req.hdr(x-how) ipv6 }
    http-request do-resolve(txn.ip,tcp,ipv4) req.hdr(x-name) if { req.hdr(x-how) tcp }
    http-request return status 200 content-type text/plain lf-string "%[var(txn.ip)]"

frontend raw
    mode tcp
    bind 127.0.0.1:\${P:raw}
    tcp-request inspect-delay 2s
    tcp-request content do-resolve(txn.ip,udp,ipv4) str(four.test)
    tcp-request content reject unless { var(txn.ip) -m ip 10.0.0.1 }
    use_backend answer
backend answer
    mode tcp
    server web 127.0.0.1:\${P:web}
`;

const asks =
  (how: string, name: string, more = ""): Case =>
  async (side) =>
    (await side.ask("fe", get("/", `X-Name: ${name}\r\nX-How: ${how}\r\n${more}`))).body;

const names = "four six both empty nowhere refused failing cut silent".split(" ");
const cases: Record<string, Case> = {};
for (const how of ["any", "ipv4", "ipv6"]) {
  for (const name of names) cases[`${how} ${name}`] = asks(how, `${name}.test`);
}

compareArea(
  "do-resolve",
  { config, origins: { web: okResponse("through") } },
  {
    ...cases,
    "over TCP": asks("tcp", "four.test"),
    "over TCP, twice on one connection": asks("tcp", "both.test"),
    "over TCP, no such name": asks("tcp", "nowhere.test"),
    "no name": asks("any", "bad..name"),
    "no header": async (side) => (await side.ask("fe", get("/", "X-How: any\r\n"))).body,
    "a variable keeps what it held": asks("any", "nowhere.test", "X-Before: 1\r\n"),
    "an address is asked for as a name": asks("any", "10.9.9.9"),
    "many at once": (side) =>
      Promise.all(Array.from({ length: 20 }, () => asks("ipv4", "four.test")(side))),
    "in tcp content rules": async (side) => (await side.ask("raw", get("/"))).body,
  },
);
