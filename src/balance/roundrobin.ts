/**
 * Weighted round robin, as smooth as the weights allow (`balance roundrobin`, manual 4.2). A server
 * of weight w gets every (W/w)-th turn of a farm of weight W, and stands in line by the turn at
 * which it is due next. Servers that had no turn yet fill the turns at which nobody is due, the
 * heaviest first; this gives the running HAProxy's order pick by pick. Each thread keeps a line.
 */
import type { Txn } from "../sample/txn.ts";
import type { Farm } from "../server/farm.ts";
import type { Server } from "../server/server.ts";
import type { Algorithm, BalanceRow } from "./algorithm.ts";

/** A server's place in line: due at turn `due + rest / weight`. */
interface Place {
  readonly server: Server;
  weight: number;
  due: number;
  rest: number;
  /** No turn yet since the server came into the farm. */
  isNew: boolean;
}

/** Whether `a` comes before `b`: due earlier, or the heavier one. */
function precedes(a: Place, b: Place): boolean {
  const difference = a.due + a.rest / a.weight - (b.due + b.rest / b.weight);
  return difference === 0 ? a.weight > b.weight : difference < 0;
}

export class RoundRobin implements Algorithm {
  readonly #farm: Farm;
  #usable: readonly Server[] = [];
  #places: Place[] = [];
  #totalWeight: number = 0;
  #turn: number = 0;

  constructor(farm: Farm) {
    this.#farm = farm;
  }

  pick(_txn: Txn, avoid: Server | null): Server | null {
    const usable = this.#farm.usable();
    if (usable !== this.#usable) this.#rebuild(usable);
    const place = this.#next(avoid);
    if (place === null) return null;
    this.#advance(place);
    return place.server;
  }

  /** Who has the next turn, passing over full servers; `avoid` only if there is no other. */
  #next(avoid: Server | null): Place | null {
    let first: Place | null = null;
    let newcomer: Place | null = null;
    let avoided: Place | null = null;
    for (const place of this.#places) {
      if (!place.server.hasFreeSlot()) continue;
      if (place.server === avoid) avoided = place;
      else if (!place.isNew) {
        if (first === null || precedes(place, first)) first = place;
      } else if (newcomer === null || place.weight > newcomer.weight) newcomer = place;
    }
    if (newcomer !== null && (first === null || first.due > this.#turn)) return newcomer;
    return first ?? avoided;
  }

  #advance(place: Place): void {
    if (place.isNew) {
      place.isNew = false;
      place.due = this.#turn;
    }
    const share = this.#totalWeight + place.rest;
    place.rest = share % place.weight;
    const step = (share - place.rest) / place.weight;
    this.#turn++;
    // While others are full a server is served ahead of its turn, and they fall behind theirs:
    // more than the line is long is not made up for later, all at once.
    const slack = this.#places.length;
    const due = Math.max(place.due + step, this.#turn - slack);
    place.due = Math.min(due, this.#turn + step + slack);
  }

  /** Who stays keeps its place in line, the wait scaled to the new share. */
  #rebuild(usable: readonly Server[]): void {
    const known = new Map(this.#places.map((place) => [place.server, place]));
    const formerTotal = this.#totalWeight;
    this.#totalWeight = 0;
    for (const server of usable) this.#totalWeight += server.weight();
    this.#places = usable.map((server) => {
      const weight = server.weight();
      const place = known.get(server);
      if (place === undefined) return { server, weight, due: 0, rest: 0, isNew: true };
      if (place.isNew) return { ...place, weight };
      const scale = (this.#totalWeight * place.weight) / (formerTotal * weight);
      const due = this.#turn + Math.floor(Math.max(0, place.due - this.#turn) * scale);
      return { server, weight, due, rest: 0, isNew: false };
    });
    this.#usable = usable;
  }
}

export const roundrobin: BalanceRow = {
  name: "roundrobin",
  syntax: "roundrobin",
  manual: "4.2",
  summary: "Each server in turn, according to the weights, which may change at run time.",
  dynamic: true,
  compile: (_argument, _options, use) => new RoundRobin(use.farm),
};
