/**
 * Compression by where a response comes from: how its body was framed, what rules make of it, who
 * answered, and what sections inherit. Large bodies stay as they are, also in a pipeline.
 */
import { type Case, compareArea } from "./compare.ts";
import { codedView, dechunked, readableGzip } from "./coded-answer.ts";
import { get } from "./configs.ts";
import { observed, ruleDefaults } from "./rule-table.ts";

const text = "hello world ".repeat(40);
const large = Array.from({ length: 9000 }, (_, i) => `line ${i} of ${i % 91}\n`).join("");

const chunk = (body: string): string => `${body.length.toString(16)}\r\n${body}\r\n`;
const chunked = (body: string): string => `${chunk(body)}0\r\n\r\n`;
const typed = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
const sized = (fields: string): string => `${typed}${fields}Content-Length: 480\r\n\r\n${text}`;
const coming = (fields: string, body: string): string =>
  `${typed}${fields}Transfer-Encoding: chunked\r\n\r\n${body}`;

/** What the origin sends before it closes, by the request's target. */
const answers: Readonly<Record<string, string>> = {
  "/until-close": `${typed}\r\n${text}`,
  "/1.0-sized": sized("").replace("/1.1", "/1.0"),
  "/1.0-chunked": coming("", chunked(text)).replace("/1.1", "/1.0"),
  "/1.0-until-close": `HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n${text}`,
  "/1.2": sized("").replace("/1.1", "/1.2"),
  "/gzip-chunked": `${typed}Transfer-Encoding: gzip, chunked\r\n\r\n${chunked(text)}`,
  "/trailers": coming("Trailer: X-A\r\n", `${chunk(text)}0\r\nX-A: b\r\n\r\n`),
  "/extensions": coming("", `1e0;a=b\r\n${text}\r\n0;c\r\n\r\n`),
  "/both-lengths": coming("Content-Length: 3\r\n", chunked(text)),
  "/same-lengths": sized("Content-Length: 480\r\n"),
  "/no-bytes": `${typed}Content-Length: 0\r\n\r\n`,
  "/one-byte": `${typed}Content-Length: 1\r\n\r\na`,
  "/no-chunks": coming("", "0\r\n\r\n"),
  "/empty-coding": sized("Content-Encoding: \r\n"),
  "/cache-argument": sized("Cache-Control: no-transform=1\r\n"),
  "/cache-quoted": sized('Cache-Control: private="no-transform, x"\r\n'),
  "/cache-tabs": sized("Cache-Control: a,\tno-transform\t, b\r\n"),
  "/cache-gap": sized("Cache-Control: a,,no-transform\r\n"),
  "/cache-parameter": sized("Cache-Control: a; no-transform\r\n"),
  "/digests": sized("Content-MD5: a\r\nDigest: b\r\nAccept-Ranges: bytes\r\n"),
  "/etag-empty": sized("ETag:\r\n"),
  "/etag-blank": sized('ETag: W/ "a"\r\n'),
  "/etag-comma": sized('ETag: "a,b"\r\n'),
  "/type-quoted": sized("").replace("text/html", '"text/html"'),
  "/type-parameter": sized("").replace("text/html", ";text/html"),
  "/large": `${typed}Content-Length: ${large.length}\r\n\r\n${large}`,
};

function proxy(name: string, frontendLines: string, backendLines = ""): string {
  return `
frontend ${name}
    bind 127.0.0.1:\${P:${name}}
    ${frontendLines}
    default_backend ${name}-be

backend ${name}-be
    ${backendLines}
    server web 127.0.0.1:\${P:web}
`;
}

const marked = "%[res.comp]_%[res.comp_algo]_%[res.hdr(content-encoding)]";
const reply = "return status 200 content-type text/html string aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const defaults = ruleDefaults.replace("%hr %hs", "%[res.comp] %[res.comp_algo]");
const config = `${defaults}
${proxy("fe", "compression algo gzip")}
${proxy("html", "compression algo gzip\n compression type text/html")}
${proxy("identity", "compression algo identity")}
${proxy("waiting", "compression algo gzip\n http-response wait-for-body time 1s")}
${proxy("later", "compression algo gzip", "http-response set-header Cache-Control no-transform")}
${proxy("other", "compression algo gzip\n http-response set-status 404")}
${proxy("seen", `compression algo gzip\n http-response set-header X-C ${marked}`)}
${proxy("after", `compression algo gzip\n http-after-response set-header X-C ${marked}`)}
${proxy("unasked", "compression algo gzip\n http-request del-header Accept-Encoding")}
${proxy("asked", "compression algo gzip\n http-request set-header Accept-Encoding gzip")}
${proxy("offload", "compression algo gzip", "compression offload")}
${proxy("offload-only", "compression offload")}
${proxy("offload-other", "compression algo gzip\n compression type x/\n compression offload")}
${proxy("split", "compression type text/html", "compression algo gzip")}
${proxy("split-other", "compression algo gzip", "compression type x/")}
${proxy("made", `compression algo gzip\n http-request ${reply}`)}
${proxy("replaced", `compression algo gzip\n http-response ${reply}`)}
${proxy("denied", "compression algo gzip\n http-response deny deny_status 200")}
${defaults}
    compression algo gzip
    compression type text/html
${proxy("inherited", "")}
${proxy("replaced-type", "", "compression type x/")}
${proxy("replaced-algo", "", "compression algo deflate")}
`;

const origins = {
  web: ({
    request,
    send,
    end,
  }: {
    request: { target: string };
    send: (answer: string) => void;
    end: () => void;
  }): void => {
    send(answers[request.target] ?? sized(""));
    if (request.target !== "/large") end();
  },
};

const asking =
  (port: string, target: string, fields = "Accept-Encoding: gzip\r\n", version = "1.1"): Case =>
  async (side) => {
    const request = get(target, `${fields}Connection: close\r\n`, version);
    const { answer, seen, log } = await observed(side, port, [request]);
    return { answer: codedView(answer), seen, log };
  };

const framings = ["fe", "html", "identity", "waiting"].flatMap((port) =>
  Object.keys(answers).map((target) => [port, target] as const),
);
const proxies = [...config.matchAll(/^frontend (\S+)$/gm)].map(([, name]) => name!);
const accepted = ["gzip", "deflate, gzip;q=0.5", "identity;q=0, *", "gzip;q=0"];

compareArea(
  "compression: framings, rules, replies and what is inherited",
  { config, origins },
  {
    ...Object.fromEntries(
      framings.map(([port, target]) => [`${port} ${target}`, asking(port, target)]),
    ),
    ...Object.fromEntries(
      proxies.flatMap((port) =>
        accepted.map((value) => [
          `${port}, Accept-Encoding: ${value}`,
          asking(port, "/", `Accept-Encoding: ${value}\r\n`),
        ]),
      ),
    ),
    ...Object.fromEntries(
      proxies.map((port) => [`${port}, HTTP/1.0`, asking(port, "/", undefined, "1.0")]),
    ),
    "a pipeline of large bodies": async (side) => {
      using client = await side.connect("fe");
      client.send(get("/large", "Accept-Encoding: gzip\r\n").repeat(3));
      const same: boolean[] = [];
      for (let i = 0; i < 3; i++) {
        await client.inbox.takeUntil("\r\n\r\n");
        const { payload } = dechunked(await client.inbox.takeUntil("\r\n0\r\n\r\n"));
        same.push(readableGzip(payload) === large);
      }
      return same;
    },
    "counters are cleared": async (side) => {
      await side.proxy.cli("clear counters all");
      const [head = "", ...rows] = (await side.proxy.cli("show stat")).trim().split("\n");
      const names = head.split(",");
      const columns = ["comp_in", "comp_out", "comp_byp", "comp_rsp"];
      return rows.map((row) => columns.map((name) => row.split(",")[names.indexOf(name)]));
    },
  },
);
