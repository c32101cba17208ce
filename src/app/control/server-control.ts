/** The commands on a server (`set server`, `show servers conn`, …) on the control thread. */
import { isDynamic } from "../../balance/rows.ts";
import type {
  Done,
  Fault,
  ServerConnectionFacts,
  ServerControl,
  ServerHealth,
  ServerState,
} from "../../cli/control.ts";
import { formatIp, type IpAddress, parseIp } from "../../core/ip.ts";
import type { ProxyModel } from "../../config/model.ts";
import { writeAddress } from "../../server/address.ts";
import { changeCheckTarget, type Checked } from "../../server/check-target.ts";
import type { FarmControl } from "../../server/changes/farm-control.ts";
import type { Server } from "../../server/server.ts";
import { CheckState, ServerWord } from "../../server/state.ts";
import { Gauge, Slot } from "../../stats/slots.ts";
import type { ControlHost } from "./host.ts";

export class ControlledServer implements ServerControl {
  readonly backendName: string;
  readonly backendId: number;
  readonly name: string;
  readonly id: number;
  readonly #host: ControlHost;
  readonly #proxy: ProxyModel;
  readonly #server: Server;

  constructor(host: ControlHost, proxy: ProxyModel, server: Server) {
    this.#host = host;
    this.#proxy = proxy;
    this.#server = server;
    this.backendName = proxy.name;
    this.backendId = proxy.id;
    this.name = server.name;
    this.id = server.id;
  }

  get checked(): boolean {
    return (this.#server.words[ServerWord.checkState]! & CheckState.configured) !== 0;
  }

  get checking(): boolean {
    return (this.#server.words[ServerWord.checkState]! & CheckState.enabled) !== 0;
  }

  get tracks(): boolean {
    return this.#server.tracked !== null;
  }

  get initialWeight(): number {
    return this.#server.initialWeight;
  }

  get dynamicWeight(): boolean {
    return isDynamic(this.#proxy);
  }

  address(): string {
    const { address } = this.#server;
    return address === null ? "-" : formatIp(address);
  }

  port(): number {
    return this.#server.port;
  }

  userWeight(): number {
    return this.#server.userWeight();
  }

  connections(): ServerConnectionFacts {
    const { counters, model } = this.#server;
    return {
      purgeDelayMs: model.poolPurgeDelayMs,
      used: counters.gauge(Gauge.usedConnCur),
      usedMax: counters.gauge(Gauge.usedConnMax),
      // The highest use seen is what the pool should be able to serve.
      needEstimate: counters.gauge(Gauge.usedConnMax),
      unsafeIdle: counters.gauge(Gauge.idleConnCur),
      safeIdle: counters.gauge(Gauge.safeConnCur),
      idleLimit: model.poolMaxConn,
      idlePerThread: counters.perThread(Slot.idleConnections),
    };
  }

  setState(state: ServerState): Done {
    const farm = this.#farm();
    if (state === "ready") farm.ready(this.#server);
    else if (state === "drain") farm.drain(this.#server);
    else farm.maintain(this.#server);
  }

  setWeight(weight: number): Done {
    this.#farm().setWeight(this.#server, weight);
  }

  setHealth(health: ServerHealth): Done {
    this.#farm().setHealth(this.#server, health);
  }

  setAddress(address: string | null, port: number | null): Fault {
    const server = this.#server;
    if (server.model.address.kind !== "ip")
      return "The address of this server is a path, which cannot be changed.";
    const wanted = address === null ? server.address : parseIp(address);
    if (wanted === undefined) return `'${address}' is no address.`;
    writeAddress(server, wanted, port ?? server.port);
    return this.#host.dropIdleConnections(server).then(() => null);
  }

  setChecking(enabled: boolean): Done {
    const { words } = this.#server;
    if (!this.checked) return;
    const others = words[ServerWord.checkState]! & ~CheckState.enabled;
    words[ServerWord.checkState] = enabled ? others | CheckState.enabled : others;
  }

  get agentState(): ServerControl["agentState"] {
    const state = this.#server.words[ServerWord.agentState]!;
    if ((state & CheckState.configured) === 0) return "none";
    return (state & CheckState.enabled) === 0 ? "disabled" : "enabled";
  }

  setAgentAsking(enabled: boolean): Done {
    const { words } = this.#server;
    if (this.agentState === "none") return;
    const others = words[ServerWord.agentState]! & ~CheckState.enabled;
    words[ServerWord.agentState] = enabled ? others | CheckState.enabled : others;
  }

  setAgentHealth(isUp: boolean): Done {
    this.#farm().overrideAgent(this.#server, isUp);
  }

  setCheckTarget(checked: Checked, address: IpAddress | null, port: number | null): Done {
    changeCheckTarget(this.#server, checked, address, port);
  }

  setAgentSend(text: string): Done {
    this.#server.agentSend.set(text);
  }

  setName(name: string): string {
    return this.#host.renameServer(this.#server, name);
  }

  setMaxconn(maxconn: number): Done {
    this.#farm().setMaxconn(this.#server, maxconn);
  }

  shutdownSessions(): Done {
    return this.#host.shutdownServerSessions(this.#server);
  }

  #farm(): FarmControl {
    return this.#host.farmControl(this.backendName);
  }
}
