/**
 * Fetches and converters of plugins as expressions call them. They are synchronous; one that
 * throws, or gives what is no value, gives no sample, and the failure is reported.
 */
import type { Txn as StreamTxn } from "../sample/txn.ts";
import type { SampleValue } from "../sample/types.ts";
import type { PluginParts } from "./parts.ts";
import { PluginTxn } from "./plugin-txn.ts";
import type { PluginValue, Txn } from "./types.ts";
import { fromSample, messageOf, textFromWire, toSample } from "./values.ts";

export interface RegisteredFetch {
  readonly name: string;
  readonly file: string;
  readonly fetch: (txn: Txn, ...args: string[]) => PluginValue | undefined;
}

export interface RegisteredConverter {
  readonly name: string;
  readonly file: string;
  readonly convert: (value: PluginValue, ...args: string[]) => PluginValue | undefined;
}

export function pluginFetch(
  registered: RegisteredFetch,
  parts: PluginParts,
): (txn: StreamTxn, args: readonly string[]) => SampleValue | undefined {
  const what = `plugin '${registered.file}': fetch '${registered.name}'`;
  const { bytes } = parts.thread.runtime;
  return (txn, args) => {
    const pluginTxn = PluginTxn.forFetch(txn, parts);
    const value = attempt(what, parts, () => {
      return registered.fetch(pluginTxn, ...args.map((arg) => textFromWire(arg, bytes)));
    });
    pluginTxn.close();
    return value;
  };
}

export function pluginConverter(
  registered: RegisteredConverter,
  parts: PluginParts,
): (value: SampleValue, args: readonly string[]) => SampleValue | undefined {
  const what = `plugin '${registered.file}': converter '${registered.name}'`;
  const { bytes } = parts.thread.runtime;
  return (value, args) =>
    attempt(what, parts, () => {
      return registered.convert(
        fromSample(value, bytes),
        ...args.map((arg) => textFromWire(arg, bytes)),
      );
    });
}

function attempt(what: string, parts: PluginParts, run: () => unknown): SampleValue | undefined {
  const { clock, bytes } = parts.thread.runtime;
  const startMs = clock.monotonicMs();
  let sample: SampleValue | undefined;
  try {
    const value = run();
    if (value !== undefined && value !== null) sample = toSample(value, bytes);
  } catch (thrown) {
    parts.thread.report(`${what} failed: ${messageOf(thrown)}`);
    return undefined;
  }
  const tookMs = clock.monotonicMs() - startMs;
  if (tookMs > parts.limitMs)
    parts.thread.report(`${what} held the thread for ${Math.round(tookMs)} ms`);
  return sample;
}
