import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAddress } from "../../../../src/config/values/address.ts";

function parsed(text: string): unknown {
  const result = parseAddress(text);
  if ("problem" in result) return result.problem;
  const { address, transport, lastPort, portSign } = result;
  const where =
    address.kind === "ip"
      ? `${address.host} ${address.family} ${portSign}${address.port}-${lastPort}`
      : address.kind === "unix"
        ? address.path
        : address.kind === "abstract"
          ? address.name
          : address.fd;
  return `${address.kind} ${where}${transport === null ? "" : ` ${transport}`}${result.hasPort ? "" : " no port"}`;
}

const cases: readonly (readonly [string, string])[] = [
  ["*:80", "ip 0.0.0.0 4 80-80"],
  [":80", "ip 0.0.0.0 4 80-80"],
  ["127.0.0.1:8000-8009", "ip 127.0.0.1 4 8000-8009"],
  ["127.0.0.1", "ip 127.0.0.1 4 0-0 no port"],
  ["[::1]:80", "ip ::1 6 80-80"],
  ["::1:80", "ip ::1 6 80-80"],
  [":::80", "ip :: 6 80-80"],
  ["[::1]", "ip ::1 6 0-0 no port"],
  ["ipv6@:80", "ip :: 6 80-80"],
  ["ipv4@*:80", "ip 0.0.0.0 4 80-80"],
  ["tcp6@[::1]:1", "ip ::1 6 1-1 stream"],
  ["udp@1.2.3.4:514", "ip 1.2.3.4 4 514-514 datagram"],
  ["www.example.com:80", "ip www.example.com null 80-80"],
  ["ipv4@localhost:80", "ip localhost 4 80-80"],
  ["1.2.3.4:+10", "ip 1.2.3.4 4 +10-10"],
  ["1.2.3.4:-10", "ip 1.2.3.4 4 -10-10"],
  ["/run/x.sock", "unix /run/x.sock no port"],
  ["unix@x.sock", "unix x.sock no port"],
  ["uxst@x.sock", "unix x.sock stream no port"],
  ["abns@name", "abstract name no port"],
  ["fd@7", "fd 7 no port"],
  ["stream+fd@7", "fd 7 stream no port"],
  ["stream+ipv4@1.1.1.1:1", "ip 1.1.1.1 4 1-1 stream"],
  ["dgram+unix@/dev/log", "unix /dev/log datagram no port"],
  ["1.2.3.4:99999", "invalid port '99999'"],
  ["1.2.3.4:", "invalid port ''"],
  ["1.2.3.4:80-70", "invalid port range '80-70'"],
  ["1.2.3.4:x", "invalid port 'x'"],
  ["300.1.1.1:80", "invalid address '300.1.1.1'"],
  ["[foo]:80", "invalid address '[foo]'"],
  ["a b:80", "invalid address 'a b'"],
  ["ipv4@[::1]:80", "'::1' is not an IPv4 address"],
  ["ipv6@1.2.3.4:80", "'1.2.3.4' is not an IPv6 address"],
  ["fd@x", "'x' is not a descriptor number"],
  ["unix@", "the address is empty"],
  ["sockpair@3", "addresses of the form 'sockpair@' are not supported by this version of Sluice"],
  ["quic4@:443", "addresses of the form 'quic4@' are not supported by this version of Sluice"],
  ["foo@1.2.3.4:1", "unknown address prefix 'foo@'"],
];

for (const [text, expected] of cases) {
  test(`address ${text}`, () => assert.equal(parsed(text), expected));
}
