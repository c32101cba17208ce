/** mode tcp: bytes both ways, half-close, content rules, SNI choice without decryption. */
import { hasOpenssl, makeAuthority } from "../support/certificates.ts";
import { until } from "../support/deadline.ts";
import { compareArea } from "./compare.ts";

const defaults = `
defaults
    mode tcp
    timeout connect 2s
    timeout client 3s
    timeout server 3s
`;

compareArea(
  "mode tcp",
  {
    config: `${defaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    default_backend be
frontend rules
    bind 127.0.0.1:\${P:rules}
    tcp-request inspect-delay 500ms
    tcp-request connection reject if { src 127.0.0.66 }
    tcp-request content reject if { req.payload(0,4) -m str EVIL }
    tcp-request content accept if { req.len gt 3 }
    default_backend be
frontend refused
    bind 127.0.0.1:\${P:refused}
    default_backend none
backend be
    server web 127.0.0.1:\${P:web}
backend none
    server gone 127.0.0.1:\${P:gone}
`,
    origins: {
      web: ({ request }) =>
        `HTTP/1.1 200 Raw\r\nX-CaSe: Kept\r\nContent-Length: 2\r\n\r\n${request.method.slice(0, 2)}`,
    },
  },
  {
    "bytes pass unchanged": async (side) => {
      using client = await side.connect("fe");
      client.send("GET /x HTTP/1.1\r\nX-CaSe:  kept\r\n\r\n");
      const head = await client.inbox.takeUntil("\r\n\r\n");
      return [head, await client.inbox.take(2), side.origin("web").requests.at(-1)!.head];
    },
    "half-close reaches the server and its answer the client": async (side) => {
      using client = await side.connect("fe");
      client.send("GET /half HTTP/1.1\r\n\r\n");
      await until(() => side.origin("web").requests.at(-1)?.target === "/half", "the request");
      client.shutdown();
      return await client.readAll();
    },
    "a refused server closes": async (side) => side.sendAll("refused", "hello"),
    "content accepted": async (side) => {
      using client = await side.connect("rules");
      client.send("GET /ok HTTP/1.1\r\n\r\n");
      return await client.inbox.takeUntil("\r\n\r\n");
    },
    "content rejected": async (side) => side.sendAll("rules", "EVIL / HTTP/1.1\r\n\r\n"),
    "connection rejected": async (side) => {
      try {
        using client = await side.connect("rules", { localAddress: "127.0.0.66" });
        client.send("anything");
        return await client.readAll();
      } catch (error) {
        return (error as NodeJS.ErrnoException).code === "ECONNRESET" ? "" : String(error);
      }
    },
  },
);

if (hasOpenssl) {
  const authority = makeAuthority();
  process.once("exit", () => authority.remove());
  const leaf = authority.issue(["a.example", "b.example", "*.wild.example"]);
  const tls = { key: leaf.key, cert: leaf.cert };
  const named = (name: string) => ({ tls: { servername: name } });
  compareArea(
    "SNI in mode tcp",
    {
      config: `${defaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    tcp-request inspect-delay 2s
    tcp-request content accept if { req.ssl_hello_type 1 }
    use_backend a if { req.ssl_sni -i a.example }
    use_backend b if { req.ssl_sni -m end .wild.example }
    default_backend rest
backend a
    server a 127.0.0.1:\${P:a}
backend b
    server b 127.0.0.1:\${P:b}
backend rest
    server c 127.0.0.1:\${P:c}
`,
      origins: {
        a: "HTTP/1.1 200 A\r\nContent-Length: 0\r\n\r\n",
        b: "HTTP/1.1 200 B\r\nContent-Length: 0\r\n\r\n",
        c: "HTTP/1.1 200 C\r\nContent-Length: 0\r\n\r\n",
      },
      originOptions: { tls },
    },
    {
      "by exact name": async (side) =>
        (await side.ask("fe", "GET / HTTP/1.1\r\n\r\n", named("A.example"))).startLine,
      "by suffix": async (side) =>
        (await side.ask("fe", "GET / HTTP/1.1\r\n\r\n", named("x.wild.example"))).startLine,
      "another name": async (side) =>
        (await side.ask("fe", "GET / HTTP/1.1\r\n\r\n", named("z.example"))).startLine,
    },
  );
}
