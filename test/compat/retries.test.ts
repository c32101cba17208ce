/**
 * `retry-on` by condition and failure, with `retries`, `option redispatch` and `disable-l7-retry`:
 * how often the request reached each server, what the client was answered, the line logged
 * with its count of retries, and what servers count (in 2.6; newer ones count further failures). The servers fail as the path says. Compared by version: to HAProxy 2.6
 * (and here) part of a head is no response, to newer ones a junk one; `option redispatch 0` turns
 * redispatching off in newer ones (and here, as the manual says), in 2.6 by source alone.
 */
import { haproxyVersion } from "../support/programs.ts";
import { until } from "../support/deadline.ts";
import type { ServeConnection } from "../support/raw-server.ts";
import { type Case, compareArea, type Side } from "./compare.ts";
import { ruleDefaults } from "./rule-table.ts";

const whole = (status: string): string => `HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`;

/** Fails as the path of each request says, once the body is there. */
const ill: ServeConnection = async ({ socket, send, end, reset }) => {
  let text = "";
  for await (const piece of socket) {
    text += (piece as Buffer).toString("latin1");
    const [, length = "0", body = ""] =
      /content-length: (\d+)[^]*?\r\n\r\n([^]*)$/i.exec(text) ?? [];
    if (!text.includes("\r\n\r\n") || body.length < Number(length)) continue;
    const failure = text.split(" ")[1]!.split("/")[2]!;
    text = "";
    if (failure === "close") return end();
    if (failure === "reset") return reset();
    if (failure === "hang") continue;
    if (failure === "junk") send("NONSENSE\r\n\r\n");
    else if (failure === "partial") {
      send("HTTP/1.1 200 OK\r\nContent-Le");
      return end();
    } else if (failure.startsWith("cut")) {
      send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhal");
      if (failure === "cut") return end();
      // Else it hangs after that.
    } else send(whole(failure));
  }
};

const good: ServeConnection = async ({ inbox, send }) => {
  for (;;) {
    const head = await inbox.takeUntil("\r\n\r\n");
    const body = await inbox.take(Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0));
    send(`HTTP/1.1 200 OK\r\nX-Server: good\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  }
};

const statuses = ["401", "403", "404", "408", "425", "500", "501", "502", "503", "504"];
const isOld = (haproxyVersion()?.[0] ?? 2) < 3;
const failures = ["refused", "close", "reset", "junk", "cut", "cut-off", "hang"];
if (isOld) failures.push("partial");

interface Setting {
  readonly lines: readonly string[];
  /** The one that fails is followed by one that does not. */
  readonly hasGood: boolean;
  readonly failure: string;
  readonly method: "GET" | "POST";
}

const all: (readonly [title: string, Setting])[] = [];
const add = (title: string, setting: Setting): void => {
  all.push([title, setting]);
};

const conditions = [
  "none",
  "conn-failure",
  "empty-response",
  "junk-response",
  "response-timeout",
  "0rtt-rejected",
  "all-retryable-errors",
];
for (const condition of conditions) {
  const lines = ["retries 1", `retry-on ${condition}`];
  const more = condition === "all-retryable-errors" ? statuses : ["404", "503"];
  for (const failure of [...failures, ...more]) {
    add(`${condition}, ${failure}`, { lines, hasGood: false, failure, method: "GET" });
    if (condition === "all-retryable-errors")
      add(`${condition}, ${failure}, a body`, { lines, hasGood: false, failure, method: "POST" });
  }
}
for (const status of statuses) {
  const lines = ["retries 1", `retry-on ${status}`];
  for (const failure of [status, status === "503" ? "500" : "503"])
    add(`${status}, ${failure}`, { lines, hasGood: false, failure, method: "GET" });
}
for (const retries of [0, 1, 3]) {
  for (const redispatch of ["", "0", "1", "2", "3", "-1", "-2", "plain"]) {
    // HAProxy divides by zero when it counts from the end as far back as before the first.
    if (redispatch === "-2" && retries === 1) continue;
    const option = redispatch === "plain" ? "option redispatch" : `option redispatch ${redispatch}`;
    const lines = [`retries ${retries}`, "retry-on all-retryable-errors"];
    if (redispatch !== "") lines.push(option);
    for (const failure of ["refused", "close", "503"]) {
      const title = `retries ${retries}, redispatch '${redispatch}', ${failure}`;
      if (redispatch !== "0" || !isOld)
        add(title, { lines, hasGood: true, failure, method: "POST" });
      const kept = [...lines, "balance source"];
      add(`${title}, by source`, { lines: kept, hasGood: true, failure, method: "GET" });
    }
  }
}
for (const failure of ["refused", "close", "junk", "503"]) {
  add(`disable-l7-retry, ${failure}`, {
    lines: [
      "retries 1",
      "retry-on all-retryable-errors",
      "http-request disable-l7-retry if { path_beg / }",
    ],
    hasGood: false,
    failure,
    method: "GET",
  });
}

const serversOf = ({ hasGood, failure }: Setting): string => {
  const first = failure === "refused" ? "127.0.0.1:1" : "127.0.0.1:${P:ill}";
  return `server ill ${first}\n${hasGood ? "    server good 127.0.0.1:${P:good}\n" : ""}`;
};

const config = `
${ruleDefaults.replace("%hr %hs", "%rc").replace("connect 2s", "connect 50ms")}
    timeout server 150ms
    http-reuse never
frontend fe
    bind 127.0.0.1:\${P:fe}
    use_backend %[path,field(2,/)]
${all
  .map(
    ([, setting], at) =>
      `backend b${at}\n    ${setting.lines.join("\n    ")}\n    ${serversOf(setting)}`,
  )
  .join("")}`;

/** What it added to the counters of the servers and the backend. */
async function counters(side: Side, at: number): Promise<readonly string[]> {
  const text = await side.proxy.cli(`show stat b${at} 6 -1`);
  const [head = [], ...rows] = text.split("\n").map((row) => row.replace("# ", "").split(","));
  const columns = ["svname", "wretr", "wredis", "eresp", "econ"].map((name) => head.indexOf(name));
  return rows.map((row) => columns.map((column) => row[column]).join());
}

const retrying =
  (at: number, { failure, method }: Setting): Case =>
  async (side: Side) => {
    const body = method === "POST" ? "what is sent" : "";
    const target = `/b${at}/${failure}/`;
    const answer = await side.sendAll(
      "fe",
      `${method} ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    const name = ` b${at}/`;
    const line = await until(
      () => side.syslog.lines.find((each) => each.includes(name)),
      "the line of the request",
    );
    const seen = (server: string): number =>
      side.server(server).received.split(`${method} ${target} `).length - 1;
    const logged = line.replace(/^.*?\]: /s, "").trim();
    return [answer, seen("ill"), seen("good"), logged, isOld ? await counters(side, at) : ""];
  };

compareArea(
  "retries",
  { config, servers: { ill, good } },
  Object.fromEntries(all.map(([title, setting], at) => [title, retrying(at, setting)])),
);
