/** What `global` asks of the system for the process: seen from outside, in /proc and in `show info`. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { until } from "../support/deadline.ts";
import { sluiceProgram, startSluice } from "../support/programs.ts";
import { type Program, startProgram } from "../support/proxy.ts";
import { sandbox } from "../support/sandbox.ts";

const skip = ["node", "deno"].includes(process.env["SLUICE_RUNTIME"] ?? "")
  ? "this runtime refuses these settings by its name"
  : false;

const TIMES = "timeout client 5s\n timeout connect 5s\n timeout server 5s";

function config(global: string): string {
  return `global\n ${global}\ndefaults\n mode http\n ${TIMES}\nlisten fe\n bind 127.0.0.1:\${P:fe}\n`;
}

/** Sluice, exec'd by a shell that limits its descriptors. */
function limited(descriptors: number): Program {
  const { name, command, args } = sluiceProgram();
  const line = `ulimit -n ${descriptors} && exec "$@"`;
  return { name, command: "/bin/sh", args: ["-c", line, "sh", command, ...args] };
}

/** A line of /proc/PID/status, of each thread. */
function ofThreads(pid: number, name: string): string[] {
  const shape = new RegExp(`^${name}:\\s*(\\S+)`, "m");
  return readdirSync(`/proc/${pid}/task`).map(
    (thread) => shape.exec(readFileSync(`/proc/${pid}/task/${thread}/status`, "latin1"))?.[1] ?? "",
  );
}

/** Nice values of all threads (proc(5), /proc/pid/stat, field 19). */
function priorities(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).map((thread) => {
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, "latin1");
    return Number(stat.replace(/^.*\) /, "").split(" ")[16]);
  });
}

const line = (info: string, name: string): string | undefined =>
  new RegExp(`^${name}: (.*)$`, "m").exec(info)?.[1];

describe("settings of the process", { skip }, () => {
  test("threads run on the CPUs of cpu-map, with the nice value asked for", async () => {
    await using proxy = await startSluice(
      config("nbthread 2\n cpu-map 1/1 0\n cpu-map 1/2 1\n tune.renice.runtime 3"),
    );
    const cpus = ofThreads(proxy.pid, "Cpus_allowed_list");
    assert.ok(cpus.includes("0") && cpus.includes("1"), cpus.join());
    assert.ok(priorities(proxy.pid).filter((nice) => nice === 3).length >= 2);
  });

  test("ulimit-n is the limit of descriptors, and maxconn follows from it", async () => {
    await using proxy = await startProgram(limited(3000), config("ulimit-n 2000\n maxconn 500"));
    const limits = readFileSync(`/proc/${proxy.pid}/limits`, "latin1");
    assert.match(limits, /^Max open files +2000 /m);
    await using other = await startProgram(limited(3000), config("nbthread 1"));
    const info = await other.cli("show info");
    // 10 and 3 a thread, 10 of stats connections and one of each listener stay back.
    assert.equal(line(info, "Maxconn"), "1487");
    assert.equal(line(info, "Hard_maxconn"), "1487");
    assert.equal(line(info, "Maxsock"), "2999");
    assert.equal(line(info, "Ulimit-n"), "3000");
  });

  test("too few descriptors are a warning, or the end with strict-limits", async () => {
    await using proxy = await startProgram(limited(3000), config("maxconn 5000"));
    assert.match(proxy.output, /\[WARNING\] Cannot raise FD limit to 10\d+, limit is 3000\./);
    await assert.rejects(
      startProgram(limited(3000), config("maxconn 5000\n strict-limits")).then((started) =>
        started.stop(),
      ),
      /Cannot raise FD limit to 10\d+, limit is 3000\./,
    );
  });

  test("unix-bind: folder and mode of unix listeners", async () => {
    await using box = sandbox({
      "a.cfg": `global\n unix-bind prefix in- mode 611\ndefaults\n mode http\n ${TIMES}\nfrontend f\n bind unix@a.sock\n`,
    });
    box.start(["-db", "-f", "a.cfg"]);
    const path = join(box.folder, "in-a.sock");
    await until(
      () => (statSync(path, { throwIfNoEntry: false })?.mode ?? 0) % 0o1000 === 0o611,
      "the socket with its mode",
    );
  });

  test("noreuseport: nobody else can bind the address, and all threads serve it", async () => {
    await using proxy = await startSluice(
      config("nbthread 2\n noreuseport") + " http-request return status 200\n",
    );
    const text = config("").replaceAll("${P:fe}", String(proxy.port("fe")));
    await using box = sandbox({ "b.cfg": text });
    const second = box.start(["-db", "-f", "b.cfg"]);
    assert.equal(await second.ended(), 1);
    assert.match(second.output, /EADDRINUSE|in use/i);
  });
});

test("-dr: a server whose name leads nowhere does not keep the process from starting", async () => {
  const text = `defaults\n mode http\n ${TIMES}\nbackend b\n server s nobody.invalid:80\n`;
  await using box = sandbox({ "a.cfg": text });
  const checked = async (...args: string[]): Promise<number | string> =>
    box.start(["-c", "-q", "-f", "a.cfg", ...args]).ended();
  assert.equal(await checked(), 1);
  // No error, and no listener to serve.
  assert.equal(await checked("-dr"), 2);
});

test("-W: conditions find HAPROXY_MWORKER, but not when a configuration is only checked", async () => {
  const asked = '.if !defined(HAPROXY_MWORKER)\n.alert "no master"\n.endif\n';
  await using proxy = await startSluice(asked + config(""), { args: ["-W"] });
  assert.ok(proxy.pid > 0);
  await using box = sandbox({ "a.cfg": asked });
  const checked = box.start(["-c", "-W", "-f", "a.cfg"]);
  assert.equal(await checked.ended(), 1);
  assert.match(checked.output, /no master/);
});
