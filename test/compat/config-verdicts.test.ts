/**
 * Single lines of configuration, right and wrong: `haproxy -c` and the loader accept and refuse the
 * same ones. What rules and expressions say is not read here, only the language around them.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type LoadedConfig, loadConfig } from "../../src/config/load.ts";
import { findInstalled } from "../support/programs.ts";

const haproxy = findInstalled("haproxy");
const folder = mkdtempSync(join(tmpdir(), "sluice-verdicts-"));
cpSync(join(import.meta.dirname, "../golden/config/files"), join(folder, "files"), { recursive: true });
after(() => rmSync(folder, { recursive: true }));

const inGlobal: readonly string[] = [
  "maxconn 10\n maxconn 20", "maxconn 10k", "maxconn 0", "nbthread 64", "stats timeout 5",
  "stats maxconn 0", "tune.bufsize 100", "tune.maxrewrite 0", "tune.http.maxhdr 0",
  "tune.maxaccept -1", "spread-checks 60", "description", "node", "log-send-hostname",
  "log 127.0.0.1 local0 info debug", "log 127.0.0.1:0 local0", "log /dev/log local0",
  "log stdout local0", "log fd@1 format raw local0", "grace 5", "hard-stop-after 0",
  "hard-stop-after", "ca-base", "ca-base x", "ssl-server-verify foo", "set-var proc.x int(1)",
  "set-var proc.x", "stats socket x mode 660 level foo", "stats socket x.sock level user",
  "pidfile a b", "daemon\n daemon", "chroot /tmp", "no log", "no daemon", "setenv A b",
  "ssl-default-bind-options", "ssl-default-bind-options foo", "maxconnrate 5", "log-tag",
  "nbthread 2\n nbthread 3", "user nobody\n user nobody", "pidfile a\n pidfile b",
  "chroot /a\n chroot /b", "uid 1\n uid 2", "log 127.0.0.1 len 70000 local0",
  "log 127.0.0.1 local0 info info info",
];

const inFrontend: readonly string[] = [
  "maxconn 10k", "maxconn 10 20", "backlog 5", "monitor-uri /x y", "option httplog clf",
  "option httplog foo", "option tcplog clf", "option httpslog", "no option httpclose",
  "no option httpclose x", "option httpclose x", "option dontlognull\n no option dontlognull",
  "use_backend be", "use_backend be if TRUE", "use_backend %[path]", "use_backend nope-%[path]",
  "default_backend be x", "default_backend %[path]", "capture request header X len 5 6",
  "capture cookie X", "capture cookie X len 5", "log global x", "log global", "no log",
  "no log x", "log-format a", "log-format \"\"", "log-format", "unique-id-format %ci",
  "stats refresh 5x", "stats refresh 5", "stats realm", "stats admin", "stats admin if TRUE",
  "stats scope .", "stats show-node", "stats show-desc a b", "redirect location /x",
  "redirect location /x if TRUE", "http-request deny if TRUE", "http-request",
  "tcp-request inspect-delay 5x", "tcp-request inspect-delay", "tcp-request content accept",
  "acl a path /x", "acl a/b path /x", "disabled x", "enabled", "description", "description a b c",
  "id x", "id 5 6", "id 5", "mode tcp", "mode http x", "mode health", "timeout client 5s x",
  "timeout http-request 5", "errorfile 503 files/503.http", "errorfile 503 files/empty.http",
  "errorfile 503 files/bad.http", "errorfile 503", "errorfile abc x", "errorfiles nope",
  "option forwardfor except 1.2.3.4 header X if-none", "option forwardfor except foo",
  "option forwardfor header", "option nolinger", "option persist", "no option persist",
  "monitor fail if TRUE", "monitor fail TRUE", "bind :0", "bind y.sock mode 660",
  "bind unix@y.sock mode 0660", "bind unix@y.sock mode 66", "bind unix@y.sock maxconn 0",
  "bind unix@y.sock id 0", "bind unix@y.sock id 3", "bind unix@y.sock level admin",
  "bind unix@y.sock name", "bind unix@y.sock alpn", "bind unix@y.sock ssl",
  "server x 127.0.0.1:1", "stick-table type ip size 1m", "error-log-format %ci",
  "tcp-response content accept", "http-after-response set-header a b", "stats http-request deny",
  "stats http-request", "option redispatch", "retries 3", "no option logasap", "unknown",
  "acl a path",
];

/** Lines that HAProxy takes and this version refuses by name: nothing behind them is there yet. */
const refusedByName: ReadonlySet<string> = new Set([
  "frontend: error-log-format %ci", "frontend: option nolinger", "backend: option log-health-checks",
]);

const inBackend: readonly string[] = [
  "server s 127.0.0.1:1", "server s 127.0.0.1", "server s 127.0.0.1:0", "server s 127.0.0.1:+5",
  "server s 127.0.0.1:80 weight 256", "server s 127.0.0.1:80 weight 257",
  "server s 127.0.0.1:80 inter 5x", "server s 127.0.0.1:80 inter 5ms",
  "server s 127.0.0.1:80 rise 0", "server s 127.0.0.1:80 fall x", "server s 127.0.0.1:80 cookie",
  "server s 127.0.0.1:80 minconn 5", "server s 127.0.0.1:80 ssl verify none",
  "server s 127.0.0.1:80 ssl", "server s 127.0.0.1:80 ssl verify required ca-file files/nope.pem",
  "server s 127.0.0.1:80 ssl verify none sni str(x)", "server s 127.0.0.1:80 source 127.0.0.1",
  "server s 127.0.0.1:80 source foo", "server s 127.0.0.1:80 pool-max-conn -1",
  "server s 127.0.0.1:80 pool-purge-delay 5s", "server s 127.0.0.1:80 max-reuse 0",
  "server s 127.0.0.1:80 backup disabled", "server s 127.0.0.1:80 id -1", "server s /tmp/x.sock",
  "server s unix@/tmp/x.sock", "server s abns@x", "server s fd@3", "server s udp@1.1.1.1:1",
  "server s 1.1.1.1:1 addr 1.1.1.2 check", "default-server inter 3s\n server s 1.1.1.1:1",
  "default-server", "default-server 1.1.1.1:1", "balance", "balance leastconn x",
  "balance source", "hash-type consistent", "hash-type consistent sdbm",
  "hash-type consistent foo", "hash-type", "http-reuse", "http-reuse safe x", "cookie X insert",
  "cookie X", "cookie X insert maxidle 5", "cookie X insert maxidle", "cookie X prefix nocache",
  "cookie X rewrite domain a", "cookie X rewrite indirect", "cookie X rewrite maxidle 5",
  "cookie X prefix indirect", "cookie X insert preserve", "cookie X insert attr SameSite=Lax",
  "cookie X insert postonly indirect domain .a.com", "retry-on all-retryable-errors 503",
  "retry-on 999", "retry-on none 503", "retry-on", "option redispatch 0", "option httpchk",
  "option httpchk /x", "option httpchk GET /", "option httpchk GET / HTTP/1.1",
  "option httpchk GET / HTTP/1.1 x", "option httpchk\n http-check expect status 200-299",
  "http-check expect status 300-200", "http-check expect ! status 500",
  "http-check expect string OK", "http-check expect rstring (", "http-check expect status",
  "http-check expect status 200 x",
  "http-check send meth GET uri / ver HTTP/1.1 hdr Host x body y", "http-check send foo",
  "http-check disable-on-404", "http-check connect", "http-check disable-on-404 x",
  "option tcp-check", "no option httpchk", "stick on src",
  "stick-table type ip size 1m\n stick on src",
  "stick-table type ip size 1m\n stick on src table be", "stick on src table f", "stick",
  "stick on", "stick match src if TRUE", "use-server s",
  "server s 1.1.1.1:1\n use-server s if TRUE", "server s 1.1.1.1:1\n use-server t if TRUE",
  "server s 1.1.1.1:1\n server s 1.1.1.1:2", "fullconn 0", "fullconn 5", "timeout check 5",
  "timeout server-fin 5", "option abortonclose", "option allbackups",
  "tcp-request inspect-delay 5s", "tcp-response inspect-delay 5s", "option log-health-checks",
  "option httplog", "log-format x", "monitor-uri /", "maxconn 5", "capture cookie x len 5",
  "option tcplog", "timeout client 5", "redirect prefix /", "description x",
];

const inDefaults: readonly string[] = [
  "acl x path /", "description x", "id 5", "server s 1.1.1.1:1", "bind :80", "use_backend x",
  "redirect location /", "stick-table type ip size 1k", "stats admin if TRUE",
  "capture cookie x len 4", "monitor fail if TRUE", "default_backend f", "cookie X insert",
  "option httpchk", "default-server weight 4", "stats enable", "log global", "monitor-uri /x",
  "tcp-request inspect-delay 5s", "use-server s", "stick on src", "errorfile 503 files/503.http",
];

const wholeSections: readonly string[] = [
  "defaults x\n defaults y\n", "userlist u\n user a password x\n", "userlist u\n user a\n",
  "userlist u\n group g users a\n", "userlist u\n user a password x groups g\n",
  "userlist u\n user a insecure-password x password y\n",
  "resolvers r\n nameserver a 1.1.1.1:53\n", "resolvers r\n nameserver a foo:53\n",
  "resolvers r\n nameserver a 1.1.1.1\n", "resolvers r\n hold valid 0\n",
  "resolvers r\n timeout foo 5\n", "peers p\n peer a 127.0.0.1:10999\n",
  "http-errors e\n errorfile 503 files/503.http\n", "http-errors e\nhttp-errors e\n",
  "defaults a from b\n", "defaults a\ndefaults b from a\n",
  "defaults a\n http-request deny\ndefaults b from a\n", "global\nglobal\n", "global x\n",
];

const base = "defaults\n mode http\n timeout client 1s\n timeout server 1s\n timeout connect 1s\n";
const frontend = "frontend f\n bind unix@s.sock\n";

const files: readonly (readonly [string, string])[] = [
  ...inGlobal.map((line) => [`global: ${line}`, `global\n ${line}\n${base}${frontend}`] as const),
  ...inFrontend.map((line) => [`frontend: ${line}`, `${base}${frontend} ${line}\nbackend be\n server s1 127.0.0.1:1\n`] as const),
  ...inBackend.map((line) => [`backend: ${line}`, `${base}${frontend}backend be\n ${line}\n`] as const),
  ...inDefaults.map((line) => [`defaults: ${line}`, `${base} ${line}\n${frontend}`] as const),
  ...wholeSections.map((text) => [`sections: ${text}`, `${text}${base}${frontend}`] as const),
];

function load(): LoadedConfig {
  return loadConfig(["c.cfg"], {
    env: {},
    abilities: { features: [], enabled: [], sslLibrary: { name: "", version: "" } },
    files: {
      readBytes: (path) => readFileSync(join(folder, path)),
      list: (path) => readdirSync(join(folder, path)).sort(),
      kind(path) {
        const stat = statSync(join(folder, path), { throwIfNoEntry: false });
        return stat === undefined ? "absent" : stat.isDirectory() ? "directory" : "file";
      },
    },
  });
}

for (const [name, text] of files) {
  test(name.replaceAll("\n", " | "), { skip: haproxy === undefined && "haproxy is not installed" }, () => {
    writeFileSync(join(folder, "c.cfg"), text);
    const oracle = spawnSync(haproxy!, ["-c", "-f", "c.cfg"], { cwd: folder, encoding: "utf8" });
    const { diagnostics } = load();
    if (refusedByName.has(name)) {
      assert.equal(oracle.status, 0);
      assert.ok(diagnostics.all.some(({ message }) => message.endsWith("is not supported by this version of Sluice yet")));
      return;
    }
    assert.equal(diagnostics.errorCount === 0, oracle.status === 0, oracle.stderr);
  });
}
