/** Receives unix datagrams, which node:dgram has not: socat writes what arrives to its output. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { until } from "./deadline.ts";
import { findInstalled } from "./programs.ts";

interface UnixDatagrams {
  readonly path: string;
  /** All that arrived, as text. */
  readonly received: string;
  [Symbol.dispose](): void;
}

async function receive(path: string): Promise<UnixDatagrams> {
  let received = "";
  const child: ChildProcess = spawn("socat", ["-u", `UNIX-RECV:${path}`, "STDOUT"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  child.stdout?.on("data", (bytes: Buffer) => (received += `${bytes.toString()}\n`));
  await until(() => existsSync(path), "a datagram socket");
  return {
    path,
    get received() {
      return received;
    },
    [Symbol.dispose]: () => void child.kill("SIGKILL"),
  };
}

/** `skip` says why a test cannot have one. */
export const unixDatagrams: { readonly skip: string | false; readonly receive: typeof receive } = {
  skip: findInstalled("socat") === undefined ? "socat is not installed" : false,
  receive,
};
