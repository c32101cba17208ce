/** Where log lines go: lengths, formats and levels by target, rings and what reads them, streams. */
import { createServer, type Server } from "node:net";
import { after } from "node:test";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { normaliseLog } from "./normalise.ts";
import { until } from "../support/deadline.ts";

/** A syslog server over TCP: what came, by connection. */
class StreamReceiver {
  readonly received: string[] = [];
  readonly server: Server;

  constructor() {
    this.server = createServer((socket) => {
      const at = this.received.push("") - 1;
      socket.on("data", (bytes) => (this.received[at]! += bytes.toString("latin1")));
      socket.on("error", () => {});
    });
  }

  listen(port: number): Promise<void> {
    return new Promise((done) => this.server.listen(port, "127.0.0.1", done));
  }

  close(): void {
    this.server.close();
  }
}

const receivers: StreamReceiver[] = [];
after(() => receivers.forEach((each) => each.close()));

const config = `
global
    log-tag proxy
    stats socket 127.0.0.1:\${P:admin} level admin
${httpDefaults}

ring counted
    description "Counted lines"
    format rfc5424
    maxlen 100
    size 8192
    timeout connect 200ms
    timeout server 200ms
    server one 127.0.0.1:\${P:counted} log-proto octet-count

ring small
    size 1024

ring plain
    format priority
    size 4096
    timeout connect 200ms
    timeout server 200ms
    server one 127.0.0.1:\${P:plain}

frontend rings
    bind 127.0.0.1:\${P:rings}
    log ring@counted local0
    log ring@small local0
    log-format "%HP"
    http-request return status 200

frontend streams
    bind 127.0.0.1:\${P:streams}
    log ring@plain local1
    log-format "%HP"
    http-request return status 200

frontend targets
    bind 127.0.0.1:\${P:targets}
    log 127.0.0.1:\${P:log} len 80 format rfc3164 local0
    log 127.0.0.1:\${P:log} len 90 format local local1 info
    log 127.0.0.1:\${P:log} format short local2 err
    log 127.0.0.1:\${P:log} format priority local3 debug err
    log 127.0.0.1:\${P:log} format raw local3 debug
    log-format "%HP %ST"
    http-request set-log-level err if { path_beg /err }
    http-request set-log-level emerg if { path_beg /emerg }
    http-request return status 200
`;

const closing = (path: string): string => get(path, "Connection: close\r\n");

/** One command at the admin socket. */
async function cli(side: Side, command: string): Promise<string> {
  using client = await side.connect("admin");
  client.send(`${command}\n`);
  return await client.readAll();
}

const plainDates = (text: string): string =>
  text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.+]+/g, "<iso>").replaceAll(/ proxy \d+ /g, " proxy <pid> ");

const targetsCase =
  (path: string, lines: number): Case =>
  async (side) => {
    const from = side.syslog.lines.length;
    await side.sendAll("targets", closing(path));
    await until(() => side.syslog.lines[from + lines - 1], `${lines} lines`);
    return side.syslog.lines.slice(from).map(normaliseLog);
  };

/** What a server of a ring gets once it listens. */
const delivered =
  (port: string, via: string): Case =>
  async (side) => {
    const receiver = new StreamReceiver();
    receivers.push(receiver);
    await side.sendAll(via, closing("/before"));
    await receiver.listen(side.proxy.port(port));
    await side.sendAll(via, closing("/after"));
    await until(
      () => receiver.received.join("").includes("/after") || undefined,
      "the lines",
      5000,
    );
    receiver.close();
    const counts = /(\d+) (?=<\d+>1 )/g;
    return receiver.received.map((text) => plainDates(text).replaceAll(counts, "<count> "));
  };

compareArea(
  "log targets",
  { config, since: "3.2" },
  {
    "usual lines": targetsCase(`/${"x".repeat(70)}`, 4),
    "errors, capped": targetsCase("/err", 5),
    "more than errors, capped": targetsCase("/emerg", 5),
    "a ring at the admin socket": async (side) => {
      await side.sendAll("rings", closing("/one"));
      await side.sendAll("rings", closing("/two"));
      return [
        await cli(side, "show events small"),
        await cli(side, "show events small -n"),
        await cli(side, "show events nope"),
        plainDates(await cli(side, "show events counted")),
      ];
    },
    "a line longer than the ring allows": async (side) => {
      await side.sendAll("rings", closing(`/${"y".repeat(200)}`));
      const answer = await cli(side, "show events counted");
      return answer.split("\n").at(-3)!.length;
    },
    "a ring that waits for the next line": async (side) => {
      using client = await side.connect("admin");
      client.send("show events small -w -n\n");
      await cli(side, "show version");
      await side.sendAll("rings", closing("/next"));
      return await client.inbox.takeUntil("\n");
    },
    "a ring's server, lines counted": async (side) => {
      const all = await delivered("counted", "rings")(side);
      return String(all).split("<count>").at(-1);
    },
    "a ring's server, lines ended": delivered("plain", "streams"),
  },
);
