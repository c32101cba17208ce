/**
 * Loopback ports that nobody uses, and that no other test process is given: each stays reserved as
 * long as this process lives. They lie below the range from which the system takes the ports of
 * clients, so that no connection of anybody can have one.
 */
import { type Socket, createSocket } from "node:dgram";
import { createServer } from "node:net";

const FIRST = 10_000;
const COUNT = 22_000;

/** What reserves: bound UDP sockets at an address that nobody else binds. */
const RESERVED_AT = "127.0.0.2";

/** Held open, so that the garbage collector does not give a port back. */
const reservations: Socket[] = [];

let next = Math.floor(Math.random() * COUNT);

/** `count` different free TCP ports. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) ports.push(await freePort());
  return ports;
}

export async function freePort(): Promise<number> {
  for (let tries = 0; tries < COUNT; tries++) {
    const port = FIRST + (next++ % COUNT);
    if ((await reserve(port)) && (await isFree(port))) return port;
  }
  throw new Error(`no free port from ${FIRST} to ${FIRST + COUNT - 1}`);
}

/** False when another process has it. */
async function reserve(port: number): Promise<boolean> {
  const socket = createSocket("udp4").unref();
  const isBound = await new Promise<boolean>((settle) => {
    socket.once("error", () => settle(false));
    socket.bind({ port, address: RESERVED_AT, exclusive: true }, () => settle(true));
  });
  if (isBound) reservations.push(socket);
  return isBound;
}

/** Nobody listens on it, on any address. */
async function isFree(port: number): Promise<boolean> {
  const holder = createServer();
  const isBound = await new Promise<boolean>((settle) => {
    holder.once("error", () => settle(false));
    holder.listen(port, "0.0.0.0", () => settle(true));
  });
  if (isBound) await new Promise((closed) => holder.close(closed));
  return isBound;
}
