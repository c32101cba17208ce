/**
 * What a plugin sees: the types behind `import type { Core, Txn } from "sluice"`. A plugin is a
 * module whose default export is called once on each thread with the core object and registers
 * what it brings; names are used in the configuration as `plugin.NAME` or `lua.NAME`.
 */
import type { WebRequest, WebResponse } from "../runtime/web.ts";

/**
 * Values that cross the border to and from expressions. Text is read as UTF-8, or one character a
 * byte where it is none, and written as UTF-8; bytes cross unharmed as hex or base64. Numbers are
 * cut to integers, as expressions know no others.
 */
export type PluginValue = string | number | boolean;

/** Rule sets an action may stand in. */
export type ActionPlace = "tcp-req" | "tcp-res" | "http-req" | "http-res" | "http-after-res";

/**
 * The messages of a transaction: header names in lower case, values in wire order. Whatever could
 * not stand in a message throws a TypeError, and so do the fields that frame its body.
 */
export interface PluginHttp {
  reqGetHeaders(): Map<string, string[]>;
  reqSetHeader(name: string, value: string): void;
  reqAddHeader(name: string, value: string): void;
  reqDelHeader(name: string): void;
  reqSetMethod(method: string): void;
  reqSetUri(uri: string): void;
  reqSetPath(path: string): void;
  reqSetQuery(query: string): void;
  resGetHeaders(): Map<string, string[]>;
  resSetHeader(name: string, value: string): void;
  resAddHeader(name: string, value: string): void;
  resDelHeader(name: string): void;
  resSetStatus(status: number, reason?: string): void;
}

/**
 * The transaction an action or fetch works on. It throws once the request has gone on without the
 * plugin: after the action returned (its promise settled), was cut off, or the client left. For a
 * fetch it is read-only but for variables.
 */
export interface Txn {
  readonly http: PluginHttp;
  readonly method: string;
  /** The request target as it is now. */
  readonly uri: string;
  /** Client address as text, "" on unix sockets. */
  readonly source: string;
  /** `name` with its scope: "txn.user", "sess.seen". */
  setVar(name: string, value: PluginValue): void;
  unsetVar(name: string): void;
  getVar(name: string): PluginValue | undefined;
  /** Evaluates an expression of the configuration language, compiled once: "req.hdr(host),lower". */
  sample(expression: string): PluginValue | undefined;
  /** Answers the client now; no later rule runs. */
  reply(status: number, headers?: Readonly<Record<string, string>>, body?: string): void;
  log(level: LogLevel, message: string): void;
}

export type LogLevel = "emerg" | "alert" | "crit" | "err" | "warning" | "notice" | "info" | "debug";

/** The platform's own Request where its types are loaded, else the part of it that is certain. */
export type ServiceRequest = typeof globalThis extends {
  Request: { prototype: infer R extends WebRequest };
}
  ? R
  : WebRequest;

/**
 * Handles a request like any fetch handler; a Hono app's `fetch` is one. Declared as a method so
 * that a handler may ask for the platform's own Request.
 */
export type FetchHandler = {
  handle(request: ServiceRequest): WebResponse | Promise<WebResponse>;
}["handle"];

/** What a plugin's module exports as its default. */
export type Plugin = (core: Core) => void | Promise<void>;

/** What a task is told. */
export interface PluginTask {
  /** False from the reload on that put another generation into service. */
  readonly active: boolean;
}

/** The core object a plugin registers with, which it may do until its default export is done. */
export interface Core {
  /** Arguments of the `plugin-load` line after the file. */
  readonly args: readonly string[];
  /** 1-based number of the thread this copy of the plugin runs on. */
  readonly thread: number;
  /** `run` gets the words after the action's name. A promise parks the request until it settles. */
  registerAction(
    name: string,
    places: readonly ActionPlace[],
    run: (txn: Txn, ...args: string[]) => void | Promise<void>,
  ): void;
  /** Fetches and converters are synchronous; one that throws gives no sample. */
  registerFetches(
    name: string,
    fetch: (txn: Txn, ...args: string[]) => PluginValue | undefined,
  ): void;
  registerConverters(
    name: string,
    convert: (value: PluginValue, ...args: string[]) => PluginValue | undefined,
  ): void;
  registerService(name: string, handler: FetchHandler | { readonly fetch: FetchHandler }): void;
  /**
   * Runs once the generation is in service, on the control thread only. A reload starts the tasks
   * of the new generation; one that repeats looks at `task.active` and ends with its own.
   */
  registerTask(run: (task: PluginTask) => void | Promise<void>): void;
  log(level: LogLevel, message: string): void;
  now(): { readonly sec: number; readonly usec: number };
  /** Waits without blocking the thread. */
  sleep(ms: number): Promise<void>;
  /** Decodes base64url to UTF-8 text; throws on a character outside the alphabet. */
  base64UrlDecode(text: string): string;
  base64UrlEncode(text: string): string;
}
