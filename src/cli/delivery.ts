/**
 * A long answer on its way: the next piece is made when the client has taken the one before and the
 * thread has seen to its other work. So an answer takes the memory of a piece, however long it is
 * and however slowly it is read.
 */
import { nextTurn } from "../core/next-turn.ts";

/** Where the pieces go. */
export interface DeliveryRoute {
  send(text: string): void;
  /** Everything that was sent is out. */
  readonly empty: boolean;
  /** The last piece is out. */
  delivered(): void;
}

const ignore = (): void => {};

export class Delivery {
  readonly #pieces: Iterator<string>;
  readonly #route: DeliveryRoute;
  #stopped: boolean = false;
  #goOn: () => void = ignore;

  constructor(pieces: Iterable<string>, route: DeliveryRoute) {
    this.#pieces = pieces[Symbol.iterator]();
    this.#route = route;
  }

  /** Sends all pieces. */
  async run(): Promise<void> {
    for (let piece = this.#next(); piece !== null; piece = this.#next()) {
      this.#route.send(piece);
      if (!this.#route.empty) await new Promise<void>((goOn) => (this.#goOn = goOn));
      await nextTurn();
      if (this.#stopped) return;
    }
    this.#route.delivered();
  }

  /** All that was sent is out. */
  drained(): void {
    this.#goOn();
  }

  /** The client is gone. */
  stop(): void {
    this.#stopped = true;
    this.#pieces.return?.();
    this.#goOn();
  }

  /** The next piece; null behind the last. One that cannot be made is the last, and says why. */
  #next(): string | null {
    try {
      const step = this.#pieces.next();
      return step.done === true ? null : step.value;
    } catch (error) {
      this.#route.send(
        `Internal error: ${error instanceof Error ? error.message : String(error)}\n`,
      );
      return null;
    }
  }
}
