/** Health checks: what takes a server out and back, and what the log says of it. */
import { until } from "../support/deadline.ts";
import { okResponse } from "../support/origin.ts";
import { compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

const config = `
global
    log 127.0.0.1:\${P:log} local0
    log-tag proxy
${httpDefaults}
    timeout check 500ms
    log global

frontend fe
    bind 127.0.0.1:\${P:fe}
    no log
    use_backend http if { path_beg /http }
    use_backend tcp if { path_beg /tcp }

backend http
    option httpchk GET /health
    http-check expect status 200
    server a 127.0.0.1:\${P:web} check inter 100ms fall 2 rise 2

backend tcp
    server gone 127.0.0.1:\${P:gone} check inter 100ms fall 2 rise 2
    server here 127.0.0.1:\${P:web} check inter 100ms
`;

async function statusOf(
  side: Side,
  backend: string,
  server: string,
  wanted: string,
): Promise<string> {
  const statusNow = async (): Promise<string | false> => {
    const rows = (await side.proxy.cli("show stat")).split("\n");
    const status =
      rows.find((row) => row.startsWith(`${backend},${server},`))?.split(",")[17] ?? "";
    return status === wanted && status;
  };
  return until(statusNow, `${backend}/${server} being ${wanted}`);
}

/** The log's lines about servers, without the time that a check took. */
function transitions(side: Side, name: string): string[] {
  return side.syslog.lines
    .filter((line) => line.includes(name))
    .map((line) => line.replace(/^.*?\]: /, "").replace(/duration: \d+ms/, "duration: <ms>"));
}

compareArea(
  "health checks",
  { config, origins: { web: okResponse("fine") } },
  {
    "an HTTP check fails and recovers": async (side) => {
      const seen = [await statusOf(side, "http", "a", "UP")];
      side.origin("web").script = okResponse("bad").replace("200 OK", "500 Bad");
      seen.push(await statusOf(side, "http", "a", "DOWN"));
      seen.push((await side.ask("fe", get("/http"))).startLine);
      side.origin("web").script = okResponse("fine");
      seen.push(await statusOf(side, "http", "a", "UP"));
      seen.push((await side.ask("fe", get("/http"))).startLine);
      const check = side.origin("web").requests.find((request) => request.target === "/health");
      await side.syslog.waitFor("http/a is UP");
      return [seen, check?.head, transitions(side, "http/a")];
    },
    "a TCP check of a closed port": async (side) => {
      const seen = await statusOf(side, "tcp", "gone", "DOWN");
      await side.syslog.waitFor("tcp/gone is DOWN");
      return [seen, (await side.ask("fe", get("/tcp"))).body, transitions(side, "tcp/gone")];
    },
  },
);
