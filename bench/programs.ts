/**
 * The programs that are compared and the origin behind them: how each starts on a scenario. A
 * fresh process for each run; a program that is not there is skipped by name.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join, resolve } from "node:path";
import { until } from "../test/support/deadline.ts";
import { findInstalled } from "../test/support/programs.ts";
import type { Place, Scenario } from "./scenarios.ts";

export interface Running {
  readonly pid: number;
  stop(): Promise<void>;
}

export interface Contender {
  readonly name: string;
  /** Why it cannot run here; undefined when it can. */
  readonly absent: string | undefined;
  /** Undefined for a scenario it has no counterpart of. */
  start(scenario: Scenario, place: Place): Promise<Running> | undefined;
}

const root = resolve(import.meta.dirname, "..");
const sluice = resolve(root, process.env["SLUICE_BIN"] ?? "dist/sluice");

/** A program that reads HAProxy's language. */
function proxyContender(name: string, command: string | undefined, absent: string): Contender {
  return {
    name,
    absent: command === undefined ? absent : undefined,
    start(scenario, place) {
      const path = join(place.folder, `${name}.cfg`);
      writeFileSync(path, scenario.haproxy(place));
      return launch(name, command!, ["-db", "-f", path], place);
    },
  };
}

export const contenders: readonly Contender[] = [
  proxyContender("sluice", existsSync(sluice) ? sluice : undefined, "dist/sluice is not built"),
  proxyContender("haproxy", findInstalled("haproxy"), "haproxy is not installed"),
  {
    name: "nginx",
    absent: findInstalled("nginx") === undefined ? "nginx is not installed" : undefined,
    start(scenario, place) {
      if (scenario.nginx === undefined) return undefined;
      return startNginx("nginx", scenario.nginx(place), place);
    },
  },
  {
    name: "http-proxy-3",
    absent: existsSync(join(root, "node_modules/http-proxy-3"))
      ? undefined
      : "http-proxy-3 is not installed",
    start(scenario, place) {
      if (scenario.nodeProxy === undefined) return undefined;
      const node = join(root, "node_modules/.bin/node");
      const script = join(import.meta.dirname, "node-proxy.mjs");
      const { port, originPort, certificate } = place;
      const tls = scenario.nodeProxy === "https" ? certificate : "";
      return launch("http-proxy-3", node, [script, String(port), String(originPort), tls], place);
    },
  },
];

/** The origin that all contenders forward to: nginx with one worker. */
export function startOrigin(place: Place): Promise<Running> {
  const folder = join(place.folder, "www");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "large"), Buffer.alloc(1 << 20, "x"));
  const text = "x".repeat(100);
  const servers = `
    server {
        listen 127.0.0.1:${place.originPort} backlog=4096;
        keepalive_requests 100000000;
        keepalive_timeout 600s;
        location / { default_type text/plain; return 200 "${text}"; }
        location = /large { root ${folder}; }
    }
`;
  return startNginx("origin", servers, { ...place, port: place.originPort });
}

function startNginx(name: string, servers: string, place: Place): Promise<Running> {
  const prefix = join(place.folder, name);
  mkdirSync(prefix, { recursive: true });
  const path = join(prefix, "nginx.conf");
  writeFileSync(
    path,
    `${process.getuid?.() === 0 ? "user root;" : ""}
daemon off; worker_processes 1; pid ${prefix}/pid; error_log ${prefix}/error.log crit;
worker_rlimit_nofile 16000;
events { worker_connections 14000; }
http {
    access_log off; sendfile on; tcp_nopush on;
    client_body_temp_path ${prefix}/b; proxy_temp_path ${prefix}/p; fastcgi_temp_path ${prefix}/f;
    uwsgi_temp_path ${prefix}/u; scgi_temp_path ${prefix}/s;
${servers}
}
`,
  );
  return launch(
    name,
    findInstalled("nginx")!,
    ["-e", `${prefix}/error.log`, "-p", prefix, "-c", path],
    place,
  );
}

/** Starts a program and waits until its port takes connections. */
async function launch(
  name: string,
  command: string,
  args: readonly string[],
  place: Place,
): Promise<Running> {
  const outputPath = join(place.folder, `${name}.out`);
  const output = openSync(outputPath, "w");
  const child = spawn(command, args, { stdio: ["ignore", output, output] });
  closeSync(output);
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
  const accepting = async (): Promise<boolean> => {
    if (hasEnded(child)) throw new Error(`${name} ended:\n${readFileSync(outputPath, "utf8")}`);
    return accepts(place.port);
  };
  await until(accepting, `${name} listening on ${place.port}`, 15_000);
  return {
    pid: child.pid!,
    async stop() {
      child.kill("SIGTERM");
      await until(() => hasEnded(child), `the end of ${name}`, 10_000);
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      settle(true);
    });
    socket.once("error", () => settle(false));
  });
}
