/**
 * `accept-proxy`: what the header says of the connection, and what is no header. Not compared:
 * malformed addresses and ports that HAProxy 2.6 reads something into (192.0.2.300 is 192.0.3.44
 * there); here they are no header (test/unit/connection).
 */
import { type Case, compareArea } from "./compare.ts";
import { httpDefaults } from "./configs.ts";

const config = `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe} accept-proxy
    http-request return status 200 content-type text/plain lf-string "%[fc_rcvd_proxy] %[src]:%[src_port] %[dst]:%[dst_port]"
`;

const request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
const v2 = "\r\n\r\n\0\r\nQUIT\n";

const headers: Readonly<Record<string, string>> = {
  "version 1": "PROXY TCP4 192.0.2.1 198.51.100.2 1234 80\r\n",
  "version 1 over IPv6": "PROXY TCP6 2001:db8::1 2001:db8::2 1234 80\r\n",
  "version 2": `${v2}\x21\x11\0\x0c\xc0\0\x02\x01\xc6\x33\x64\x02\x04\xd2\0\x50`,
  "version 2 with a TLV": `${v2}\x21\x11\0\x10\xc0\0\x02\x01\xc6\x33\x64\x02\x04\xd2\0\x50\x04\0\x01x`,
  "no header": "",
  "a port that is no number": "PROXY TCP4 192.0.2.1 198.51.100.2 x 80\r\n",
  "an unknown family": "PROXY TCP9 192.0.2.1 198.51.100.2 1234 80\r\n",
  "a truncated version 2": `${v2}\x21\x11\0\x04\xc0\0\x02\x01`,
};

const cases = Object.entries(headers).map(([name, header]): [string, Case] => [
  name,
  async (side) => {
    using client = await side.connect("fe");
    client.send(`${header}${request}`);
    try {
      return await client.readAll();
    } catch {
      return "closed";
    }
  },
]);

compareArea("PROXY headers", { config }, Object.fromEntries(cases));
