/**
 * The comparison: one configuration and one script, run against HAProxy and Sluice side by side,
 * each with origins of its own, and the two observations must be equal. HAProxy is the oracle; no
 * expectation is written down here. Without haproxy installed every case skips, and says so.
 * COMPAT_PRINT=1 prints what HAProxy did.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type HttpMessage, type HttpResponse } from "../support/http-reading.ts";
import {
  type Origin,
  type OriginOptions,
  type OriginScript,
  startOrigin,
} from "../support/origin.ts";
import { haproxyProgram, haproxyVersion, sluiceProgram } from "../support/programs.ts";
import { type Program, type Proxy, startProgram } from "../support/proxy.ts";
import { type RawServer, type ServeConnection, startRawServer } from "../support/raw-server.ts";
import { type ClientOptions, RawClient } from "../support/raw-client.ts";
import { type SyslogReceiver, startSyslogReceiver } from "../support/syslog-receiver.ts";
import { normalise } from "./normalise.ts";

/** What a message is compared by; the wire's chunk borders are not. */
export interface MessageView {
  readonly startLine: string;
  readonly fields: readonly (readonly [string, string])[];
  readonly body: string;
  readonly trailers: readonly (readonly [string, string])[];
}

/** One of the two programs with everything around it. */
export class Side {
  readonly proxy: Proxy;
  readonly syslog: SyslogReceiver;
  readonly #origins: ReadonlyMap<string, Origin>;
  readonly #servers: ReadonlyMap<string, RawServer>;
  readonly #seenBefore = new Map<string, number>();

  constructor(
    proxy: Proxy,
    origins: ReadonlyMap<string, Origin>,
    servers: ReadonlyMap<string, RawServer>,
    syslog: SyslogReceiver,
  ) {
    this.proxy = proxy;
    this.#servers = servers;
    this.syslog = syslog;
    this.#origins = origins;
  }

  origin(name: string): Origin {
    const origin = this.#origins.get(name);
    if (origin === undefined) throw new Error(`the area has no origin "${name}"`);
    return origin;
  }

  /** A server of `Area.servers`. */
  server(name: string): RawServer {
    const server = this.#servers.get(name);
    if (server === undefined) throw new Error(`the area has no server "${name}"`);
    return server;
  }

  /** What an origin received since the case began. */
  seen(name: string): MessageView[] {
    return this.origin(name)
      .requests.slice(this.#seenBefore.get(name) ?? 0)
      .map(viewOf);
  }

  /** A client connected to `${P:port}`; the caller closes it. */
  connect(port: string, options?: ClientOptions): Promise<RawClient> {
    return RawClient.connect(this.proxy.port(port), options);
  }

  /** One request on a connection of its own. */
  async ask(port: string, text: string, options?: ClientOptions): Promise<MessageView> {
    using client = await this.connect(port, options);
    return viewOf(await client.exchange(text));
  }

  /** Sends the bytes and reads to the close. */
  async sendAll(port: string, text: string, limitMs?: number): Promise<string> {
    using client = await this.connect(port);
    client.send(text);
    return await client.readAll(limitMs);
  }

  /** Called before each case. */
  mark(): void {
    for (const [name, origin] of this.#origins) this.#seenBefore.set(name, origin.requests.length);
  }

  async stop(): Promise<void> {
    await this.proxy.stop();
    for (const origin of this.#origins.values()) await origin.stop();
    for (const server of this.#servers.values()) await server.stop();
    this.syslog.stop();
  }
}

export function viewOf(message: HttpMessage | HttpResponse): MessageView {
  const { startLine, fields, body, trailers } = message;
  return { startLine, fields, body, trailers };
}

/** A configuration and what stands behind it. `${P:NAME}` is an origin's port, `${P:log}` syslog's. */
export interface Area {
  /** Run with one thread, so that orders are fixed. */
  readonly config: string;
  readonly origins?: Readonly<Record<string, OriginScript>>;
  readonly originOptions?: OriginOptions;
  /** Servers of other protocols: each connection is given to the function. */
  readonly servers?: Readonly<Record<string, ServeConnection>>;
  readonly files?: Readonly<Record<string, string>>;
  /**
   * The HAProxy that knows all of it ("3.0"). An oracle older than that is not asked: the cases
   * themselves assert what the manual says.
   */
  readonly since?: string;
}

/** A script; what it returns is compared. Strings in it have ports and dates normalised. */
export type Case = (side: Side) => Promise<unknown>;

/** Declares the tests of one area. Both programs start once and serve all its cases. */
export function compareArea(
  title: string,
  area: Area,
  cases: Readonly<Record<string, Case>>,
): void {
  const oracle = knows(area.since) ? haproxyProgram() : undefined;
  const isMissing = oracle === undefined && area.since === undefined;
  const skip = isMissing ? "haproxy is not installed" : false;
  describe(title, { skip }, () => {
    let haproxy: Side | undefined;
    let sluice: Side;
    before(async () => {
      if (oracle !== undefined) haproxy = await startSide(oracle, area);
      sluice = await startSide(sluiceProgram(), area);
    });
    after(async () => {
      await haproxy?.stop();
      await sluice?.stop();
    });
    for (const [name, script] of Object.entries(cases)) {
      test(name, { timeout: 30_000 }, async () => {
        const [expected, actual] = await Promise.all([
          haproxy === undefined ? undefined : observe(haproxy, script),
          observe(sluice, script),
        ]);
        if (haproxy === undefined) return;
        if (process.env["COMPAT_PRINT"]) console.log(name, JSON.stringify(expected, null, 1));
        assert.deepEqual(actual, expected);
      });
    }
  });
}

/** The oracle, if there is one, is of that version or newer. */
function knows(since: string | undefined): boolean {
  if (since === undefined) return true;
  const version = haproxyVersion();
  const [major = 0, minor = 0] = since.split(".").map(Number);
  return version !== null && (version[0] > major || (version[0] === major && version[1] >= minor));
}

async function startSide(program: Program, area: Area): Promise<Side> {
  const syslog = await startSyslogReceiver();
  const origins = new Map<string, Origin>();
  const ports: Record<string, number> = { log: syslog.port };
  for (const [name, script] of Object.entries(area.origins ?? {})) {
    const origin = await startOrigin(script, area.originOptions);
    origins.set(name, origin);
    ports[name] = origin.port;
  }
  const servers = new Map<string, RawServer>();
  for (const [name, serve] of Object.entries(area.servers ?? {})) {
    const server = await startRawServer(serve);
    servers.set(name, server);
    ports[name] = server.port;
  }
  const files = area.files ?? {};
  const config = `global\n    nbthread 1\n${area.config}`;
  return new Side(await startProgram(program, config, { ports, files }), origins, servers, syslog);
}

async function observe(side: Side, script: Case): Promise<unknown> {
  side.mark();
  return normalise(await script(side), side.proxy);
}
