/**
 * Exceptions that a callback of the core let escape. The adapter resets the connection it was
 * working for and tells it here; nothing of this ends the process.
 */
type Receiver = (reason: string) => void;

let receiver: Receiver = (reason) => {
  process.stderr.write(`${reason}\n`);
};

/** Replaces standard error as the place where uncaught exceptions are told; keeps the process alive. */
export function onUncaught(receive: Receiver): void {
  receiver = receive;
  if (process.listenerCount("uncaughtException") === 0)
    process.on("uncaughtException", reportUncaught);
}

export function reportUncaught(thrown: unknown): void {
  receiver(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
}
