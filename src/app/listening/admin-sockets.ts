/** The admin sockets: `stats socket` lines and `-S` (management manual 9.3). */
import { CliListener } from "../../cli/listener.ts";
import type { Level } from "../../cli/command.ts";
import { SEVERITY_OUTPUTS, type SeverityOutput } from "../../cli/message.ts";
import type { CommandShell } from "../../cli/shell.ts";
import { parseAddress } from "../../config/values/address.ts";
import type { AddressModel } from "../../config/model.ts";
import type { TimerWheel } from "../../core/timer-wheel.ts";
import type { ByteFactory } from "../../runtime/bytes.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import type { Listener } from "../../runtime/transport.ts";
import type { Generation } from "../compile/generation.ts";
import { addressOf } from "./listen-address.ts";
import { ownerOf } from "./listen-spec.ts";

export interface AdminSetting {
  readonly interpreter: CommandShell;
  /** What answers at the sockets of `-S`. */
  readonly master: CommandShell;
  readonly timeoutMs: number;
  readonly wheel: TimerWheel;
  readonly bytes: ByteFactory;
  readonly maxconn: number;
  readonly masterSockets: readonly string[];
  /** Told of each session that opens or closes. */
  count(change: 1 | -1): void;
}

interface Wanted {
  readonly isMaster: boolean;
  readonly address: AddressModel;
  readonly level: Level;
  readonly severityOutput: SeverityOutput;
  readonly mode: number | null;
  readonly user: string | null;
  readonly group: string | null;
  readonly uid: number | null;
  readonly gid: number | null;
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

  /** Opens what the generation wants and is not open yet: all of it, or nothing and what is wrong. */
  open(generation: Generation, setting: AdminSetting): string | null {
    const opened: string[] = [];
    for (const each of wantedBy(generation, setting.masterSockets)) {
      const key = JSON.stringify(each);
      if (this.#open.has(key)) continue;
      try {
        this.#open.set(key, this.#listen(each, setting));
        opened.push(key);
      } catch (error) {
        for (const one of opened) this.#close(one);
        return `stats socket: ${error instanceof Error ? error.message : String(error)}`;
      }
    }
    return null;
  }

  /** Closes what the generation does not want. Sessions in progress go on. */
  adopt(generation: Generation, masterSockets: readonly string[]): void {
    const wanted = new Set(wantedBy(generation, masterSockets).map((each) => JSON.stringify(each)));
    for (const key of this.#open.keys()) if (!wanted.has(key)) this.#close(key);
  }

  #close(key: string): void {
    this.#open.get(key)?.listener.close();
    this.#open.delete(key);
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
    const cli = new CliListener(
      {
        interpreter: wanted.isMaster ? setting.master : setting.interpreter,
        level: wanted.level,
        severityOutput: wanted.severityOutput,
        timeoutMs: setting.timeoutMs,
        wheel: setting.wheel,
        bytes: setting.bytes,
      },
      setting.maxconn,
      setting.count,
    );
    const listener = transport.listen(
      {
        address: addressOf(wanted.address),
        backlog: 128,
        reusePort: capabilities.reusePort && wanted.address.kind === "ip",
        ipv6Only: null,
        unixMode: wanted.mode,
        ...ownerOf(wanted, process),
        tls: null,
      },
      cli,
    );
    cli.attach(listener);
    return { cli, listener };
  }
}

/** A unix socket is its owner's alone unless the line gives another mode. */
const PRIVATE_MODE = 0o600;

function wantedBy(generation: Generation, masterSockets: readonly string[]): Wanted[] {
  const lines = generation.model.global.statsSockets.flatMap((bind) =>
    bind.addresses.map((address): Wanted => ({
      isMaster: false,
      address,
      level: bind.level ?? "operator",
      severityOutput: bind.severityOutput,
      mode: bind.mode ?? (address.kind === "unix" ? PRIVATE_MODE : null),
      user: bind.user,
      group: bind.group,
      uid: bind.uid,
      gid: bind.gid,
    })),
  );
  return [...lines, ...masterSockets.flatMap(masterSocket)];
}

/** `-S ADDR[,OPTION,VALUE…]`: the master's. An address that is none was refused at the start. */
function masterSocket(text: string): Wanted[] {
  const [where = "", ...words] = text.split(",");
  const parsed = parseAddress(where);
  if ("problem" in parsed) return [];
  const valueOf = (name: string): string | null => words[words.indexOf(name) + 1] ?? null;
  const given = (name: string): string | null => (words.includes(name) ? valueOf(name) : null);
  const mode = given("mode");
  const level = given("level");
  const numberOf = (name: string): number | null => {
    const text = given(name);
    return text !== null && /^\d+$/.test(text) ? Number(text) : null;
  };
  const isUnix = parsed.address.kind === "unix";
  return [
    {
      isMaster: true,
      address: parsed.address,
      level: level === "user" || level === "operator" ? level : "admin",
      severityOutput:
        SEVERITY_OUTPUTS.find((known) => known === given("severity-output")) ?? "none",
      mode: isUnix ? (mode === null ? PRIVATE_MODE : Number.parseInt(mode, 8)) : null,
      user: given("user"),
      group: given("group"),
      uid: numberOf("uid"),
      gid: numberOf("gid"),
    },
  ];
}
