/**
 * What a plugin sees: the types behind `import type { Core, Txn } from "sluice"`. A plugin is a
 * module whose default export is called once on each thread with the core object and registers
 * what it brings; names are used in the configuration as `plugin.NAME` or `lua.NAME`.
 */
import type { WebRequest, WebResponse } from "../runtime/web.ts";

/** Values that cross the border to and from expressions. */
export type PluginValue = string | number | boolean;

/** Rule sets an action may stand in. */
export type ActionPlace = "tcp-req" | "tcp-res" | "http-req" | "http-res" | "http-after-res";

/** Header fields of one message; names in lower case, values in wire order. */
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

/** The transaction an action, fetch or service works on. */
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

/** Handles a request like any fetch handler; a Hono app's `fetch` is one. */
export type FetchHandler = (request: WebRequest) => WebResponse | Promise<WebResponse>;

/** The core object a plugin registers with. */
export interface Core {
  /** Arguments of the `plugin-load` line after the file. */
  readonly args: readonly string[];
  /** 1-based number of the thread this copy of the plugin runs on. */
  readonly thread: number;
  /** `run` gets the words after the action's name. A promise parks the request until it settles. */
  registerAction(
    name: string, places: readonly ActionPlace[],
    run: (txn: Txn, ...args: string[]) => void | Promise<void>,
  ): void;
  registerFetches(name: string, fetch: (txn: Txn, ...args: string[]) => PluginValue | undefined): void;
  registerConverters(
    name: string, convert: (value: PluginValue, ...args: string[]) => PluginValue | undefined,
  ): void;
  registerService(name: string, handler: FetchHandler | { readonly fetch: FetchHandler }): void;
  /** Runs once the proxy is up, on the control thread only. */
  registerTask(run: () => void | Promise<void>): void;
  log(level: LogLevel, message: string): void;
  now(): { readonly sec: number; readonly usec: number };
  /** Waits without blocking the thread. */
  sleep(ms: number): Promise<void>;
  /** Decodes base64url to UTF-8 text; throws on a character outside the alphabet. */
  base64UrlDecode(text: string): string;
  base64UrlEncode(text: string): string;
}
