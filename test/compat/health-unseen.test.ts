/**
 * Which checks the program behind a server's port gets to see: one that only connects resets before
 * the handshake has ended, so that nobody is there to be accepted.
 */
import { connect } from "node:net";
import { until } from "../support/deadline.ts";
import type { ServedConnection } from "../support/raw-server.ts";
import { type Case, compareArea } from "./compare.ts";

/** Lines of each backend's check, by its name, which is the server's. */
const backends: Readonly<Record<string, readonly string[]>> = {
  plain: [],
  tcp: ["option tcp-check"],
  connects: ["option tcp-check", "tcp-check connect"],
  lingers: ["option tcp-check", "tcp-check connect linger"],
  comments: ["option tcp-check", "tcp-check comment a", "tcp-check connect", "tcp-check comment b"],
  sends: ["option tcp-check", "tcp-check send a"],
  expects: ["option tcp-check", "tcp-check expect string +OK"],
  setsAndExpects: [
    "option tcp-check",
    "tcp-check connect",
    "tcp-check set-var(check.a) int(1)",
    "tcp-check expect string +OK",
  ],
  setsLast: ["option tcp-check", "tcp-check connect", "tcp-check set-var(check.a) int(1)"],
  asks: ["option httpchk"],
  twice: ["option tcp-check", "tcp-check connect", "tcp-check connect"],
  announced: ["server s 127.0.0.1:${P:announced} check inter 60s send-proxy"],
};

const names = Object.keys(backends);

function backend(name: string): string {
  const lines = [...backends[name]!];
  if (name !== "announced") lines.push(`server s 127.0.0.1:\${P:${name}} check inter 60s`);
  return `backend ${name}\n${lines.map((line) => `    ${line}\n`).join("")}`;
}

const config = `
global
    max-spread-checks 100
defaults
    mode http
    timeout connect 2s
    timeout client 3s
    timeout server 3s
${names.map(backend).join("")}`;

/** Greets, and answers whatever comes. */
const greets = ({ socket, send }: ServedConnection): void => {
  send("+OK\r\n");
  socket.on("data", () => socket.end("HTTP/1.0 200 OK\r\n\r\n"));
};

const isSeen =
  (name: string): Case =>
  async (side) => {
    const server = side.server(name);
    await until(async () => {
      const states = await side.proxy.cli(`show servers state ${name}`);
      // srv_check_status; 6 and above are outcomes.
      return Number(states.split("\n")[2]!.split(" ")[10]) >= 6;
    }, "the first check's end");
    // Connections are accepted in order: once the own one is, those of the check have been.
    const own = connect(server.port, "127.0.0.1");
    own.on("error", () => undefined);
    await until(
      () => own.localPort !== undefined && server.clientPorts.includes(own.localPort),
      name,
    );
    own.destroy();
    return server.clientPorts.length - 1;
  };

compareArea(
  "checks that a server sees",
  { config, servers: Object.fromEntries(names.map((name) => [name, greets])) },
  Object.fromEntries(names.map((name) => [name, isSeen(name)])),
);
