/** The command line: what the program says and with which status it ends. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { type Server, createServer } from "node:net";
import { join } from "node:path";
import { describe, test } from "node:test";
import { until } from "../support/deadline.ts";
import { freePort } from "../support/ports.ts";
import { haproxyProgram, sluiceProgram } from "../support/programs.ts";
import type { Program } from "../support/proxy.ts";
import { RawClient, request } from "../support/raw-client.ts";
import { sandbox } from "../support/sandbox.ts";
import { makeTempFolder } from "../support/temp-folder.ts";

const GOOD =
  "defaults\n    mode http\n    timeout client 5s\n    timeout connect 5s\n    timeout server 5s\n" +
  "frontend fe\n    bind 127.0.0.1:1\n    http-request return status 200\n";
const BAD = "frontend fe\n    bind 127.0.0.1:1\n    mode htpp\n    nonsense\n";
const WARNING = GOOD.replace("    timeout client 5s\n", "");
const ONCE =
  "listen li\n    bind 127.0.0.1:1\n    log ring@none local0\n    http-request deny if none\n" +
  "    server s 127.0.0.1:1 ssl\n";
const SILENT = "defaults\n    mode http\nbackend be\n    server s 127.0.0.1:1\n";

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const files: Readonly<Record<string, string>> = {
  "good.cfg": GOOD,
  "bad.cfg": BAD,
  "warning.cfg": WARNING,
  "silent.cfg": SILENT,
  "once.cfg": ONCE,
  "defaults.cfg": GOOD.slice(0, GOOD.indexOf("frontend")),
  "frontend.cfg": GOOD.slice(GOOD.indexOf("frontend")),
};

function runProgram(
  { command, args: leading }: Program,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Outcome {
  const folder = makeTempFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder.path, name), text);
  mkdirSync(join(folder.path, "parts"));
  writeFileSync(join(folder.path, "parts", "1.cfg"), files["defaults.cfg"]!);
  writeFileSync(join(folder.path, "parts", "2.cfg"), files["frontend.cfg"]!);
  writeFileSync(join(folder.path, "parts", "3.txt"), "not a configuration\n");
  try {
    const { status, stdout, stderr } = spawnSync(command, [...leading, ...args], {
      cwd: folder.path,
      encoding: "latin1",
      env: { ...process.env, ...env },
      timeout: 20_000,
    });
    return { status, stdout, stderr };
  } finally {
    folder.remove();
  }
}

const run = (args: readonly string[], env?: Readonly<Record<string, string>>): Outcome =>
  runProgram(sluiceProgram(), args, env);

describe("command line", () => {
  const oracle = haproxyProgram();
  const statuses: readonly (readonly string[])[] = [
    ["-c", "-f", "good.cfg"],
    ["-c", "-f", "bad.cfg"],
    ["-c", "-V", "-f", "good.cfg"],
    ["-c", "-q", "-f", "good.cfg"],
    ["-c", "-f", "warning.cfg"],
    ["-c", "-dW", "-f", "warning.cfg"],
    ["-c", "-f", "missing.cfg"],
    ["-c", "-f", "defaults.cfg", "-f", "frontend.cfg"],
    ["-c", "-f", "parts"],
    ["-c", "-C", "parts", "-f", "1.cfg", "-f", "2.cfg"],
    ["-c", "-C", "nowhere", "-f", "good.cfg"],
    ["-c", "--", "good.cfg"],
    ["-c", "-f", "good.cfg", "--", "missing.cfg"],
    ["-c", "good.cfg"],
    ["-c"],
    ["-f"],
    ["-p"],
    ["-zz"],
    ["-v"],
    ["-vv"],
    ["-f", "silent.cfg"],
    ["-c", "-f", "silent.cfg"],
    ["-cc", "version_atleast(2.4)"],
    ["-cc", "version_atleast(99)"],
    ["-cc", "!version_atleast(99) && streq(a,a)"],
    ["-cc", "nonsense("],
    ["-cc", "defined(SOME_NAME)"],
  ];
  for (const args of statuses) {
    test(
      `"${args.join(" ")}" ends with HAProxy's status`,
      { skip: oracle ? false : "haproxy is not installed" },
      () => {
        const withoutDebug = { ...oracle!, args: [] };
        assert.equal(run(args).status, runProgram(withoutDebug, args).status);
      },
    );
  }

  test("-c says that a file is valid, unless -q", () => {
    assert.deepEqual(run(["-c", "-f", "good.cfg"]), {
      status: 0,
      stdout: "Configuration file is valid\n",
      stderr: "",
    });
    assert.deepEqual(run(["-c", "-q", "-f", "good.cfg"]), { status: 0, stdout: "", stderr: "" });
  });

  test("all errors come in one run, each with its place", () => {
    const { status, stderr } = run(["-c", "-f", "bad.cfg"]);
    assert.equal(status, 1);
    assert.match(stderr, /bad\.cfg:3:10: /);
    assert.match(stderr, /bad\.cfg:4:5: /);
    assert.match(stderr, /2 errors[.,]/);
  });

  test("an error is told once, however often its line is looked at", () => {
    const { stderr } = run(["-c", "-f", "once.cfg"]);
    const alerts = stderr.split("\n").filter((line) => /^\[ALERT\].*once\.cfg/.test(line));
    assert.deepEqual(
      alerts.map((line) => /once\.cfg:(\d+:\d+)/.exec(line)![1]),
      ["5:12", "3:9", "4:26"],
    );
  });

  test("-q hides warnings, not errors", () => {
    assert.match(run(["-c", "-f", "warning.cfg"]).stderr, /\[WARNING\]/);
    assert.equal(run(["-c", "-q", "-f", "warning.cfg"]).stderr, "");
    assert.match(run(["-c", "-q", "-f", "bad.cfg"]).stderr, /\[ALERT\]/);
  });

  test("a configuration without listeners does not start", () => {
    const { status, stderr } = run(["-f", "silent.cfg"]);
    assert.equal(status, 1);
    assert.match(stderr, /No enabled listener found/);
    assert.match(run(["-c", "-f", "silent.cfg"]).stdout, /no error but will not start/);
  });

  test("-cc evaluates conditions over the environment", () => {
    assert.equal(run(["-cc", "defined(SOME_NAME)"], { SOME_NAME: "x" }).status, 0);
    assert.equal(run(["-cc", "defined(SOME_NAME)"]).status, 1);
    assert.equal(run(["-cc", "version_atleast(3.5-dev5)"]).status, 0);
    const { status, stderr } = run(["-cc", "nonsense(1)"]);
    assert.equal(status, 2);
    assert.match(stderr, /nonsense/);
  });

  test("-v names the version, -vv what the build can do as well", () => {
    assert.match(run(["-v"]).stdout, /^Sluice version \d+\.\d+\.\d+ [^\n]+\n$/);
    assert.match(
      run(["-vv"]).stdout,
      /^Sluice version [^]+Feature list : [^]*What this runtime can do:\n/,
    );
  });

  test("-dKall lists keywords", () => {
    const { status, stdout } = run(["-dKall"]);
    assert.equal(status, 0);
    assert.match(stdout, /http-request/);
  });

  test("what is no option is refused with the usage", () => {
    const { status, stderr } = run(["-zz"]);
    assert.equal(status, 1);
    assert.match(stderr, /: unknown option -zz\n\nUsage: \S+ -f /);
  });

  test("-V tells where it listens", async () => {
    const port = await freePort();
    await using box = sandbox({ "a.cfg": GOOD.replace("127.0.0.1:1", `127.0.0.1:${port}`) });
    const child = box.start(["-V", "-db", "-f", "a.cfg"]);
    await until(
      () => child.output.includes(`Threads: 1\nListening:\n  fe: 127.0.0.1:${port}\n`),
      "the listeners",
      15_000,
    );
  });

  test("-L names the peer", async () => {
    const port = await freePort();
    const config = GOOD.replace("127.0.0.1:1", `127.0.0.1:${port}`).replace(
      "status 200",
      'status 200 content-type text/plain string "$HAPROXY_LOCALPEER"',
    );
    await using box = sandbox({ "a.cfg": config });
    box.start(["-db", "-L", "left", "-f", "a.cfg"]);
    const answer = await until(
      async () => request(port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").catch(() => undefined),
      "an answer",
      15_000,
    );
    assert.equal(answer.body, "left");
  });
});

/** The number of a listening socket, which Node shows to nobody. */
function descriptorOf(server: Server): number {
  const { _handle: handle } = server as { readonly _handle?: { readonly fd: number } };
  assert.ok(handle !== undefined);
  return handle.fd;
}

describe("inherited descriptors", () => {
  test("a bind line and an admin socket take listening sockets by number", async () => {
    const inherited = await Promise.all(
      [1, 2].map(async () => {
        const server = createServer();
        await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
        return server;
      }),
    );
    const [web, cli] = inherited.map((server) => {
      const address = server.address();
      return {
        port: typeof address === "object" && address !== null ? address.port : 0,
        handle: descriptorOf(server),
      };
    });
    const folder = makeTempFolder();
    const config = `global\n    stats socket "fd@\${cli}" level admin\n    nbthread 2\n${GOOD.replace("127.0.0.1:1", '"fd@${web}"')}`;
    const path = join(folder.path, "a.cfg");
    writeFileSync(path, config);
    const { command, args } = sluiceProgram();
    const child = spawn("/bin/sh", ["-c", 'exec "$@"', "sh", command, ...args, "-d", "-f", path], {
      stdio: ["pipe", "inherit", "inherit", web!.handle, cli!.handle],
      env: { ...process.env, web: "3", cli: "4" },
    });
    const ended = new Promise<number | string>((settle) =>
      child.on("exit", (status, signal) => settle(status ?? signal ?? "")),
    );
    try {
      // Its copies keep the sockets open; this process must not accept from them.
      for (const server of inherited) server.close();
      const info = await until(
        async () => askTcp(cli!.port).catch(() => undefined),
        "the admin socket",
        15_000,
      );
      assert.match(info, new RegExp(`^Pid: ${child.pid}$`, "m"));
      for (let count = 0; count < 8; count++) {
        assert.equal((await request(web!.port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")).status, 200);
      }
      child.kill("SIGINT");
      const outcome = await ended;
      assert.ok(outcome === 0 || outcome === "SIGINT", `ended with ${outcome}`);
    } finally {
      child.kill("SIGKILL");
      folder.remove();
    }
  });
});

async function askTcp(port: number): Promise<string> {
  using client = await RawClient.connect(port);
  client.send("show info\n");
  client.shutdown();
  return await client.readAll();
}
