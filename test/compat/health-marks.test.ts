/** What a server's change of state does and tells: log-health-checks, on-marked-*, slowstart. */
import { until } from "../support/deadline.ts";
import { okResponse } from "../support/origin.ts";
import { compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { statOf } from "./health-table.ts";

const config = `
global
    log 127.0.0.1:\${P:log} local0
${httpDefaults}
    timeout check 500ms
    log global

frontend fe
    bind 127.0.0.1:\${P:fe}
    log-format "session %ST %tsc %b/%s"
    use_backend %[path,field(2,/)]

backend told
    option httpchk GET /told
    option log-health-checks
    server s 127.0.0.1:\${P:web} check inter 100ms rise 2 fall 3

backend down
    option httpchk GET /down
    server s 127.0.0.1:\${P:web} check inter 100ms rise 1 fall 1 on-marked-down shutdown-sessions

backend up
    option httpchk GET /up
    server s 127.0.0.1:\${P:web} check inter 100ms rise 1 fall 1 on-marked-up shutdown-backup-sessions
    server b 127.0.0.1:\${P:web} backup

backend slow
    option httpchk GET /slow
    server s 127.0.0.1:\${P:web} check inter 100ms rise 1 fall 1 slowstart 3s weight 200
`;

const sick: Map<unknown, Set<string>> = new Map();

/** Which checks fail, for each side by its origin. */
function sickOf(side: Side): Set<string> {
  return (
    sick.get(side.origin("web").port) ??
    sick.set(side.origin("web").port, new Set()).get(side.origin("web").port)!
  );
}

async function became(side: Side, backend: string, wanted: string): Promise<string> {
  const statusNow = async (): Promise<string | false> => {
    const { status } = await statOf(side, backend, "s");
    return status === wanted && status;
  };
  return until(statusNow, `${backend} being ${wanted}`);
}

function transitions(side: Side, name: string): string[] {
  return side.syslog.lines
    .filter((line) => line.includes(`server ${name}/s `) || line.includes(`Server ${name}/s `))
    .map((line) => line.replace(/^.*?\]: /, "").replace(/duration: \d+ms/, "duration: <ms>"));
}

/** The request is at its server: before that the end of its session is another one. */
function hangs(side: Side, target: string): boolean {
  return side.seen("web").some(({ startLine }) => startLine.includes(target));
}

function told(line: string): string {
  return line.replace(/^.*?\]: /, "");
}

compareArea(
  "marks of servers",
  {
    config,
    origins: {
      web: ({ request, socket }) => {
        const what = request.target.slice(1);
        if (what.endsWith("/hang")) return;
        const isSick = sick.get(socket.localPort)?.has(what) ?? false;
        return isSick ? okResponse("").replace("200 OK", "500 Bad") : okResponse("fine");
      },
    },
  },
  {
    "each change is told": async (side) => {
      await became(side, "told", "UP");
      await side.syslog.waitFor("server told/s succeeded");
      sickOf(side).add("told");
      await became(side, "told", "DOWN");
      sickOf(side).delete("told");
      await became(side, "told", "UP");
      await side.syslog.waitFor("Server told/s is UP");
      return transitions(side, "told");
    },
    "sessions end with their server": async (side) => {
      await became(side, "down", "UP");
      using client = await side.connect("fe");
      client.send(get("/down/hang", "Connection: close\r\n"));
      await until(() => hangs(side, "/down/hang"), "the session");
      sickOf(side).add("down");
      const answer = await client.readAll();
      const line = await side.syslog.waitFor("session 502");
      return [answer.split("\r\n")[0], await became(side, "down", "DOWN"), told(line)];
    },
    "sessions of backups end when their server is back": async (side) => {
      await became(side, "up", "UP");
      sickOf(side).add("up");
      await became(side, "up", "DOWN");
      using client = await side.connect("fe");
      client.send(get("/up/hang", "Connection: close\r\n"));
      await until(() => hangs(side, "/up/hang"), "the session");
      sickOf(side).delete("up");
      const answer = await client.readAll();
      const line = await side.syslog.waitFor("up/b");
      return [answer.split("\r\n")[0], await became(side, "up", "UP"), told(line)];
    },
    "a server warms up": async (side) => {
      await became(side, "slow", "UP");
      const before = await statOf(side, "slow", "s");
      sickOf(side).add("slow");
      await became(side, "slow", "DOWN");
      sickOf(side).delete("slow");
      await became(side, "slow", "UP");
      const early = await statOf(side, "slow", "s");
      const warm = await until(async () => {
        const now = await statOf(side, "slow", "s");
        return now["throttle"] !== early["throttle"] && now["weight"] === "200" && now;
      }, "the server being warm");
      const isPart = Number(early["weight"]) < 200 && early["throttle"] !== "";
      return [before["weight"], before["throttle"], isPart, warm["weight"]];
    },
  },
);
