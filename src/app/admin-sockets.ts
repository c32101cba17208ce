/** The admin sockets: `stats socket` lines and `-S` (management manual 9.3). */
import { CliListener } from "../cli/listener.ts";
import type { Interpreter } from "../cli/interpreter.ts";
import { parseAddress } from "../config/address.ts";
import type { AddressModel } from "../config/model.ts";
import type { TimerWheel } from "../core/timer-wheel.ts";
import type { ByteFactory } from "../runtime/bytes.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Listener } from "../runtime/transport.ts";
import type { Generation } from "./compile/generation.ts";
import { addressOf } from "./listeners.ts";

export interface AdminSetting {
  readonly interpreter: Interpreter;
  readonly timeoutMs: number;
  readonly wheel: TimerWheel;
  readonly bytes: ByteFactory;
  readonly maxconn: number;
  readonly masterSockets: readonly string[];
}

interface Wanted {
  readonly address: AddressModel;
  readonly level: "user" | "operator" | "admin";
  readonly mode: number | null;
  readonly user: string | null;
  readonly group: string | null;
}

interface Open {
  readonly cli: CliListener;
  readonly listener: Listener;
}

export class AdminSockets {
  readonly #runtime: Runtime;
  readonly #open: Map<string, Open> = new Map();

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** Opens what is wanted and not open yet, closes what is wanted no more; what is wrong, or null. */
  open(generation: Generation, setting: AdminSetting): string | null {
    const wanted = new Map(wantedBy(generation, setting).map((each) => [JSON.stringify(each), each]));
    for (const [key, open] of this.#open) {
      if (wanted.has(key)) continue;
      this.#open.delete(key);
      open.listener.close();
    }
    for (const [key, each] of wanted) {
      if (this.#open.has(key)) continue;
      try {
        this.#open.set(key, this.#listen(each, setting));
      } catch (error) {
        return `stats socket: ${error instanceof Error ? error.message : String(error)}`;
      }
    }
    return null;
  }

  closeAll(): void {
    for (const { cli, listener } of this.#open.values()) {
      listener.close();
      cli.closeAll();
    }
    this.#open.clear();
  }

  #listen(wanted: Wanted, setting: AdminSetting): Open {
    const { process, transport, capabilities } = this.#runtime;
    const cli = new CliListener({
      interpreter: setting.interpreter,
      level: wanted.level,
      timeoutMs: setting.timeoutMs,
      wheel: setting.wheel,
      bytes: setting.bytes,
    }, setting.maxconn);
    const listener = transport.listen({
      address: addressOf(wanted.address),
      backlog: 128,
      reusePort: capabilities.reusePort && wanted.address.kind === "ip",
      ipv6Only: null,
      unixMode: wanted.mode,
      unixUid: wanted.user === null ? null : process.uidOf(wanted.user),
      unixGid: wanted.group === null ? null : process.gidOf(wanted.group),
      tls: null,
    }, cli);
    cli.attach(listener);
    return { cli, listener };
  }
}

/** A unix socket is its owner's alone unless the line gives another mode. */
const PRIVATE_MODE = 0o600;

function wantedBy(generation: Generation, setting: AdminSetting): Wanted[] {
  const lines = generation.model.global.statsSockets.flatMap((bind) =>
    bind.addresses.map((address): Wanted => ({
      address,
      level: bind.level ?? "operator",
      mode: bind.mode ?? (address.kind === "unix" ? PRIVATE_MODE : null),
      user: bind.user,
      group: bind.group,
    })));
  return [...lines, ...setting.masterSockets.flatMap(masterSocket)];
}

/** `-S ADDR[,OPTION…]`: always at level admin. An address that is none was refused at the start. */
function masterSocket(text: string): Wanted[] {
  const [where = "", ...options] = text.split(",");
  const parsed = parseAddress(where);
  if ("problem" in parsed) return [];
  const mode = options[options.indexOf("mode") + 1];
  const given = options.includes("mode") && mode !== undefined ? Number.parseInt(mode, 8) : PRIVATE_MODE;
  return [{ address: parsed.address, level: "admin", mode: parsed.address.kind === "unix" ? given : null, user: null, group: null }];
}
