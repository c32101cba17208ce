/** `PRI`, the method of HTTP/2's preface, over HTTP/1: the answer, the log line, the counters. */
import { until } from "../support/deadline.ts";
import { type Case, compareArea } from "./compare.ts";
import { httpDefaults } from "./configs.ts";

const config = `${httpDefaults}
frontend fe
    log 127.0.0.1:\${P:log} local0
    option httplog
    bind 127.0.0.1:\${P:fe}
    http-request return status 200
    http-after-response set-header x-after yes
`;

const asking =
  (request: string): Case =>
  async (side) => {
    const lines = side.syslog.lines.length;
    using client = await side.connect("fe");
    client.send(request);
    const answer = await client.readAll();
    const line = await until(() => side.syslog.lines[lines], "the line of the request");
    const stat = await side.proxy.cli("show stat");
    const columns = stat.split("\n").find((row) => row.startsWith("fe,FRONTEND"))!;
    return { answer, line: line.slice(line.indexOf("fe/")), errors: columns.split(",")[12] };
  };

compareArea(
  "the method of HTTP/2's preface",
  { config },
  {
    "HTTP/1.1": asking("PRI * HTTP/1.1\r\nHost: a\r\n\r\n"),
    "HTTP/1.0, a path": asking("PRI /x HTTP/1.0\r\n\r\n"),
    "lower case": asking("pri * HTTP/1.1\r\nHost: a\r\n\r\n"),
    "a longer method": asking("PRIX * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
  },
);
