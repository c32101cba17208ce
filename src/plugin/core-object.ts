/** The core object as one plugin file gets it: registration until the file is loaded, then services of the thread. */
import { Timer } from "../core/timer-wheel.ts";
import type { Service } from "../rules/types.ts";
import { decodeBase64Url, encodeBase64Url } from "../sample/base64.ts";
import type { RegisteredAction } from "./action.ts";
import { Registry } from "./registry.ts";
import type { RegisteredConverter, RegisteredFetch } from "./samples.ts";
import { FetchService } from "./service.ts";
import { DEFAULT_LIMIT_MS, type PluginThread } from "./thread.ts";
import type {
  ActionPlace,
  Core,
  FetchHandler,
  LogLevel,
  PluginTask,
  PluginValue,
  Txn,
} from "./types.ts";
import { textToWire } from "./values.ts";

const PLACES: readonly ActionPlace[] = [
  "tcp-req",
  "tcp-res",
  "http-req",
  "http-res",
  "http-after-res",
];

/** All that the plugins of a host registered. */
export class Registries {
  readonly actions: Registry<RegisteredAction> = new Registry("action");
  readonly fetches: Registry<RegisteredFetch> = new Registry("fetch");
  readonly converters: Registry<RegisteredConverter> = new Registry("converter");
  readonly services: Registry<Service> = new Registry("service");
  readonly tasks: {
    readonly file: string;
    readonly run: (task: PluginTask) => void | Promise<void>;
  }[] = [];
}

export class CoreObject implements Core {
  readonly args: readonly string[];
  readonly thread: number;
  readonly #file: string;
  readonly #thread: PluginThread;
  readonly #registries: Registries;
  #loading: boolean = true;

  constructor(file: string, args: readonly string[], thread: PluginThread, registries: Registries) {
    this.args = args;
    this.thread = thread.threadId;
    this.#file = file;
    this.#thread = thread;
    this.#registries = registries;
  }

  /** The file is loaded: the configuration that names what it registered is compiled next. */
  close(): void {
    this.#loading = false;
  }

  registerAction(
    name: string,
    places: readonly ActionPlace[],
    run: (txn: Txn, ...args: string[]) => void | Promise<void>,
  ): void {
    this.#check(`action '${name}'`, run);
    const unknown = places.find((place) => !PLACES.includes(place));
    if (unknown !== undefined) {
      throw new TypeError(
        `action '${name}': there is no place '${unknown}'; places are ${PLACES.join(", ")}`,
      );
    }
    this.#registries.actions.add(name, this.#file, { name, file: this.#file, places, run });
  }

  registerFetches(
    name: string,
    fetch: (txn: Txn, ...args: string[]) => PluginValue | undefined,
  ): void {
    this.#check(`fetch '${name}'`, fetch);
    this.#registries.fetches.add(name, this.#file, { name, file: this.#file, fetch });
  }

  registerConverters(
    name: string,
    convert: (value: PluginValue, ...args: string[]) => PluginValue | undefined,
  ): void {
    this.#check(`converter '${name}'`, convert);
    this.#registries.converters.add(name, this.#file, { name, file: this.#file, convert });
  }

  registerService(name: string, handler: FetchHandler | { readonly fetch: FetchHandler }): void {
    const isFunction = typeof handler === "function";
    this.#check(`service '${name}'`, isFunction ? handler : handler.fetch);
    const { runtime, wheel, limitMs } = this.#thread;
    // Asked through the object each time: an app's `fetch` may need it as `this`.
    const handle: { fetch: FetchHandler } = {
      fetch: isFunction ? handler : (request) => handler.fetch(request),
    };
    const service = new FetchService(name, this.#file, handle, {
      runtime,
      wheel,
      limitMs: limitMs ?? DEFAULT_LIMIT_MS,
    });
    this.#registries.services.add(name, this.#file, service);
  }

  registerTask(run: (task: PluginTask) => void | Promise<void>): void {
    this.#check("a task", run);
    this.#registries.tasks.push({ file: this.#file, run });
  }

  log(level: LogLevel, message: string): void {
    this.#thread.log(level, textToWire(message, this.#thread.runtime.bytes));
  }

  now(): { readonly sec: number; readonly usec: number } {
    const wallUs = Math.floor(this.#thread.runtime.clock.wallMs() * 1000);
    return { sec: Math.floor(wallUs / 1_000_000), usec: wallUs % 1_000_000 };
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) =>
      this.#thread.wheel.schedule(new Timer(resolve), Math.max(0, ms)),
    );
  }

  base64UrlDecode(text: string): string {
    const decoded = decodeBase64Url(text);
    if (decoded === undefined) throw new TypeError("malformed base64url");
    const raw = this.#thread.runtime.bytes.latin1(decoded);
    return raw.utf8Slice(0, raw.length);
  }

  base64UrlEncode(text: string): string {
    return encodeBase64Url(textToWire(text, this.#thread.runtime.bytes));
  }

  #check(what: string, run: unknown): void {
    if (!this.#loading) throw new Error(`${what} is registered after the plugin was loaded`);
    if (typeof run !== "function") throw new TypeError(`${what}: expected a function`);
  }
}
