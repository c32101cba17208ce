/** What the control thread and the others say to each other. */
import type { Killer } from "../../stream/kill.ts";
import type { ArenaDirectory } from "../../core/arena.ts";
import type { ErrorRecord, SessionFactsLine } from "../../cli/control.ts";
import type { KeyChange } from "../../pattern/key-changes.ts";
import type { PatternChange } from "../../pattern/store.ts";
import type { ThreadMessage } from "../../runtime/threads.ts";
import type { FileSnapshot } from "../file-snapshot.ts";
import type { Overrides } from "../../config/overrides.ts";
import type { ProcessState } from "../process/facts.ts";
import type { VariableChange } from "./process-variables.ts";

/** One configuration, as every thread compiles it. */
export interface LoadOrder {
  readonly generation: number;
  readonly inputs: readonly string[];
  readonly snapshot: FileSnapshot;
  /** The environment as the load saw it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly arena: ArenaDirectory;
  readonly maxconn: number;
  readonly proxyMaxconn: number | null;
  readonly overrides: Overrides;
  /** What -L says. */
  readonly localPeer: string | null;
  /** Variables of proc scope as they are now. */
  readonly variables: readonly VariableChange[];
  /** Descriptors of listening sockets that threads share instead of binding their own. */
  readonly sharedFds: ReadonlyMap<string, number>;
}

/** From the control thread. `call` numbers what is answered by `done`. */
export type Order =
  | {
      readonly kind: "start";
      readonly call: number;
      readonly load: LoadOrder;
      readonly state: ProcessState;
    }
  /** A reload, first half: compiles and opens listeners. */
  | { readonly kind: "prepare"; readonly call: number; readonly load: LoadOrder }
  /** Second half: what was prepared goes into service, or is given up. */
  | { readonly kind: "adopt"; readonly call: number }
  | { readonly kind: "abandon"; readonly call: number }
  | { readonly kind: "pattern"; readonly call: number; readonly change: PatternChange }
  | { readonly kind: "stop"; readonly call: number }
  /** The process is about to stop, and says so. */
  | { readonly kind: "stopping" }
  | {
      readonly kind: "frontend";
      readonly call: number;
      readonly name: string;
      readonly change: FrontendChange;
    }
  | { readonly kind: "maxconn"; readonly call: number; readonly maxconn: number }
  | { readonly kind: "down"; readonly call: number; readonly server: string }
  /** Ends the streams on a server, or the one of that id; `killer` is who does. */
  | {
      readonly kind: "shutdown";
      readonly call: number;
      readonly server: string | null;
      readonly session: string | null;
      readonly killer: Killer;
    }
  | { readonly kind: "sessions"; readonly call: number }
  | { readonly kind: "slot"; readonly server: string }
  | { readonly kind: "requeue"; readonly server: string }
  | { readonly kind: "variable"; readonly change: VariableChange }
  /** A rule of thread `from` changed a map or an ACL. */
  | { readonly kind: "key"; readonly change: KeyChange; readonly from: number }
  | { readonly kind: "answer"; readonly call: number; readonly text: string };

/** `disable|enable|shutdown frontend`, `set maxconn frontend`. */
export type FrontendChange = "pause" | "resume" | "stop" | { readonly maxconn: number };

/** To the control thread. */
export type Notice =
  | {
      readonly kind: "done";
      readonly call: number;
      readonly fault: string | null;
    }
  /** Some of the sessions that were asked for; "done" comes after the last ones. */
  | { readonly kind: "listed"; readonly call: number; readonly lines: readonly SessionFactsLine[] }
  /** A slot or a requeue for another thread, passed on by the control thread. */
  | {
      readonly kind: "pass";
      readonly thread: number;
      readonly order: "slot" | "requeue";
      readonly server: string;
    }
  /** A message that could not be parsed, for `show errors`. */
  | { readonly kind: "error"; readonly record: Omit<ErrorRecord, "eventId"> }
  /** An exception that a callback let escape. */
  | { readonly kind: "uncaught"; readonly reason: string }
  /** This thread changed a variable of proc scope. */
  | { readonly kind: "changed"; readonly change: VariableChange }
  /** A rule of this thread changed a map or an ACL. */
  | { readonly kind: "key-changed"; readonly change: KeyChange }
  /** A line came to a ring that somebody waits for. */
  | { readonly kind: "ring"; readonly ring: string }
  /** A command of the runtime API that a page on this thread was asked for. */
  | { readonly kind: "command"; readonly call: number; readonly text: string };

/** What no order asked for. */
export type News = Exclude<Notice, { readonly kind: "done" | "listed" }>;

const NOTICES: ReadonlySet<string> = new Set<Notice["kind"]>([
  "done",
  "listed",
  "pass",
  "error",
  "uncaught",
  "changed",
  "key-changed",
  "ring",
  "command",
]);

/** Both are plain data; the port types them loosely. */
export function isOrder(message: ThreadMessage): message is ThreadMessage & Order {
  return !NOTICES.has(message.kind);
}

export function isNotice(message: ThreadMessage): message is ThreadMessage & Notice {
  return NOTICES.has(message.kind);
}
