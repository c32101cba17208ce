/** A control plane with one of each thing, which records what commands changed. */
import { bytes } from "../../../runtime-adapters/shared/bytes.ts";
import { COMMANDS } from "../../../src/cli/commands.ts";
import type { Level } from "../../../src/cli/command.ts";
import type {
  ControlPlane,
  ErrorRecord,
  FrontendControl,
  ServerControl,
  TableControl,
  TableEntry,
} from "../../../src/cli/control.ts";
import { Interpreter } from "../../../src/cli/interpreter.ts";
import type { CommandShell } from "../../../src/cli/shell.ts";
import { CliSession } from "../../../src/cli/session.ts";
import { Arena } from "../../../src/core/arena.ts";
import { TimerWheel } from "../../../src/core/timer-wheel.ts";
import { Rings } from "../../../src/log/rings.ts";
import { matchRow } from "../../../src/pattern/match-rows.ts";
import { PatternStore } from "../../../src/pattern/store.ts";
import { parseIp } from "../../../src/core/ip.ts";
import { FakeClock } from "../core/fake-clock.ts";
import { info, proxies } from "../stats/world.ts";
import { FakeSocket } from "./fake-socket.ts";

export class World {
  /** What commands asked for, in order. */
  readonly calls: string[] = [];
  readonly clock: FakeClock = new FakeClock();
  readonly table: TableEntry[] = [
    {
      id: 16,
      key: "1.2.3.4",
      users: 0,
      expiresMs: 60_000,
      values: [
        { name: "gpc0", dataName: "gpc0", periodMs: null, value: 5 },
        { name: "http_req_rate", dataName: "http_req_rate", periodMs: 10_000, value: 0 },
      ],
      write: (values) => this.#note("1.2.3.4", values),
      remove: () => this.#take("1.2.3.4"),
    },
    {
      id: 17,
      key: "1.2.3.5",
      users: 1,
      expiresMs: 60_000,
      values: [
        { name: "gpc0", dataName: "gpc0", periodMs: null, value: 1 },
        { name: "http_req_rate", dataName: "http_req_rate", periodMs: 10_000, value: 2 },
      ],
      write: (values) => this.#note("1.2.3.5", values),
      remove: () => false,
    },
  ];
  readonly records: ErrorRecord[] = [];
  readonly rings: Rings = new Rings({
    arena: new Arena(),
    bytes,
    onLine: (name) => this.rings.wake(name),
  });
  frontendState: "running" | "paused" | "stopped" = "running";
  /** Settles the promise of the pattern change that waits; null while none does. */
  release: (() => void) | null = null;
  slowPatterns: boolean = false;
  reloadFault: string | null = null;
  readonly patterns: PatternStore = new PatternStore((name) => {
    if (name.endsWith(".map")) return "/a A\n/b B b\n";
    return "/x\n";
  });
  readonly control: ControlPlane;

  constructor() {
    const map = this.patterns.file("/etc/m.map", true);
    map.usedByMap = true;
    map.addUse("by map at file 'o.cfg' line 20");
    map.searchBy(matchRow("str")!, false, "str");
    const acl = this.patterns.inline(null);
    acl.usedByAcl = true;
    acl.addUse("acl 'path' file 'o.cfg' line 19");
    acl.add("/x", null);
    acl.searchBy(matchRow("str")!, true, null);
    this.control = this.#makeControl();
  }

  #makeControl(): ControlPlane {
    const note = (call: string): void => void this.calls.push(call);
    const { records } = this;
    const server = this.#makeServer(note);
    const frontend: FrontendControl = {
      name: "fe",
      id: 2,
      state: () => this.frontendState,
      pause: () => note("pause fe"),
      resume: () => note("resume fe"),
      shutdown: () => note("shutdown fe"),
      setMaxconn: (maxconn) => note(`maxconn fe ${maxconn}`),
    };
    const stats = proxies();
    return {
      info: info(),
      proxies: () => stats,
      servers: () => [server],
      frontends: () => [frontend],
      backends: () => [
        {
          name: "be",
          id: 3,
          serversState: () => "3 be 1 s1 127.0.0.1 0 0 10 10 1 8 2 0 6 0 0 0 - 1 - 0 0 - - 0\n",
          makeDynamicCookies: (made) => note(`dynamic cookies be ${made}`),
          setDynamicCookieKey: (key) => note(`dynamic cookie key be ${key}`),
        },
      ],
      tables: () => [this.#makeTable()],
      patterns: this.patterns,
      variables: {
        get: (name) => (name === "proc.x" ? { type: "sint", text: "3" } : undefined),
        set: (name, kind, text) => {
          note(`set ${name} ${kind} ${text}`);
          return text === "bad" ? "unknown fetch method 'bad'" : null;
        },
      },
      resolvers: () => [],
      peers: () => [],
      changePatterns: (changes) => {
        const fault =
          [...changes].map((change) => this.patterns.apply(change)).find((one) => one !== null) ??
          null;
        if (!this.slowPatterns) return fault;
        return new Promise((settle) => (this.release = () => settle(fault)));
      },
      savePatterns: (reference) => {
        note(`save ${reference.fileName}`);
        return reference.fileName === null ? "There is no file to save it to." : null;
      },
      sockets: () => [{ address: "unix@/run/a.sock", level: "admin" }],
      environment: () => [
        ["HOME", "/root"],
        ["LANG", "C"],
      ],
      sessions: () => [
        {
          id: "0x1f",
          protocol: "tcpv4",
          source: "127.0.0.1:5000",
          frontend: "fe",
          backend: "be",
          server: "s1",
          ageSec: 3,
        },
      ],
      shutdownSession: (id) => id === "0x1f",
      rings: this.rings,
      errors: () => this.records,
      get errorCount(): number {
        return records.length;
      },
      wallMs: () => 0,
      formatDate: (wallMs) => `date ${wallMs}`,
      setGlobalMaxconn: (maxconn) => (note(`maxconn ${maxconn}`), null),
      setRateLimit: (rate, perSecond) => note(`rate ${rate} ${perSecond}`),
      clearCounters: (all) => note(`clear ${all}`),
      reload: () => Promise.resolve(this.reloadFault),
      reloads: () => ({ count: 2, failed: 1, lastMs: null }),
      statsFile: () => "#fe guid,\n",
      startupLogs: () => "[WARNING] a.cfg:1: so it is\n",
    };
  }

  #makeServer(note: (call: string) => void): ServerControl {
    return {
      backendName: "be",
      backendId: 3,
      name: "s1",
      id: 1,
      checked: true,
      checking: true,
      tracks: false,
      address: () => "127.0.0.1",
      port: () => 1,
      userWeight: () => 10,
      initialWeight: 10,
      dynamicWeight: true,
      connections: () => ({
        purgeDelayMs: 5000,
        used: 0,
        usedMax: 1,
        needEstimate: 1,
        unsafeIdle: 0,
        safeIdle: 0,
        idleLimit: -1,
        idlePerThread: [0, 0],
      }),
      setState: (state) => note(`state ${state}`),
      setWeight: (weight) => note(`weight ${weight}`),
      setHealth: (health) => note(`health ${health}`),
      setAddress: (address, port) => (note(`address ${address} ${port}`), null),
      agentState: "enabled",
      setAgentAsking: (enabled) => note(`asking ${enabled}`),
      setAgentHealth: (isUp) => note(`agent ${isUp ? "up" : "down"}`),
      setChecking: (enabled) => note(`checking ${enabled}`),
      setName: () => "set server <b>/<s> fqdn failed because no resolution is configured.",
      setCheckTarget: (checked, address, port) =>
        note(`${checked} ${address?.toString() ?? "-"} ${port ?? "-"}`),
      setAgentSend: (text) => note(`send ${text}`),
      setMaxconn: (maxconn) => note(`maxconn s1 ${maxconn}`),
      shutdownSessions: () => note("shutdown sessions"),
    };
  }

  #take(key: string): boolean {
    this.table.splice(
      this.table.findIndex((entry) => entry.key === key),
      1,
    );
    return true;
  }

  #note(key: string, values: ReadonlyMap<string, number>): void {
    this.calls.push(`set ${key} ${[...values].join(" ")}`);
  }

  #makeTable(): TableControl {
    return {
      name: "fe",
      type: "ip",
      sizeEntries: 1024,
      used: () => this.table.length,
      stored: ["gpc0", "http_req_rate"],
      entries: (conditions) =>
        this.table.map((entry) => {
          const numberOf = (wanted: string): number =>
            Number(entry.values.find(({ dataName }) => dataName === wanted)?.value);
          return conditions.every(({ dataName, meets }) => meets(numberOf(dataName)))
            ? entry
            : null;
        }),
      isKey: (text) => parseIp(text) !== undefined,
      find: (key) => this.table.find((entry) => entry.key === key),
      entry: (id) => this.table.find((entry) => entry.id === id),
      obtain: (key) => ({
        ...this.table[0]!,
        key,
        write: (values) => this.#note(key, values),
      }),
    };
  }

  /** Connects a client. */
  connect(
    level: Level = "admin",
    timeoutMs: number = 10_000,
    interpreter: CommandShell = new Interpreter(COMMANDS, this.control),
  ): FakeSocket {
    const ignore = (): void => {};
    const socket = new FakeSocket({
      onConnect: ignore,
      onData: ignore,
      onDrain: ignore,
      onEnd: ignore,
      onClose: ignore,
    });
    socket.handler = new CliSession(socket, {
      interpreter,
      level,
      severityOutput: "none",
      timeoutMs,
      wheel: this.#wheel,
      bytes,
      onClose: () => void this.calls.push("closed"),
    });
    return socket;
  }

  readonly #wheel: TimerWheel = new TimerWheel(this.clock);

  /** The whole answer to one line. */
  ask(line: string, level: Level = "admin"): string {
    const socket = this.connect(level);
    socket.type(`${line}\n`);
    return socket.received;
  }
}
