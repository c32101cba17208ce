/**
 * Weighted turns in rounds, the order behind `balance roundrobin`. A round has as many turns as
 * the servers weigh together, in sixteenths. A server that has not been served in a round yet is a
 * newcomer: newcomers fill the turns at which nobody is due, the heaviest first. Who was served
 * stands in line by the turn at which it is due next, W/w turns later for weight w of W, the rest
 * of the division carried over; due beyond the round's end it is a newcomer of the next round.
 *
 * All of this, and what a change of weight, a loss and a return do to a server's place, was found
 * by recording the running HAProxy through long random series of such changes.
 */
import { IndexedHeap } from "../core/indexed-heap.ts";

/** A server in the line, of which only this file changes anything. */
interface Place {
  /** In sixteenths; 0 for one that is not in the line. */
  weight: number;
  /** Turn of the round at which it is due. */
  due: number;
  /** What divisions left over so far, in weights; may be above `weight` after that became less. */
  rest: number;
  /** The round's length and the turn when it was due before, added; 0 for never. */
  served: number;
  /** Rises with each time that it was put in line: among equals the first goes first. */
  ticket: number;
}

export class WeightedLine {
  readonly #places: readonly Place[];
  readonly #line: IndexedHeap;
  #newcomers: IndexedHeap;
  #nextRound: IndexedHeap;
  /** Turns that the round had when it began. */
  #length: number = 0;
  #turn: number = 0;
  #totalWeight: number = 0;
  #ticket: number = 0;

  /** @param count how many servers there are, by index, all with weight 0 yet. */
  constructor(count: number) {
    const places = Array.from({ length: count }, newPlace);
    this.#places = places;
    const isHeavier = (a: number, b: number): boolean => {
      const difference = places[a]!.weight - places[b]!.weight;
      return difference === 0 ? places[a]!.ticket < places[b]!.ticket : difference > 0;
    };
    this.#line = new IndexedHeap(count, (a, b) => goesBefore(places[a]!, places[b]!));
    this.#newcomers = new IndexedHeap(count, isHeavier);
    this.#nextRound = new IndexedHeap(count, isHeavier);
  }

  /** Begins the first round: the servers that have a weight by now are its newcomers. */
  begin(): void {
    this.#beginRound();
  }

  /** Gives a server another weight, in sixteenths; 0 takes it out of the line. */
  setWeight(index: number, weight: number): void {
    const place = this.#places[index]!;
    const before = place.weight;
    if (weight === before) return;
    const isNewcomer = this.#newcomers.has(index);
    this.#takeOut(index);
    this.#totalWeight += weight - before;
    place.weight = weight;
    if (weight === 0) return;
    place.ticket = this.#ticket++;
    if (isNewcomer) return this.#newcomers.add(index);
    if (before === 0) this.#comeBack(place);
    else this.#rescale(place);
    this.#putInLine(index);
  }

  /**
   * Whose turn it is, -1 for nobody's. Those for which `isFree` is false lose the turn that they
   * would have had.
   */
  next(isFree: (index: number) => boolean): number {
    const first = this.#first();
    if (first === -1 || isFree(first)) return this.#serve(first);
    if (!this.#places.some((place, index) => place.weight > 0 && isFree(index))) return -1;
    return this.#nextFree(isFree);
  }

  #nextFree(isFree: (index: number) => boolean): number {
    const passed: number[] = [];
    let index = this.#first();
    for (; !isFree(index); index = this.#first()) {
      this.#advance(index);
      passed.push(index);
    }
    this.#serve(index);
    for (const each of passed) this.#putInLine(each);
    return index;
  }

  /** Who goes first now; begins the next round if nobody is left in this one. */
  #first(): number {
    const isOver = this.#line.size === 0 && this.#newcomers.size === 0;
    if (isOver && this.#nextRound.size > 0) this.#beginRound();
    const index = this.#line.top;
    const isDue = index !== -1 && this.#places[index]!.due <= this.#turn;
    return isDue || this.#newcomers.size === 0 ? index : this.#newcomers.top;
  }

  #beginRound(): void {
    [this.#newcomers, this.#nextRound] = [this.#nextRound, this.#newcomers];
    this.#length = this.#totalWeight;
    this.#turn = 0;
  }

  #serve(index: number): number {
    if (index === -1) return -1;
    this.#advance(index);
    this.#putInLine(index);
    this.#turn++;
    return index;
  }

  /** Takes it out of the line, as it has had its turn: due again a share of the weights later. */
  #advance(index: number): void {
    const place = this.#places[index]!;
    const { weight } = place;
    if (this.#newcomers.has(index)) {
      place.due = this.#turn;
      place.rest = 0;
    }
    this.#takeOut(index);
    place.served = this.#length + place.due;
    const left = this.#totalWeight % weight;
    place.due += (this.#totalWeight - left) / weight;
    place.rest += left;
    if (place.rest >= weight) {
      place.rest -= weight;
      place.due++;
    }
    place.ticket = this.#ticket++;
  }

  /** A server that was out is due after its share of what is left of the round. */
  #comeBack(place: Place): void {
    place.due = this.#turn + Math.floor((this.#totalWeight - this.#turn) / place.weight);
  }

  /** Another weight: its share after it was served last, not later than before, not in the past. */
  #rescale(place: Place): void {
    const share = Math.floor(this.#totalWeight / place.weight);
    const due = Math.min(place.served - this.#length + share, place.due);
    place.due = due < this.#turn + 2 ? this.#turn + share : due;
    place.rest = 0;
  }

  /** In this round's line, or among the newcomers of the next if it is due after the round. */
  #putInLine(index: number): void {
    const end = Math.min(this.#length, this.#totalWeight);
    if (this.#places[index]!.due < end) this.#line.add(index);
    else this.#nextRound.add(index);
  }

  #takeOut(index: number): void {
    this.#line.delete(index);
    this.#newcomers.delete(index);
    this.#nextRound.delete(index);
  }
}

function newPlace(): Place {
  return { weight: 0, due: 0, rest: 0, served: 0, ticket: 0 };
}

/** Due at an earlier turn; at the same one the heavier, less by what is left over of it. */
function goesBefore(a: Place, b: Place): boolean {
  if (a.due !== b.due) return a.due < b.due;
  const difference = a.weight - a.rest - (b.weight - b.rest);
  return difference === 0 ? a.ticket < b.ticket : difference > 0;
}
