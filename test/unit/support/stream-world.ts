/**
 * A configuration in service on one thread without a network: the test is the client and each
 * server, holds the clock, and reads the log. Everything between the sockets is the program's own.
 */
import { Checks } from "../../../src/app/servers/checks.ts";
import type { StatsServices } from "../../../src/app/compile/stats-page.ts";
import { DataThread } from "../../../src/app/threads/data-thread.ts";
import { CollectedDiagnostics } from "../../../src/config/diagnostics/collect.ts";
import { loadConfig } from "../../../src/config/load.ts";
import { Arena } from "../../../src/core/arena.ts";
import type { Runtime } from "../../../src/runtime/runtime.ts";
import type { ListenHandler, SocketHandler } from "../../../src/runtime/transport.ts";
import type { Server } from "../../../src/server/server.ts";
import { currentRuntime } from "../../contract/current.ts";
import { FakeSocket } from "../cli/fake-socket.ts";
import { memoryHost } from "../config/memory-host.ts";
import { FakeClock } from "../core/fake-clock.ts";

const noService = { name: "none", serve: () => {} };
const services: StatsServices = { statsPage: () => noService, prometheus: noService };
const nobody: SocketHandler = {
  onConnect: () => {},
  onData: () => {},
  onDrain: () => {},
  onEnd: () => {},
  onClose: () => {},
};

/** A connection that the proxy opened, and the port it asked for. */
export interface Dialed {
  readonly port: number;
  readonly socket: FakeSocket;
}

export class StreamWorld {
  readonly clock: FakeClock = new FakeClock(6000);
  /** Every connection to a server so far. */
  readonly dialed: Dialed[] = [];
  /** Log lines without their headers. */
  readonly log: string[] = [];
  thread!: DataThread;
  readonly #listening: ListenHandler[] = [];
  #soon: (() => void)[] = [];

  /** Throws what is wrong with the configuration. Log lines are caught with `log 127.0.0.1 format raw local0`. */
  static async of(text: string): Promise<StreamWorld> {
    const world = new StreamWorld();
    const config = loadConfig(["test.cfg"], memoryHost({ "test.cfg": text }));
    const maxconn = config.model.global.maxconn ?? 1000;
    const load = { number: 1, config, maxconn, proxyMaxconn: null, localPeer: null };
    const diagnostics = new CollectedDiagnostics();
    const thread = new DataThread(
      {
        runtime: world.#runtime(await currentRuntime()),
        id: 1,
        state: { threadCount: 1, startMs: 1000, node: "n" },
        arena: new Arena(),
        post: { handOver: () => {}, requeue: () => {} },
        onError: () => {},
        onKeyChange: () => {},
        onRingLine: () => {},
        services: () => services,
      },
      load,
    );
    const generation = await thread.compile(load, diagnostics);
    const faults = diagnostics.all
      .filter(({ severity }) => severity === "alert")
      .map(({ message }) => message);
    if (faults.length > 0) throw new Error(faults.join("\n"));
    new Checks(
      generation,
      { log: () => {}, onDown: () => {}, onUp: () => {}, onMove: () => {} },
      diagnostics,
    ).adopt();
    thread.open(generation, new Map());
    thread.adopt(generation, maxconn);
    world.thread = thread;
    return world;
  }

  /** A client connects to the configuration's listener. */
  client(): FakeSocket {
    const socket = new FakeSocket(nobody);
    socket.handler = this.#listening[0]!.onAccept(socket);
    this.turn();
    return socket;
  }

  /** A client asks for `target`; `fields` are lines with their ends. */
  ask(target: string, fields: string = ""): FakeSocket {
    const client = this.client();
    client.type(`GET ${target} HTTP/1.1\r\nHost: h\r\n${fields}\r\n`);
    this.turn();
    return client;
  }

  /** The latest connection to a server is made, and the server answers. */
  answer(fields: string = "", body: string = "ok"): Dialed {
    const dialed = this.connect();
    dialed.socket.type(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n${fields}\r\n${body}`);
    this.turn();
    return dialed;
  }

  connect(): Dialed {
    const dialed = this.dialed.at(-1)!;
    dialed.socket.handler.onConnect(dialed.socket);
    this.turn();
    return dialed;
  }

  /** The latest connection to a server is refused. */
  refuse(): void {
    const { socket } = this.dialed.at(-1)!;
    socket.closed = true;
    socket.handler.onClose(socket, { code: "ECONNREFUSED", message: "refused" });
    this.turn();
  }

  advance(ms: number): void {
    this.clock.advance(ms);
    this.turn();
  }

  /** The event loop has served all that was ready. */
  turn(): void {
    for (let due = this.#soon; due.length > 0; due = this.#soon) {
      this.#soon = [];
      for (const fire of due) fire();
    }
  }

  server(name: string): Server {
    const servers = this.thread.generation!.backends.flatMap(({ backend }) => backend.farm.servers);
    return servers.find((server) => server.name === name)!;
  }

  #runtime(real: Runtime): Runtime {
    const { clock } = this;
    return {
      ...real,
      clock: {
        monotonicMs: () => clock.nowMs,
        wallMs: () => 1_800_000_000_000 + clock.nowMs,
        after: (delayMs, fire) => clock.after(delayMs, fire),
        soon: (fire) => void this.#soon.push(fire),
      },
      transport: {
        listen: (_spec, handler) => {
          this.#listening.push(handler);
          return {
            port: 80,
            pause: () => {},
            resume: () => {},
            renewTls: () => {},
            close: () => {},
            fd: -1,
          };
        },
        dial: ({ address }, handler) => {
          const socket = new FakeSocket(handler);
          this.dialed.push({ port: address.kind === "ip" ? address.port : 0, socket });
          return socket;
        },
      },
      datagrams: {
        open: () => ({
          send: (bytes, start, end) => {
            this.log.push(bytes.latin1Slice(start, end).trimEnd());
            return true;
          },
          close: () => {},
        }),
      },
    };
  }
}
