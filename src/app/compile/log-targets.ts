/** Log targets opened for one logger: their sinks, tags and samples (manual 4.2, "log"). */
import type { GlobalModel, LogProfileModel, LogTargetModel } from "../../config/model.ts";
import { int32View } from "../../core/record.ts";
import { defaultLogTag } from "../../log/logger.ts";
import { type LogSampler, LogSender, type SenderSetting } from "../../log/sender.ts";
import type { LogSink } from "../../log/sink.ts";
import type { CompileScope } from "../../sample/compile-scope.ts";
import { Slot } from "../../stats/slots.ts";
import type { ThreadEnv } from "./thread-env.ts";

/** What all loggers of a configuration have in common. */
export interface LogEnv {
  readonly global: GlobalModel;
  readonly profiles: ReadonlyMap<string, LogProfileModel>;
  readonly thread: ThreadEnv;
  /** Backends in `mode log`, by name; those with faults are missing. */
  readonly backends: ReadonlyMap<string, LogSink>;
}

/** A target with what writes to it. */
export interface OpenTarget {
  readonly model: LogTargetModel;
  readonly sender: LogSender;
}

/** Opens the targets; those that the runtime cannot open are reported and left out. */
export function openTargets(
  targets: readonly LogTargetModel[],
  tag: string | null,
  env: LogEnv,
  { diagnostics }: Pick<CompileScope, "diagnostics">,
): readonly OpenTarget[] {
  return targets.flatMap((model) => {
    try {
      const sender = openTarget(model, tag, env);
      return sender === undefined ? [] : [{ model, sender }];
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      diagnostics.error(model.line, `log: ${reason}`);
      return [];
    }
  });
}

/** Undefined where a fault was reported: of a backend, or that there is no such ring. */
function openTarget(model: LogTargetModel, tag: string | null, env: LogEnv): LogSender | undefined {
  const { global, profiles, thread } = env;
  const { runtime } = thread;
  const profile = model.profile === null ? undefined : profiles.get(model.profile.text);
  const usual = tag ?? global.logTag ?? defaultLogTag(runtime.process.argv[0] ?? "sluice");
  const origin = {
    tag: profile?.tag ?? usual,
    pid: runtime.process.pid,
    hostname: global.logSendHostname,
  };
  const { address } = model;
  if (address.kind === "ring" && thread.rings.get(address.name) === undefined) return undefined;
  const sink =
    address.kind === "backend" ? env.backends.get(address.name) : thread.sinks.get(address);
  if (sink === undefined) return undefined;
  return new LogSender(model, sink, origin, settingOf(thread), samplerOf(model, thread));
}

function settingOf({ runtime, dates, counters }: ThreadEnv): SenderSetting {
  return {
    bytes: runtime.bytes,
    dates,
    wallMs: () => runtime.clock.wallMs(),
    onDrop: () => counters.add(Slot.droppedLogs, 1),
  };
}

/** All threads, and all proxies that say `log global`, count the lines of a target together. */
function samplerOf({ sample, line }: LogTargetModel, { arena }: ThreadEnv): LogSampler | null {
  if (sample === null) return null;
  const { file, line: number } = line.words[0]!;
  const region = arena.region(`log-sample/${file}:${number}`, Int32Array.BYTES_PER_ELEMENT);
  const words = int32View(region);
  return {
    takesNext(): boolean {
      const place = ((Atomics.add(words, 0, 1) >>> 0) % sample.size) + 1;
      return sample.ranges.some(({ first, last }) => first <= place && place <= last);
    },
  };
}
