/** `option independent-streams`: does what is sent to a silent server keep it from timing out? */
import assert from "node:assert/strict";
import { until } from "../support/deadline.ts";
import type { ServeConnection } from "../support/raw-server.ts";
import { type Case, compareArea } from "./compare.ts";

/** Says nothing until 100 bytes came behind a head. */
const silent: ServeConnection = async ({ inbox, send, end }) => {
  await inbox.takeUntil("\r\n\r\n");
  await inbox.take(100, 20_000);
  send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  end();
};

const pair = (name: string, mode: string, backendLine: string, frontendLine = ""): string => `
frontend ${name}
    mode ${mode}
    bind 127.0.0.1:\${P:${name}}
    ${frontendLine}
    default_backend to-${name}
backend to-${name}
    mode ${mode}
    ${backendLine}
    server silent 127.0.0.1:\${P:silent}
`;
const option = "option independent-streams";
const config = `defaults
    log 127.0.0.1:\${P:log} local0
    log-format "%ST %ts"
    timeout connect 2s
    timeout client 20s
    timeout server 300ms
${pair("tcp", "tcp", "")}
${pair("alone", "tcp", option)}
${pair("clients", "tcp", "", option)}
${pair("http", "http", "")}
${pair("posts", "http", option)}
`;

/** Sends a byte after the other for nearly three times the server's timeout, or to the end of the connection. */
const trickling =
  (port: string, head: string, expected: RegExp): Case =>
  async (side) => {
    const from = side.syslog.lines.length;
    using client = await side.connect(port);
    client.send(head);
    let isOver = false;
    const all = client.readAll(20_000).then((text) => {
      isOver = true;
      return text;
    });
    for (let i = 0; i < 20 && !isOver; i++) {
      client.send("x");
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    const lasted = !isOver;
    client.send("x".repeat(80));
    const answer = await all;
    client.close();
    const line = await until(() => side.syslog.lines[from], "the line of the stream");
    const said = line.replace(/^.*?\]: /s, "").trim();
    assert.match(`${lasted ? "lasted" : "ended"} ${said}`, expected);
    return [lasted, answer.split("\r\n")[0], said];
  };

const hello = "hello\r\n\r\n";
const post = "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 100\r\n\r\n";

compareArea(
  "independent streams",
  { config, servers: { silent } },
  {
    "a TCP server that is sent something lasts": trickling("tcp", hello, /^lasted/),
    "with the option it does not": trickling("alone", hello, /^ended 0 sD/),
    "the option of a frontend changes nothing": trickling("clients", hello, /^lasted/),
    "a post lasts": trickling("http", post, /^lasted 200 --/),
    "with the option it does not ": trickling("posts", post, /^ended 504 sH/),
  },
);
