/**
 * One server as a thread's data path sees it: settings of the configuration, and the state that
 * all threads share, read from its record in the arena. Taking and giving back connection slots
 * is the only thing it writes; states, weights and addresses are the control thread's
 * (farm-control.ts). A slot taken must be given back through `Farm.release`.
 */
import type { RegionSource } from "../core/arena.ts";
import type { IpAddress } from "../core/ip.ts";
import { int32View } from "../core/record.ts";
import { SharedText } from "../core/shared-text.ts";
import type { ServerModel } from "../config/model.ts";
import type { Address } from "../runtime/transport.ts";
import type { ServerFacts } from "../sample/txn.ts";
import type { Counters } from "../stats/counters.ts";
import { Rate } from "../stats/slots.ts";
import { INFO_CHARS } from "./check-status.ts";
import type { DynamicCookies } from "./dynamic-cookies.ts";
import type { LoadJournal } from "./load-journal.ts";
import { ServerAddress } from "./server-address.ts";
import {
  ADMIN_DRAIN,
  ADMIN_MAINT,
  CheckState,
  Operational,
  SERVER_WORDS,
  ServerWord,
  stateText,
  percentOf,
  WHOLE_SHARE,
} from "./state.ts";
import { WaitQueue } from "./wait-queue.ts";

const INT32_BYTES = 4;
const NAME_BYTES: number = SharedText.sizeBytes(255);
/** What an operator gives an agent to be asked with is cut to it, or to the length that is configured. */
const SENT_CHARS = 512;
const OUTPUT_BYTES: number = SharedText.sizeBytes(INFO_CHARS);

/** What a server needs to know of its farm. */
export interface ServerPlace {
  readonly backendName: string;
  readonly fullconn: number;
  /** Streams in the backend now, over all threads. */
  streams(): number;
  readonly threadId: number;
  /** Makes cookies for servers without one of their own; null where no cookie names a server. */
  readonly dynamicCookies: DynamicCookies | null;
  /** Thread's cached clock. */
  nowMs(): number;
}

export class Server implements ServerFacts {
  /** Position in the farm's list, from 0. */
  readonly index: number;
  readonly name: string;
  readonly id: number;
  readonly backendName: string;
  readonly model: ServerModel;
  readonly backup: boolean;
  readonly regionName: string;
  readonly counters: Counters;
  /** The shared record; see state.ts. */
  readonly words: Int32Array<SharedArrayBuffer>;
  /** What the last check found, in words; the control thread writes it. */
  readonly checkOutput: SharedText;
  /** What the agent said last, in words; the control thread writes it. */
  readonly agentOutput: SharedText;
  /** What the agent is sent first; the control thread writes it. */
  readonly agentSend: SharedText;
  /** The host name that its address comes from now, "" for none; the control thread writes it. */
  readonly fqdn: SharedText;
  /** This thread's streams that wait for this server. */
  readonly queue: WaitQueue;
  /** The server whose state this one takes over (`track`); set once all farms are compiled. */
  tracked: Server | null = null;
  /** Where changes of its load are written down; null unless the algorithm follows them. */
  loads: LoadJournal | null = null;
  readonly #place: ServerPlace;
  readonly #address: ServerAddress;
  #dynamicCookie: string | null = null;
  #cookieGeneration: number = -1;
  #cookieAddress: number = -1;

  /** @param queue the queue that this thread's server of the generation before had, if any. */
  constructor(
    model: ServerModel,
    index: number,
    place: ServerPlace,
    regions: RegionSource,
    counters: Counters,
    queue: WaitQueue | null,
  ) {
    this.model = model;
    this.index = index;
    this.name = model.name;
    this.id = model.id ?? index + 1;
    this.backup = model.backup;
    this.backendName = place.backendName;
    this.counters = counters;
    this.regionName = `server:${place.backendName}/${model.name}`;
    this.words = int32View(regions.region(this.regionName, SERVER_WORDS * INT32_BYTES));
    const output = regions.region(`check-output:${place.backendName}/${model.name}`, OUTPUT_BYTES);
    this.checkOutput = new SharedText(output);
    const said = regions.region(`agent-output:${place.backendName}/${model.name}`, OUTPUT_BYTES);
    this.agentOutput = new SharedText(said);
    const sentBytes = SharedText.sizeBytes(Math.max(SENT_CHARS, model.agentSend.length));
    const sent = regions.region(`agent-send:${place.backendName}/${model.name}`, sentBytes);
    this.agentSend = new SharedText(sent);
    const name = regions.region(`fqdn:${place.backendName}/${model.name}`, NAME_BYTES);
    this.fqdn = new SharedText(name);
    this.queue =
      queue ??
      new WaitQueue(
        this.words,
        ServerWord.oldestTicket + place.threadId - 1,
        ServerWord.queued,
        ServerWord.dequeued,
      );
    this.#place = place;
    this.#address = new ServerAddress(model, this.words);
  }

  /** One of `Operational`. */
  get operational(): number {
    return this.words[ServerWord.operational]!;
  }

  /** Mask of `Admin`. */
  get admin(): number {
    return this.words[ServerWord.admin]!;
  }

  /** Whether the balancing may choose it. */
  isUsable(): boolean {
    return (
      this.isRunning() &&
      this.operational !== Operational.stopping &&
      (this.admin & ADMIN_DRAIN) === 0 &&
      this.weight() > 0
    );
  }

  /** Whether persistent traffic may still go to it: not down, not in maintenance. */
  isRunning(): boolean {
    return this.operational !== Operational.stopped && (this.admin & ADMIN_MAINT) === 0;
  }

  /** The effective weight, 0-256: the user's, less while the server warms up. */
  weight(): number {
    const weight = this.words[ServerWord.userWeight]!;
    const share = this.words[ServerWord.weightShare]!;
    return share === 0 ? weight : Math.ceil((weight * share) / WHOLE_SHARE);
  }

  /** The effective weight in sixteenths, 0-4096. */
  fineWeight(): number {
    const share = this.words[ServerWord.weightShare]!;
    return this.words[ServerWord.userWeight]! * (share === 0 ? WHOLE_SHARE : share);
  }

  /** The weight set by the user, 0-256. */
  userWeight(): number {
    return this.words[ServerWord.userWeight]!;
  }

  get maxconn(): number {
    return this.words[ServerWord.maxconn]!;
  }

  get maxqueue(): number {
    return this.model.maxqueue;
  }

  get initialWeight(): number {
    return this.words[ServerWord.initialWeight]!;
  }

  connections(): number {
    return Atomics.load(this.words, ServerWord.connections);
  }

  /** Streams of all threads in this server's queue. */
  queued(): number {
    return Atomics.load(this.words, ServerWord.queued);
  }

  sessionRate(): number {
    return this.counters.rate(Rate.session, this.#place.nowMs());
  }

  /** Whether health checks are configured and enabled. */
  get checked(): boolean {
    return (this.words[ServerWord.checkState]! & CheckState.enabled) !== 0;
  }

  /** The server whose checks say what this one is: the end of the chain that it tracks, or itself. */
  get witness(): Server {
    return this.tracked === null ? this : this.tracked.witness;
  }

  /** The server that it tracks as "backend/server"; "" for none. */
  get trackedName(): string {
    const { tracked } = this;
    return tracked === null ? "" : `${tracked.backendName}/${tracked.name}`;
  }

  /** Status as `show stat` prints it. */
  stateText(): string {
    return this.#textWith(this.admin, agentFact(this.witness.words));
  }

  /** Status as checks tell it: neither drain nor what an agent says of the server shows. */
  healthText(): string {
    return this.#textWith(this.admin & ~ADMIN_DRAIN, "none");
  }

  #textWith(admin: number, agent: "none" | "up" | "down"): string {
    const { operational, witness, trackedName: tracked } = this;
    const { rise, fall } = witness.model;
    const { checked } = witness;
    const health = witness.words[ServerWord.health]!;
    return stateText({ operational, admin, checked, health, rise, fall, agent, tracked });
  }

  /** The address; null before resolution and for unix sockets. */
  get address(): IpAddress | null {
    return this.#address.ip;
  }

  get port(): number {
    return this.#address.port;
  }

  /** Streams go to the address that their clients connected to. */
  get isClients(): boolean {
    return this.#address.isClients;
  }

  /** How stick tables name its address. */
  get addressText(): string {
    return this.#address.text;
  }

  /** What the backend's cookie says of it: its own word, or a dynamic one; null for none. */
  get cookie(): string | null {
    const { dynamicCookies } = this.#place;
    if (this.model.cookie !== null || dynamicCookies === null) return this.model.cookie;
    const { generation } = dynamicCookies;
    const addressGeneration = this.words[ServerWord.addressGeneration]!;
    if (generation !== this.#cookieGeneration || addressGeneration !== this.#cookieAddress) {
      this.#cookieGeneration = generation;
      this.#cookieAddress = addressGeneration;
      this.#dynamicCookie = dynamicCookies.cookieOf(this.address, this.port);
    }
    return this.#dynamicCookie;
  }

  /** Where to connect to, null while that is unknown; see `ServerAddress.target`. */
  target(clientPort: number): Address | null {
    return this.#address.target(clientPort);
  }

  /** Connections allowed now: the dynamic limit, less while the server warms up; 0 for any. */
  connectionLimit(): number {
    const limit = this.#dynamicLimit();
    const share = this.words[ServerWord.connectionShare]!;
    if (share === 0 || limit === 0) return limit;
    return Math.max(1, Math.floor((limit * percentOf(share)) / 100));
  }

  /** `maxconn`, less while the backend is not full and `minconn` is set; 0 for any. */
  #dynamicLimit(): number {
    const maxconn = this.words[ServerWord.maxconn]!;
    const { minconn } = this.model;
    if (maxconn === 0 || minconn === 0 || minconn >= maxconn) return maxconn;
    const { fullconn } = this.#place;
    const streams = this.#place.streams();
    if (fullconn === 0 || streams >= fullconn) return maxconn;
    return Math.max(minconn, Math.floor((streams * maxconn) / fullconn));
  }

  /** Takes a connection slot if there is one free. */
  tryAcquire(): boolean {
    const limit = this.connectionLimit();
    if (limit === 0) {
      Atomics.add(this.words, ServerWord.connections, 1);
      this.noteLoad();
      return true;
    }
    let known = Atomics.load(this.words, ServerWord.connections);
    while (known < limit) {
      const found = Atomics.compareExchange(this.words, ServerWord.connections, known, known + 1);
      if (found === known) {
        this.noteLoad();
        return true;
      }
      known = found;
    }
    return false;
  }

  /** Gives back a slot, to nobody; see `Farm.release`. */
  giveBack(): void {
    Atomics.sub(this.words, ServerWord.connections, 1);
    this.noteLoad();
  }

  /** Its load or its limit changed. */
  noteLoad(): void {
    if (this.loads !== null) this.loads.add(this.words[ServerWord.number]!);
  }

  /** Whether a stream that comes now would find a slot and nobody before it. */
  hasFreeSlot(): boolean {
    const limit = this.connectionLimit();
    return limit === 0 || (this.queued() === 0 && this.connections() < limit);
  }

  /** Whether `maxqueue` streams wait already. */
  isQueueFull(): boolean {
    const { maxqueue } = this.model;
    return maxqueue > 0 && this.queued() >= maxqueue;
  }
}

function agentFact(words: Int32Array): "none" | "up" | "down" {
  if ((words[ServerWord.agentState]! & CheckState.enabled) === 0) return "none";
  return words[ServerWord.agentHealth] === 0 ? "down" : "up";
}
