/** The contract of everything but sockets: time, files, hashes, modules, threads, the process. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createSocket } from "node:dgram";
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Runtime } from "../../src/runtime/runtime.ts";
import { SocketFailure } from "../../src/runtime/transport.ts";
import type { ThreadMessage } from "../../src/runtime/threads.ts";
import { dial, Host, until } from "./peer.ts";

const childPath = fileURLToPath(new URL("./child.ts", import.meta.url));

/** A started child.ts and what it has printed. */
class Child {
  readonly process: ChildProcess;
  output = "";
  status: number | null | undefined;

  constructor(
    runtime: Runtime,
    job: string,
    fds: readonly number[] = [],
    maxFds: number | null = null,
  ) {
    const command = [
      process.execPath,
      ...(runtime.name === "deno" ? ["run", "-A"] : []),
      childPath,
      job,
    ];
    const limited = ["sh", "-c", `ulimit -n ${maxFds}; exec "$@"`, "sh", ...command];
    const [program, ...rest] = maxFds === null ? command : limited;
    this.process = spawn(program!, rest, { stdio: ["ignore", "pipe", "inherit", ...fds] });
    this.process.stdout?.on("data", (bytes: Uint8Array) => {
      this.output += String(bytes);
    });
    this.process.on("exit", (status) => {
      this.status = status;
    });
  }
  prints(pattern: RegExp): Promise<void> {
    return until(`${pattern} in ${JSON.stringify(this.output)}`, () => pattern.test(this.output));
  }
  ends(): Promise<void> {
    return until("the end of the child", () => this.status !== undefined);
  }
}

function isAlive(runtime: Runtime, pid: number): boolean {
  return runtime.process.kill(pid, "SIGTTOU");
}

export function systemContract(runtime: Runtime): void {
  test("timers run once, in order, and can be cancelled", async () => {
    const fired: string[] = [];
    assert.ok(runtime.clock.wallMs() > 1e12);
    runtime.clock.after(20, () => fired.push("second"));
    runtime.clock.after(5, () => fired.push("first"));
    runtime.clock.after(5, () => fired.push("cancelled")).cancel();
    runtime.clock.soon(() => fired.push("soon"));
    assert.equal(fired.length, 0);
    await until("both timers", () => fired.includes("second"));
    assert.deepEqual(fired, ["soon", "first", "second"]);
    const before = runtime.clock.monotonicMs();
    assert.ok(runtime.clock.monotonicMs() >= before);
    assert.ok(Math.abs(runtime.clock.wallMs() - Date.now()) < 1000);
  });

  test("bytes: codecs, views and copies", () => {
    const { bytes } = runtime;
    assert.equal(bytes.latin1("a\xe9").length, 2);
    assert.equal(bytes.utf8("a\xe9").length, 3);
    assert.equal(bytes.utf8("\u20ac").utf8Slice(0, 3), "\u20ac");
    const buffer = bytes.alloc(4);
    assert.equal(buffer.latin1Write("xyz", 1, 2), 2);
    const view = bytes.view(buffer).subarray(1, 3);
    view[0] = 0x41;
    assert.equal(buffer.latin1Slice(1, 3), "Ay");
    const joined = bytes.concat([bytes.latin1("a"), bytes.latin1("b")]);
    assert.equal(joined.latin1Slice(0, 2), "ab");
  });

  test("hashes", () => {
    const hex = (digest: Uint8Array): string => Buffer.from(digest).toString("hex");
    const abc = runtime.bytes.latin1("abc");
    assert.equal(hex(runtime.crypto.digest("md5", abc)), "900150983cd24fb0d6963f7d28e17f72");
    assert.equal(
      hex(runtime.crypto.digest("sha1", abc)),
      "a9993e364706816aba3e25717850c26c9cd0d89d",
    );
    for (const [algorithm, size] of [
      ["sha224", 28],
      ["sha256", 32],
      ["sha384", 48],
      ["sha512", 64],
    ] as const) {
      assert.equal(runtime.crypto.digest(algorithm, abc).length, size);
    }
    const mac = runtime.crypto.hmac("sha256", runtime.bytes.latin1("key"), abc);
    assert.equal(hex(mac), "9c196e32dc0175f86f4b1cb89289d6619de6bee699e4c378e68309ed97a1a6ab");
    assert.ok(runtime.crypto.timingSafeEqual(abc, runtime.bytes.latin1("abc")));
    assert.ok(!runtime.crypto.timingSafeEqual(abc, runtime.bytes.latin1("abd")));
    assert.ok(!runtime.crypto.timingSafeEqual(abc, runtime.bytes.latin1("ab")));
    assert.equal(runtime.crypto.randomBytes(12).length, 12);
  });

  test("files, with the system's reasons", () => {
    const folder = mkdtempSync(join(tmpdir(), "sluice-"));
    const path = join(folder, "b");
    runtime.files.write(path, "text\u20ac");
    runtime.files.write(join(folder, "B"), "");
    assert.equal(runtime.files.readText(path), "text\u20ac");
    assert.equal(runtime.files.readBytes(path).length, 7);
    assert.deepEqual(runtime.files.list(folder), ["B", "b"]);
    assert.equal(runtime.files.kind(path), "file");
    assert.equal(runtime.files.kind(folder), "directory");
    assert.equal(runtime.files.kind("/dev/null"), "other");
    const stamp = runtime.files.stamp(path);
    assert.equal(runtime.files.stamp(path), stamp);
    chmodSync(path, 0o640);
    runtime.files.replace(path, "one byte: \xe9");
    assert.equal(runtime.files.readBytes(path).length, 11);
    assert.equal(statSync(path).mode & 0o777, 0o640);
    assert.notEqual(runtime.files.stamp(path), stamp);
    assert.deepEqual(runtime.files.list(folder), ["B", "b"]);
    runtime.files.remove(path);
    assert.equal(runtime.files.stamp(path), null);
    assert.equal(runtime.files.kind(path), "absent");
    assert.throws(() => runtime.files.readText(path), /^Error: No such file or directory$/);
    assert.throws(() => runtime.files.readText(folder), /^Error: Is a directory$/);
    assert.equal(runtime.files.resolve("/a/../b"), "/b");
    rmSync(folder, { recursive: true });
  });

  test("names are looked up, unknown ones reject", async () => {
    const found = await runtime.dns.lookup("localhost");
    assert.ok(found.some(({ address }) => address === "127.0.0.1" || address === "::1"));
    await assert.rejects(runtime.dns.lookup("no-such-host.invalid"));
  });

  test("a module is loaded by path, and anew by revision", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sluice-"));
    const path = join(folder, "plugin.ts");
    writeFileSync(path, "const n: number = 1;\nexport default { n };\n");
    assert.deepEqual({ ...((await runtime.importModule(path, 0)).default as object) }, { n: 1 });
    writeFileSync(path, "const n: number = 2;\nexport default { n };\n");
    assert.deepEqual({ ...((await runtime.importModule(path, 1)).default as object) }, { n: 2 });
    rmSync(folder, { recursive: true });
  });

  test("a web request takes a body as it comes", async () => {
    const { request, body } = runtime.web.request(
      "POST",
      "http://h/x",
      [
        ["a", "1"],
        ["a", "2"],
      ],
      true,
    );
    assert.equal(request.headers.get("a"), "1, 2");
    body.push(runtime.bytes.latin1("one "));
    body.push(runtime.bytes.latin1("two"));
    body.end();
    assert.ok(request instanceof Request);
    assert.equal(await request.text(), "one two");
    assert.equal(runtime.web.request("GET", "http://h/", [], false).request.method, "GET");
  });

  test("threads: messages, shared memory, death", async () => {
    const shared = new SharedArrayBuffer(4);
    const messages: ThreadMessage[] = [];
    const deaths: string[] = [];
    assert.equal(runtime.threads.parent, null);
    const threads = [2, 3].map((id) => runtime.threads.spawn(id));
    for (const thread of threads) {
      thread.onMessage((message) => messages.push(message));
      thread.onDeath((reason) => deaths.push(reason));
      thread.post({ kind: "add", shared });
    }
    await until("two answers", () => messages.filter(({ kind }) => kind === "answer").length === 2);
    assert.equal(new Int32Array(shared)[0], 5);
    threads[0]!.post({ kind: "die" });
    await until("the death", () => deaths.length === 1);
    assert.match(deaths[0]!, /told to die/);
    threads[1]!.post({ kind: "add", shared });
    await until(
      "the other's answer",
      () => messages.filter(({ kind }) => kind === "answer").length === 3,
    );
    threads[1]!.terminate();
  });

  test("UDP datagrams arrive", async () => {
    const receiver = createSocket("udp4");
    const texts: string[] = [];
    receiver.on("message", (bytes) => texts.push(String(bytes)));
    await new Promise<void>((resolve) => receiver.bind(0, "127.0.0.1", resolve));
    const sender = runtime.datagrams.open({
      kind: "ip",
      host: "127.0.0.1",
      port: receiver.address().port,
    });
    assert.ok(sender.send(runtime.bytes.latin1("..log.."), 2, 5));
    await until("the datagram", () => texts.length === 1);
    assert.equal(texts[0], "log");
    sender.close();
    assert.ok(!sender.send(runtime.bytes.latin1("x"), 0, 1));
    receiver.close();
  });

  test("unix datagrams", async () => {
    const target = { kind: "unix", path: "/nonexistent/log" } as const;
    if (!runtime.capabilities.unixDatagrams) {
      assert.throws(() => runtime.datagrams.open(target), SocketFailure);
      return;
    }
    const sender = runtime.datagrams.open(target);
    const text = runtime.bytes.latin1("x");
    const told = [sender.send(text, 0, 1)];
    while (told.length < 50 && !told.includes(false)) {
      await new Promise<void>((resolve) => runtime.clock.after(1, resolve));
      told.push(sender.send(text, 0, 1));
    }
    assert.ok(told.includes(false), "nobody was told that the datagrams were lost");
    sender.close();
  });

  test("the process tells about itself", () => {
    assert.equal(runtime.process.argv[0], "sluice");
    assert.ok(runtime.process.maxFds > 0 && runtime.process.cpuCount > 0);
    assert.ok(runtime.process.memoryBytes() > 1 << 20);
    assert.ok(runtime.process.cpuSeconds().user > 0);
    assert.equal(runtime.process.uidOf("root"), 0);
    assert.equal(runtime.process.gidOf("root"), 0);
    assert.equal(runtime.process.uidOf("no-such-user"), -1);
    runtime.process.setEnv("SLUICE_CONTRACT", "1");
    assert.equal(runtime.process.env["SLUICE_CONTRACT"], "1");
    runtime.process.setEnv("SLUICE_CONTRACT", undefined);
    assert.equal(runtime.process.env["SLUICE_CONTRACT"], undefined);
    assert.match(runtime.programVersion, /^\d+\.\d+\.\d+/);
  });

  test("a process is given priority, CPUs and limits where the runtime can", async () => {
    const { capabilities, process: own } = runtime;
    const child = new Child(runtime, "settle");
    await child.prints(/^nice 3 fds \d+ cpus \S+\n/);
    await child.ends();
    const [, fds, cpus] = /fds (\d+) cpus (\S+)/.exec(child.output) ?? [];
    assert.equal(fds === "200", capabilities.descriptorLimit);
    if (capabilities.cpuAffinity) assert.equal(cpus, "0");
    else assert.throws(() => own.pinThread([0]), /cannot choose/);
    if (!capabilities.descriptorLimit) assert.throws(() => own.setMaxFds(200), /cannot set/);
    if (!capabilities.coreDumps) assert.throws(() => own.allowCores(), /cannot let/);
    if (capabilities.cpuAffinity) assert.throws(() => own.pinThread([]), /cannot run a thread/);
  });

  test("an inherited descriptor takes bytes as they are, one that is not there is none", () => {
    const folder = mkdtempSync(join(tmpdir(), "sluice-output-"));
    const fd = openSync(join(folder, "out"), "w");
    try {
      const output = runtime.process.outputOf(fd)!;
      const line = runtime.bytes.latin1("x\0\xff\x80\nrest");
      assert.equal(output.writeBytes(line, 1, 5), true);
      assert.equal(readFileSync(join(folder, "out"), "latin1"), "\0\xff\x80\n");
    } finally {
      closeSync(fd);
      rmSync(folder, { recursive: true });
    }
    assert.equal(runtime.process.outputOf(fd + 900), null);
  });

  test("signals are caught, exit keeps its status", async () => {
    const child = new Child(runtime, "signals");
    await child.prints(/^ready\n/);
    for (const signal of ["SIGUSR1", "SIGUSR2", "SIGHUP", "SIGTTOU", "SIGTTIN"] as const) {
      assert.ok(runtime.process.kill(child.process.pid!, signal));
      await child.prints(new RegExp(`^${signal}$`, "m"));
    }
    runtime.process.kill(child.process.pid!, "SIGTERM");
    await child.ends();
    assert.equal(child.status, 7);
    assert.ok(!isAlive(runtime, child.process.pid!));
  });

  test(
    "a listening descriptor is handed to another process",
    { skip: runtime.name === "deno" },
    async () => {
      const host = new Host(runtime);
      host.listener.pause();
      const child = new Child(runtime, "inherit", [host.listener.fd]);
      await child.prints(/ready/);
      if (runtime.name === "node") host.listener.close();
      const peer = dial(runtime, host.address);
      await peer.got("i");
      peer.up.close();
      await child.ends();
      assert.equal(child.status, 0);
      host.listener.close();
    },
  );

  test(
    "out of descriptors: accepting stops without spinning and goes on",
    { skip: runtime.name !== "bun" },
    async () => {
      const child = new Child(runtime, "starve", [], 128);
      await child.prints(/^\d+\n/);
      const address = { kind: "ip", host: "127.0.0.1", port: Number(child.output) } as const;
      const peers = Array.from({ length: 200 }, () => dial(runtime, address));
      await until("200 connects", () => peers.every((peer) => peer.has("connect")));
      const ask = async (): Promise<readonly [number, number]> => {
        child.output = "";
        runtime.process.kill(child.process.pid!, "SIGUSR2");
        await child.prints(/\n/);
        const [accepted, cpuSeconds] = child.output.split(" ").map(Number);
        return [accepted!, cpuSeconds!];
      };
      let [accepted, cpuBefore] = await ask();
      for (let before = -1; before !== accepted;) {
        before = accepted;
        await new Promise((resolve) => setTimeout(resolve, 60));
        [accepted, cpuBefore] = await ask();
      }
      assert.ok(accepted > 50 && accepted < 128, `${accepted} accepted`);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const [still, cpuAfter] = await ask();
      assert.equal(still, accepted);
      assert.ok(cpuAfter - cpuBefore < 0.15, `${cpuAfter - cpuBefore} s of CPU in 0.3 s`);
      runtime.process.kill(child.process.pid!, "SIGHUP");
      for (let now = accepted; now <= accepted + 20; [now] = await ask());
      for (const peer of peers) peer.up.reset();
      runtime.process.kill(child.process.pid!, "SIGTERM");
      await child.ends();
    },
  );

  test("to the background and ready", { skip: !runtime.capabilities.daemonize }, async () => {
    const child = new Child(runtime, "daemon");
    await child.ends();
    assert.match(child.output, /^\d+\n$/);
    const pid = Number(child.output);
    assert.notEqual(pid, child.process.pid);
    const session = /^\d+ \(.*\) \S (\d+) (\d+) (\d+)/.exec(
      readFileSync(`/proc/${pid}/stat`, "utf8"),
    );
    assert.equal(Number(session?.[3]), pid);
    runtime.process.kill(pid, "SIGTERM");
    await until("the end of the background process", () => !existsSync(`/proc/${pid}/fd/0`));
  });

  test(
    "a background process that fails is told",
    { skip: !runtime.capabilities.daemonize },
    async () => {
      const child = new Child(runtime, "failing-daemon");
      await child.ends();
      assert.match(child.output, /ended with status 9/);
    },
  );

  const canDrop =
    runtime.capabilities.chroot && runtime.capabilities.setuid && process.getuid?.() === 0;
  test("privileges are dropped", { skip: !canDrop }, async () => {
    const child = new Child(runtime, "drop");
    await child.ends();
    assert.equal(child.output, "/ 65534 65534\n");
  });
}
