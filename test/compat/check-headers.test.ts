/** The PROXY headers of health checks: version 2 says LOCAL, unless `pp2-never-send-local` forbids. */
import type { ServeConnection } from "../support/raw-server.ts";
import { until } from "../support/deadline.ts";
import { type Case, compareArea } from "./compare.ts";
import { httpDefaults } from "./configs.ts";

/** Options of the server lines, each checked by a payload of five characters. */
const lines: Readonly<Record<string, string>> = {
  v1: "send-proxy",
  v2: "send-proxy-v2",
  crc: "send-proxy-v2 proxy-v2-options crc32c",
  id: "send-proxy-v2 proxy-v2-options unique-id",
  checks: "check-send-proxy",
};
const names = Object.keys(lines);

/** What the first check of the server at a port began with. */
const received: Map<number, string> = new Map();

const listen: ServeConnection = async ({ socket, end }) => {
  const port = socket.localPort!;
  let text = "";
  for await (const piece of socket) {
    text += (piece as Buffer).toString("latin1");
    if (text.endsWith("HELLO")) break;
  }
  if (!received.has(port)) received.set(port, text);
  end();
};

/** Version 1 without its ports; of version 2 the command, the family and the length. */
function described(text: string): string {
  if (text.startsWith("PROXY")) return text.replace(/ \d+ \d+\r\n/, " <ports>\r\n");
  return `${Buffer.from(text.slice(12, 16), "latin1").toString("hex")} of ${text.length}`;
}

const config = (global: string): string => `
global
    ${global}
${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
${names
  .map(
    (name) => `
backend ${name}
    option tcp-check
    tcp-check send HELLO
    server s 127.0.0.1:\${P:${name}} check inter 100ms ${lines[name]}`,
  )
  .join("\n")}
`;

const cases: Readonly<Record<string, Case>> = Object.fromEntries(
  names.map((name): [string, Case] => [
    name,
    async (side) => {
      const { port } = side.server(name);
      return described(await until(() => received.get(port), `a check of ${name}`));
    },
  ]),
);
const servers = Object.fromEntries(names.map((name) => [name, listen]));

compareArea("headers of checks", { config: config("maxconn 100"), servers }, cases);
compareArea(
  "headers of checks that are never local",
  { config: config("pp2-never-send-local"), servers },
  cases,
);
