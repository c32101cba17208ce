/**
 * One connection to the admin socket. Without `prompt` the lines at hand are answered and the
 * connection is closed; with it, it stays open. Lines are answered one after the other, also when
 * an answer takes time. Input and unsent output are bounded: a client that sends too much is told
 * so and cut off, one that does not read is not read from.
 */
import { Timer } from "../core/timer-wheel.ts";
import type { TimerWheel } from "../core/timer-wheel.ts";
import type { ByteBuffer, ByteFactory } from "../runtime/bytes.ts";
import type { ByteSocket, SocketHandler } from "../runtime/transport.ts";
import { newState } from "./command.ts";
import type { CliState, Level, LiveAnswer, LongAnswer } from "./command.ts";
import { Delivery } from "./delivery.ts";
import { cutLine } from "./line.ts";
import type { SeverityOutput } from "./message.ts";
import { Outbox } from "./outbox.ts";
import type { CommandShell } from "./shell.ts";

/** Longest input that may wait for its line feed or its payload's end. */
const MOST_INPUT_BYTES = 4 << 20;
const PAYLOAD_PROMPT = "+ ";

/** What sessions of one socket share. */
export interface CliSetting {
  readonly interpreter: CommandShell;
  readonly level: Level;
  readonly severityOutput: SeverityOutput;
  /** `stats timeout`. */
  readonly timeoutMs: number;
  readonly wheel: TimerWheel;
  readonly bytes: ByteFactory;
  /** The connection is gone. */
  onClose(session: CliSession): void;
}

/** A line whose payload is still being read. */
interface OpenPayload {
  readonly commands: readonly (readonly string[])[];
  readonly end: string;
  readonly lines: string[];
}

export class CliSession implements SocketHandler {
  readonly #socket: ByteSocket;
  readonly #setting: CliSetting;
  readonly #outbox: Outbox;
  readonly #state: CliState;
  readonly #timer: Timer;
  #input: string = "";
  #payload: OpenPayload | null = null;
  #ended: boolean = false;
  #busy: boolean = false;
  /** A line was answered: without a prompt the connection has served its purpose. */
  #answered: boolean = false;
  #closed: boolean = false;
  /** An answer that goes on, and what is to be done when it ends. */
  #live: { readonly answer: LiveAnswer; readonly ended: () => void } | null = null;
  #delivery: Delivery | null = null;

  constructor(socket: ByteSocket, setting: CliSetting) {
    this.#socket = socket;
    this.#setting = setting;
    this.#outbox = new Outbox(socket, setting.bytes);
    const place = setting.interpreter.isMaster ? "master" : "worker";
    this.#state = newState(setting.level, setting.timeoutMs, place, setting.severityOutput);
    this.#timer = new Timer(() => this.#close());
    this.#touch();
  }

  onConnect(): void {}

  onData(_socket: ByteSocket, bytes: ByteBuffer): void {
    if (this.#state.closing) return;
    this.#touch();
    // Whatever is typed ends an answer that goes on, and is no command.
    if (this.#live !== null) return this.#endLive();
    this.#input += bytes.latin1Slice(0, bytes.length);
    if (this.#input.length > MOST_INPUT_BYTES) {
      this.#send("The input is too long.\n\n");
      this.#state.closing = true;
      this.#input = "";
    }
    if (!this.#busy) this.#proceed();
  }

  onDrain(): void {
    this.#touch();
    if (!this.#outbox.flush()) return;
    if (this.#live !== null) this.#pump();
    else if (this.#delivery !== null) this.#delivery.drained();
    else if (!this.#busy) this.#proceed();
  }

  onEnd(): void {
    this.#ended = true;
    if (this.#live !== null) return this.#endLive();
    if (!this.#busy) this.#proceed();
  }

  onClose(): void {
    this.#closed = true;
    this.#live?.answer.stop();
    this.#live = null;
    this.#delivery?.stop();
    this.#setting.wheel.cancel(this.#timer);
    this.#setting.onClose(this);
  }

  /** Ends the connection (a soft stop, a reload that drops the socket). */
  close(): void {
    this.#close();
  }

  #close(): void {
    if (!this.#closed) this.#socket.close();
  }

  #touch(): void {
    this.#setting.wheel.refresh();
    this.#setting.wheel.touch(this.#timer, this.#state.timeoutMs);
  }

  /** Takes lines until there is none, one has to be waited for, or the client reads too slowly. */
  #proceed(): void {
    while (!this.#busy && !this.#closed && !this.#state.closing && this.#outbox.empty) {
      const line = this.#nextLine();
      if (line === null) break;
      this.#takeLine(line);
    }
    if (this.#busy || this.#closed || !this.#outbox.empty) return;
    const { closing, interactive } = this.#state;
    const done = this.#answered && !interactive && this.#payload === null && this.#input === "";
    if (closing || this.#ended || done) this.#close();
  }

  #nextLine(): string | null {
    const end = this.#input.indexOf("\n");
    if (end < 0) return null;
    const line = this.#input.slice(0, end);
    this.#input = this.#input.slice(end + 1);
    return line.endsWith("\r") ? line.slice(0, -1) : line;
  }

  #takeLine(line: string): void {
    const payload = this.#payload;
    if (payload !== null) {
      if (line === payload.end) {
        this.#payload = null;
        this.#run(payload.commands, 0, payload.lines.map((one) => `${one}\n`).join(""));
        return;
      }
      payload.lines.push(line);
    } else {
      const { commands, payloadEnd } = cutLine(line);
      if (payloadEnd === null) {
        this.#run(commands, 0, null);
        return;
      }
      this.#payload = { commands, end: payloadEnd, lines: [] };
    }
    if (this.#state.interactive) this.#send(PAYLOAD_PROMPT);
  }

  /** Runs the commands from `first` on; the payload is the last one's. */
  #run(commands: readonly (readonly string[])[], first: number, payload: string | null): void {
    for (let index = first; index < commands.length && !this.#state.closing; index++) {
      const ofLast = index === commands.length - 1 ? payload : null;
      const answer = this.#setting.interpreter.answer(commands[index]!, ofLast, this.#state);
      const goOn = (): void => {
        this.#reply("", index === commands.length - 1);
        this.#run(commands, index + 1, payload);
      };
      if (answer === null) {
        this.#sayNothing(index === commands.length - 1);
        continue;
      }
      if (typeof answer !== "string" && "next" in answer) return this.#follow(answer, goOn);
      if (typeof answer !== "string" && "pieces" in answer) return this.#deliver(answer, goOn);
      if (typeof answer !== "string") {
        this.#busy = true;
        void answer.then((text) => {
          this.#busy = false;
          if (this.#closed) return;
          if (typeof text !== "string") return this.#deliver(text, goOn);
          this.#reply(text, index === commands.length - 1);
          this.#run(commands, index + 1, payload);
          if (!this.#busy) this.#proceed();
        });
        return;
      }
      this.#reply(answer, index === commands.length - 1);
    }
  }

  #deliver({ pieces }: LongAnswer, delivered: () => void): void {
    this.#busy = true;
    const outbox = this.#outbox;
    this.#delivery = new Delivery(pieces, {
      send: (text) => {
        this.#touch();
        outbox.send(text);
      },
      get empty() {
        return outbox.empty;
      },
      delivered: () => {
        this.#delivery = null;
        this.#busy = false;
        delivered();
        if (!this.#busy) this.#proceed();
      },
    });
    void this.#delivery.run();
  }

  #follow(answer: LiveAnswer, ended: () => void): void {
    this.#busy = true;
    this.#live = { answer, ended };
    answer.start(() => this.#pump());
    this.#pump();
  }

  /** Sends what there is, as long as the client reads it. */
  #pump(): void {
    while (this.#live !== null && this.#outbox.empty) {
      const text = this.#live.answer.next();
      if (text === null) return;
      this.#touch();
      this.#send(text);
    }
  }

  #endLive(): void {
    const live = this.#live!;
    this.#live = null;
    this.#busy = false;
    live.answer.stop();
    live.ended();
    if (!this.#busy) this.#proceed();
  }

  #reply(answer: string, isLast: boolean): void {
    if (this.#state.closing) return;
    this.#answered = true;
    this.#touch();
    this.#send(`${answer}\n${isLast ? this.#prompt() : ""}`);
  }

  #sayNothing(isLast: boolean): void {
    if (this.#state.closing) return;
    this.#answered = true;
    this.#touch();
    if (isLast && this.#state.interactive) this.#send(this.#prompt());
  }

  #prompt(): string {
    return this.#state.interactive ? this.#setting.interpreter.prompt(this.#state) : "";
  }

  #send(text: string): void {
    this.#outbox.send(text);
  }
}
