/** A name server for tests: answers from a zone that is written down, over UDP and TCP. */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { readName } from "../../src/dns/name.ts";
import { answer } from "../unit/dns/answers.ts";

/** What the server knows of a name; "silence" answers nothing. */
export type ZoneEntry =
  | { readonly a?: readonly string[]; readonly aaaa?: readonly string[]; readonly flags?: number }
  | "silence";

export interface DnsServer {
  readonly port: number;
  /** Questions so far, as "name type". */
  readonly asked: readonly string[];
  stop(): void;
}

const A = 1;
const NX_DOMAIN = 0x8183;

/** Starts a server on a free port of loopback, the same for UDP and TCP. */
export async function startDnsServer(
  zone: Readonly<Record<string, ZoneEntry>>,
): Promise<DnsServer> {
  const asked: string[] = [];
  const reply = (message: Uint8Array): Uint8Array | null => {
    const { name, end } = readName(message, 12)!;
    const host = name.slice(1, -1).replaceAll(/[\0-\x1f]/g, ".");
    const type = (message[end]! << 8) | message[end + 1]!;
    asked.push(`${host} ${type === A ? "A" : "AAAA"}`);
    const entry = zone[host] ?? { flags: NX_DOMAIN };
    if (entry === "silence") return null;
    const id = (message[0]! << 8) | message[1]!;
    const a = (type === A ? entry.a : entry.aaaa) ?? [];
    return answer({ id, name: host, type, flags: entry.flags ?? 0x8180, a });
  };
  const udp = createSocket("udp4");
  udp.on("message", (message: Buffer, from) => {
    const answered = reply(message);
    if (answered !== null) udp.send(answered, from.port, from.address);
  });
  udp.bind(0, "127.0.0.1");
  await once(udp, "listening");
  const { port } = udp.address();
  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    let received = Buffer.alloc(0);
    socket.on("error", () => {});
    socket.on("data", (piece: Buffer) => {
      received = Buffer.concat([received, piece]);
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const end = 2 + received.readUInt16BE(0);
        const answered = reply(received.subarray(2, end));
        received = received.subarray(end);
        if (answered === null) continue;
        const length = Buffer.alloc(2);
        length.writeUInt16BE(answered.length);
        socket.write(Buffer.concat([length, answered]));
      }
    });
  });
  tcp.listen(port, "127.0.0.1");
  await once(tcp, "listening");
  return {
    port: (tcp.address() as AddressInfo).port,
    asked,
    stop(): void {
      udp.close();
      tcp.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
