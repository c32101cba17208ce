/** What a plugin registers as a service, and what a call of it is bounded by. */
import type { TimerWheel } from "../core/timer-wheel.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { WebRequest } from "../runtime/web.ts";

/** A method, so that handlers which ask for the platform's own Request fit. */
export interface ServiceHandler {
  fetch(request: WebRequest): unknown;
}

export interface ServiceLimits {
  readonly runtime: Pick<Runtime, "clock" | "web">;
  readonly wheel: TimerWheel;
  /** Longest wait for the response's head. */
  readonly limitMs: number;
}
