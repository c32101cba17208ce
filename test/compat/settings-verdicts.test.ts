/**
 * Settings that do nothing where they stand, or cannot work: both programs refuse the same ones, warn
 * of the same ones, and are silent about the same ones.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { haproxyVersion } from "../support/programs.ts";
import { diagnosticsOf, haproxyVerdict, withoutHaproxy } from "../support/verdicts.ts";

const times = " timeout client 1s\n timeout server 1s\n timeout connect 1s\n";
const bind = " bind unix@s.sock\n";

const listen = (mode: string, lines: string, server = ""): string =>
  `defaults\n mode ${mode}\n${times}listen li\n${bind} ${lines}\n server s 127.0.0.1:1 ${server}\n`;

const texts: Readonly<Record<string, string>> = {
  "log format without log": listen("http", "log-format x"),
  "option httplog without log": listen("http", "option httplog"),
  "structured data without log": listen("http", "log-format-sd x"),
  "error log format without log": listen("http", "error-log-format x"),
  "log format with log": listen("http", "log-format x\n log 127.0.0.1 local0"),
  "log format and log global of nothing": listen("http", "log-format x\n log global"),
  "log format in defaults only": listen("http", "").replace("listen", " log-format x\nlisten"),
  "stats over tcp": listen("tcp", "stats enable"),
  "stats refresh over tcp": listen("tcp", "stats refresh 5s"),
  "capture cookie over tcp": listen("tcp", "capture cookie a len 5"),
  "server cookie over tcp": listen("tcp", "", "cookie a"),
  "redir over tcp": listen("tcp", "", "redir http://x"),
  "source of a header over tcp": listen("tcp", "source 0.0.0.0 usesrc hdr_ip(x)"),
  "source of a header of a server over tcp": listen("tcp", "", "source 0.0.0.0 usesrc hdr_ip(x)"),
  "bind in a backend": listen("http", "") + `backend b\n${bind}`,
  "a check without a port": listen("http", "server t 127.0.0.1 check"),
  "a check with a port": listen("http", "server t 127.0.0.1 check port 80"),
  "no check without a port": listen("http", "server t 127.0.0.1"),
  "a check at a port to be added": listen("http", "server t 127.0.0.1:+5 check"),
  "an agent without a port": listen("http", "server t 127.0.0.1 agent-check"),
  "use-server without a condition": listen("http", "use-server s"),
  "check rules of defaults": listen("http", "").replace("listen", " http-check connect\nlisten"),
  "check rules without their option": listen("http", "http-check connect"),
  ...Object.fromEntries(
    ["1/1 0-3", "1/1-2 0", "1/1-2 0-1", "1/1-4 0-1", "1/all 0-3", "1-2/1 0-1", "1-2/1-2 0-3"].map(
      (map) => [`cpu-map ${map}`, `global\n cpu-map auto:${map}\n${listen("http", "")}`],
    ),
  ),
};

/** What haproxy 2 does not warn of yet: how many plain milliseconds are suspiciously few. */
const short: Readonly<Record<string, Verdict>> = {
  "timeout queue 5": "warned of",
  "timeout http-request 99": "warned of",
  "timeout http-request 100": "silent",
  "timeout tarpit 0": "silent",
  "timeout client 5ms": "silent",
  "server t 127.0.0.1:1 check inter 5": "warned of",
  "server t 127.0.0.1:1 check fastinter 5ms": "silent",
  "default-server agent-inter 5": "warned of",
  "server t 127.0.0.1:1 slowstart 5": "silent",
  "tcp-request inspect-delay 5": "silent",
};

type Verdict = "refused" | "warned of" | "silent";

const verdictOf = (isTaken: boolean, isWarned: boolean): Verdict =>
  isTaken ? (isWarned ? "warned of" : "silent") : "refused";

function verdictOfSluice(text: string): Verdict {
  const { all, errorCount } = diagnosticsOf(text);
  return verdictOf(
    errorCount === 0,
    all.some(({ severity }) => severity === "warning"),
  );
}

function verdictOfHaproxy(text: string): Verdict {
  const { isTaken, said } = haproxyVerdict(text);
  return verdictOf(isTaken, said.includes("[WARNING]"));
}

for (const [title, text] of Object.entries(texts)) {
  test(title, { skip: withoutHaproxy }, () => {
    assert.equal(verdictOfSluice(text), verdictOfHaproxy(text));
  });
}

const isKnown = (haproxyVersion()?.[0] ?? 0) > 2;

for (const [line, expected] of Object.entries(short)) {
  test(line, () => {
    const text = listen("http", line);
    assert.equal(verdictOfSluice(text), expected);
    if (isKnown) assert.equal(verdictOfHaproxy(text), expected);
  });
}
