/** A UDP syslog receiver: keeps every datagram as one latin1 line, in order of arrival. */
import { createSocket } from "node:dgram";
import { until } from "./deadline.ts";

export interface SyslogReceiver {
  readonly port: number;
  readonly lines: readonly string[];
  /** Waits until a line with `part` (or matching it) has come, and returns the first such line. */
  waitFor(part: string | RegExp): Promise<string>;
  stop(): void;
  [Symbol.dispose](): void;
}

export async function startSyslogReceiver(): Promise<SyslogReceiver> {
  const socket = createSocket("udp4");
  const lines: string[] = [];
  socket.on("message", (bytes) => lines.push(bytes.toString("latin1")));
  await new Promise<void>((bound) => socket.bind(0, "127.0.0.1", bound));
  socket.unref();
  const matches = (line: string, part: string | RegExp): boolean =>
    typeof part === "string" ? line.includes(part) : part.test(line);
  return {
    port: socket.address().port,
    lines,
    waitFor: (part) =>
      until(
        () => lines.find((line) => matches(line, part)),
        `a log line with ${part} (have ${JSON.stringify(lines)})`,
      ),
    stop: () => void socket.close(),
    [Symbol.dispose]: () => void socket.close(),
  };
}
