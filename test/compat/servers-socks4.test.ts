/**
 * Servers behind a SOCKS4 proxy: what the proxy is asked, what comes of each of its answers, PROXY
 * headers behind it, checks. The proxy answers by the path's scripted way, then as the server.
 * Not compared: an answer that is cut short, which HAProxy waits for until `timeout connect`.
 */
import { until } from "../support/deadline.ts";
import type { ServeConnection } from "../support/raw-server.ts";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get } from "./configs.ts";
import { ruleDefaults } from "./rule-table.ts";

/** Reads the request to the proxy, answers, then answers each HTTP request with all that it got. */
const proxyThat =
  (answer: (send: (text: string) => void, end: () => void) => void): ServeConnection =>
  async ({ socket, send, end }) => {
    let asked = false;
    let text = "";
    for await (const piece of socket) {
      text += (piece as Buffer).toString("latin1");
      if (!asked && text.length > 8 && text.endsWith("\0")) {
        asked = true;
        answer(send, end);
      }
      if (!text.endsWith("\r\n\r\n")) continue;
      const body = JSON.stringify(text).replaceAll(/ \d+ \d+\\r/g, " <ports>\\r");
      send(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      text = "";
    }
  };

const GRANTED = "\0\x5a\x01\x02\x03\x04\x05\x06";
const servers: Readonly<Record<string, ServeConnection>> = {
  grants: proxyThat((send) => send(GRANTED)),
  halves: proxyThat((send) => {
    send(GRANTED.slice(0, 3));
    setTimeout(() => send(GRANTED.slice(3)), 20);
  }),
  versions: proxyThat((send) => send(`\x04${GRANTED.slice(1)}`)),
  talks: proxyThat((send) => send(`${GRANTED}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nme`)),
  denies: proxyThat((send) => send(GRANTED.replace("\x5a", "\x5b"))),
  closes: proxyThat((_send, end) => end()),
  hangs: proxyThat(() => {}),
};

const names = Object.keys(servers);

/** Connect rules, options of the server besides, and so whether a check goes by way of `denies`. */
const connects: readonly (readonly [name: string, rule: string, options: string])[] = [
  ["bare", "tcp-check connect", "check-via-socks4"],
  ["usual", "tcp-check connect default", "check-via-socks4"],
  ["usual-direct", "tcp-check connect default", ""],
  ["via", "tcp-check connect via-socks4", ""],
  ["via-bare", "tcp-check connect via-socks4", "check-via-socks4"],
];
const config = `
${ruleDefaults.replace("%hr %hs", "%rc")}
    retries 1
    timeout connect 200ms
    http-reuse never
frontend fe
    bind 127.0.0.1:\${P:fe}
    use_backend %[path,field(2,/)]
frontend raw
    mode tcp
    bind 127.0.0.1:\${P:raw}
    default_backend tcp
${names
  .map((name) => `backend ${name}\n    server s 10.1.2.3:8080 socks4 127.0.0.1:\${P:${name}}\n`)
  .join("")}
backend header
    server s 10.1.2.3:8080 socks4 127.0.0.1:\${P:grants} send-proxy
backend default
    default-server socks4 127.0.0.1:\${P:grants}
    server s 10.255.2.3:65535
backend tcp
    mode tcp
    server s 10.1.2.3:81 socks4 127.0.0.1:\${P:grants}
${connects
  .map(
    ([name, rule, options]) => `backend connect-${name}
    option log-health-checks
    option tcp-check
    ${rule}
    server s 127.0.0.1:\${P:grants} socks4 127.0.0.1:\${P:denies} check inter 1s fall 1 ${options}
`,
  )
  .join("")}
backend checked
    option log-health-checks
    server good 10.1.2.3:8080 socks4 127.0.0.1:\${P:grants} check check-via-socks4 inter 1s
    server bad 10.1.2.3:8080 socks4 127.0.0.1:\${P:denies} check check-via-socks4 inter 1s fall 1
`;

const connecting =
  (name: string): Case =>
  async (side) => {
    const line = await told(side, `connect-${name}/s`);
    return line.includes(" succeeded, ");
  };

const asking =
  (name: string): Case =>
  async (side: Side) => {
    const answer = await side.ask("fe", get(`/${name}`, "Connection: close\r\n"));
    const line = await side.syslog.waitFor(` ${name}/`);
    return [answer.startLine, answer.body, line.replace(/^.*?\]: /s, "").trim()];
  };

const told = (side: Side, server: string): Promise<string> =>
  until(
    () => side.syslog.lines.find((line) => line.includes(`check for server ${server} `)),
    `a check of ${server}`,
  );

compareArea(
  "socks4",
  { config, servers },
  {
    ...Object.fromEntries([...names, "header", "default"].map((name) => [name, asking(name)])),
    ...Object.fromEntries(connects.map(([name]) => [`connect rule, ${name}`, connecting(name)])),
    "a request in TCP mode": (side) => side.ask("raw", get("/tcp")),
    "checks go through it": async (side) =>
      (await Promise.all([told(side, "checked/good"), told(side, "checked/bad")])).map((line) =>
        line
          .replace(/^.*?\]: /s, "")
          .replace(/\d+ms/, "<n>ms")
          // HAProxy adds the words of whatever error its thread met last.
          .replace(/ \([^)]*\)"/, '"'),
      ),
  },
);
