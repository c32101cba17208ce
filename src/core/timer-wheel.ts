/**
 * The timers of one thread: a hierarchical wheel of six levels of 64 slots with 1 ms ticks, so
 * that scheduling, cancelling and touching cost the same for ten timers and for a million. A
 * timer never fires before its deadline; timers fire in the order of their deadlines; at most
 * one timer of the runtime is pending, for the next tick at which a slot has to be looked at.
 */

/** What the wheel needs of the runtime's clock. */
export interface WheelClock {
  monotonicMs(): number;
  after(delayMs: number, fire: () => void): { cancel(): void };
}

/** Is told how many more timers (negative: fewer) are set. */
export interface TimerCount {
  add(change: number): void;
}

const LEVELS = 6;
const SLOT_BITS = 6;
const SLOTS = 1 << SLOT_BITS;
/** Ticks that one slot of each level spans. */
const SPAN: readonly number[] = Array.from({ length: LEVELS }, (_, level) => SLOTS ** level);
const REACH_TICKS = SLOTS ** LEVELS - 1;
/** The longest delay that every runtime's timer takes. */
const LONGEST_RUNTIME_DELAY_MS = 2 ** 31 - 1;
const NOT_QUEUED = -1;

/**
 * One timer, made once by its owner and scheduled as often as needed. It is itself the node of
 * the slot's list: scheduling allocates nothing. All fields but `deadlineMs` belong to the wheel.
 */
export class Timer {
  /** When to fire, on the wheel's clock; Infinity is never. Write it only through the wheel. */
  deadlineMs: number = Infinity;
  readonly fire: () => void;
  next: Timer = this;
  previous: Timer = this;
  /** Index of the slot that holds the timer, or -1. */
  slot: number = NOT_QUEUED;
  /** The tick at which the wheel looks at the timer again: never after its deadline. */
  queuedTick: number = 0;

  constructor(fire: () => void) {
    this.fire = fire;
  }

  /** Whether the timer is scheduled. */
  get pending(): boolean {
    return this.slot !== NOT_QUEUED;
  }
}

const neverFires = (): void => {};
const uncounted: TimerCount = { add: () => {} };

function unlink(timer: Timer): void {
  timer.previous.next = timer.next;
  timer.next.previous = timer.previous;
  timer.next = timer;
  timer.previous = timer;
  timer.slot = NOT_QUEUED;
}

/** Distance 1..64 from `digit` forward to the first set bit of the 64-bit mask, round the end. */
function distanceToSetBit(low: number, high: number, digit: number): number {
  for (let step = 1; step <= SLOTS;) {
    const position = (digit + step) & (SLOTS - 1);
    const word = position < 32 ? low : high;
    const rest = word >>> (position & 31);
    if (rest !== 0) return step + (31 - Math.clz32(rest & -rest));
    step += 32 - (position & 31);
  }
  return Infinity;
}

export class TimerWheel {
  /** The clock as last read; see `refresh`. */
  nowMs: number;
  readonly #clock: WheelClock;
  readonly #count: TimerCount;
  readonly #baseMs: number;
  readonly #slots: readonly Timer[];
  /** For each level the two words of the mask of its slots that hold timers. */
  readonly #occupied: Int32Array = new Int32Array(2 * LEVELS);
  readonly #wake: () => void = () => this.#run();
  /** The last tick dealt with; every queued tick is after it. */
  #tick: number = 0;
  /** The tick for which the runtime's timer is armed; no slot is due before it. */
  #armedTick: number = Infinity;
  #armed: { cancel(): void } | null = null;
  #running: boolean = false;

  constructor(clock: WheelClock, count: TimerCount = uncounted) {
    this.#clock = clock;
    this.#count = count;
    this.#baseMs = clock.monotonicMs();
    this.nowMs = this.#baseMs;
    this.#slots = Array.from({ length: LEVELS * SLOTS }, () => new Timer(neverFires));
  }

  /** Reads the clock again; called once per I/O event. Returns the new `nowMs`. */
  refresh(): number {
    this.nowMs = this.#clock.monotonicMs();
    return this.nowMs;
  }

  /**
   * Fires `timer` once, `delayMs` from now, in place of its earlier deadline. A delay of zero or
   * less fires at the next tick, Infinity keeps the timer pending without ever firing it.
   */
  schedule(timer: Timer, delayMs: number): void {
    if (timer.pending) this.#take(timer);
    else this.#count.add(1);
    timer.deadlineMs = this.nowMs + delayMs;
    const nowTick = Math.floor(this.nowMs - this.#baseMs);
    // Nothing is due in between, so the wheel may catch up; that spares later moves.
    if (!this.#running && nowTick > this.#tick && nowTick < this.#armedTick) this.#tick = nowTick;
    this.#enqueue(timer);
    if (!this.#running) this.#arm();
  }

  /**
   * Moves the deadline of a pending timer to `delayMs` from now. A later deadline costs one
   * store: the wheel finds it when the old one comes up. An idle timer is scheduled.
   */
  touch(timer: Timer, delayMs: number): void {
    const deadlineMs = this.nowMs + delayMs;
    if (timer.pending && deadlineMs >= this.#baseMs + timer.queuedTick)
      timer.deadlineMs = deadlineMs;
    else this.schedule(timer, delayMs);
  }

  /** Takes the timer out; does nothing if it is not pending. */
  cancel(timer: Timer): void {
    if (timer.slot === NOT_QUEUED) return;
    this.#take(timer);
    this.#count.add(-1);
    timer.deadlineMs = Infinity;
  }

  /** Out of its slot, which may be empty then. */
  #take(timer: Timer): void {
    const slot = timer.slot;
    unlink(timer);
    const head = this.#slots[slot]!;
    if (head.next === head) this.#occupied[slot >>> 5]! &= ~(1 << (slot & 31));
  }

  /** Disarms the runtime's timer. Pending timers stay and come to life with the next `schedule`. */
  stop(): void {
    this.#armed?.cancel();
    this.#armed = null;
    this.#armedTick = Infinity;
  }

  #enqueue(timer: Timer): void {
    const dueTick = Math.ceil(timer.deadlineMs - this.#baseMs);
    const tick = Math.min(Math.max(dueTick, this.#tick + 1), this.#tick + REACH_TICKS);
    const distance = tick - this.#tick;
    let level = 0;
    while (distance >= SPAN[level]! * SLOTS) level++;
    const slot = level * SLOTS + (Math.floor(tick / SPAN[level]!) % SLOTS);
    const head = this.#slots[slot]!;
    timer.slot = slot;
    timer.queuedTick = tick;
    timer.previous = head.previous;
    timer.next = head;
    head.previous.next = timer;
    head.previous = timer;
    this.#occupied[slot >>> 5]! |= 1 << (slot & 31);
  }

  /** The next tick at which some slot has to be emptied, or Infinity. */
  #nextTick(): number {
    let next = Infinity;
    for (let level = 0; level < LEVELS; level++) {
      const low = this.#occupied[2 * level]!;
      const high = this.#occupied[2 * level + 1]!;
      if ((low | high) === 0) continue;
      const turn = Math.floor(this.#tick / SPAN[level]!);
      const tick = (turn + distanceToSetBit(low, high, turn % SLOTS)) * SPAN[level]!;
      if (tick < next) next = tick;
    }
    return next;
  }

  #arm(): void {
    const tick = this.#nextTick();
    if (tick >= this.#armedTick) return;
    this.#armed?.cancel();
    this.#armedTick = tick;
    const delayMs = Math.ceil(tick + this.#baseMs - this.nowMs);
    const boundedMs = Math.min(Math.max(delayMs, 0), LONGEST_RUNTIME_DELAY_MS);
    this.#armed = this.#clock.after(boundedMs, this.#wake);
  }

  /** Deals with every tick up to now, then arms for the next. Errors of timers come out last. */
  #run(): void {
    this.#armed = null;
    this.#armedTick = Infinity;
    this.#running = true;
    const errors: unknown[] = [];
    const lastTick = Math.floor(this.refresh() - this.#baseMs);
    for (let tick = this.#nextTick(); tick <= lastTick; tick = this.#nextTick()) {
      this.#tick = tick;
      for (let level = LEVELS - 1; level >= 0; level--) {
        const span = SPAN[level]!;
        if (tick % span === 0) this.#empty(level, errors);
      }
    }
    if (lastTick > this.#tick) this.#tick = lastTick;
    this.#running = false;
    this.refresh();
    this.#arm();
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw new AggregateError(errors, `${errors.length} timers failed`);
  }

  /** Fires what is due in the slot of the current tick and queues the rest again. */
  #empty(level: number, errors: unknown[]): void {
    const slot = level * SLOTS + (Math.floor(this.#tick / SPAN[level]!) % SLOTS);
    const head = this.#slots[slot]!;
    while (head.next !== head) {
      const timer = head.next;
      unlink(timer);
      if (Math.ceil(timer.deadlineMs - this.#baseMs) > this.#tick) {
        this.#enqueue(timer);
        continue;
      }
      timer.deadlineMs = Infinity;
      this.#count.add(-1);
      try {
        timer.fire();
      } catch (error) {
        errors.push(error);
      }
    }
    this.#occupied[slot >>> 5]! &= ~(1 << (slot & 31));
  }
}
