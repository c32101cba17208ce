/** tcp-response content close in mode http: what came of the response before, and what is lost. */
import { type OriginScript } from "../support/origin.ts";
import { type Case, compareArea } from "./compare.ts";
import { get } from "./configs.ts";

const config = `
defaults
    mode http
    log 127.0.0.1:\${P:log} local0
    log-format "%HP %b/%s %ST %ts."
    timeout connect 2s
    timeout client 5s
    timeout server 5s
frontend fe
    bind 127.0.0.1:\${P:fe}
    use_backend at-once if { path_beg /at-once }
    default_backend with-head
backend at-once
    tcp-response content close
    server s 127.0.0.1:\${P:web}
backend with-head
    tcp-response inspect-delay 5s
    tcp-response content close if { res.hdr(X-From) -m found }
    http-response set-header X-Rules run
    server s 127.0.0.1:\${P:web}
`;

const HEAD = "HTTP/1.1 200 OK\r\nX-From: o\r\n";

const answers: Readonly<Record<string, string>> = {
  whole: `${HEAD}Content-Length: 5\r\n\r\nhello`,
  empty: `${HEAD}Content-Length: 0\r\n\r\n`,
  part: `${HEAD}Content-Length: 5\r\n\r\nhel`,
  head: `${HEAD}Content-Length: 5\r\n\r\n`,
  chunk: `${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`,
  chunks: `${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
  unframed: `${HEAD}Connection: close\r\n\r\nhello`,
  other: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
};

const web: OriginScript = ({ request }) => answers[request.target.split("/").at(-1)!];

const asking =
  (target: string): Case =>
  async (side) => {
    const text = get(target, "Connection: close\r\n");
    const got = await side.sendAll("fe", text).catch((error: Error) => error.message);
    const line = await side.syslog.waitFor(`${target} `);
    return [got, line.slice(line.indexOf("]: ") + 3)];
  };

compareArea(
  "tcp-response content close of HTTP",
  { config, origins: { web } },
  Object.fromEntries(
    ["/at-once/whole", ...Object.keys(answers).map((name) => `/${name}`)].map((target) => [
      target,
      asking(target),
    ]),
  ),
);
