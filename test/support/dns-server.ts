/** A name server for tests: answers from a zone that is written down, over UDP and TCP. */
import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { encodeName, readName } from "../../src/dns/name.ts";
import { answer } from "../unit/dns/answers.ts";

/** What the server knows of a name; "silence" answers nothing. */
export type ZoneEntry =
  | {
      readonly a?: readonly string[];
      readonly aaaa?: readonly string[];
      /** Services, as "priority weight port target". */
      readonly srv?: readonly string[];
      /** Addresses told beside them, as "name address". */
      readonly additional?: readonly string[];
      readonly flags?: number;
    }
  | "silence";

export interface DnsServer {
  readonly port: number;
  /** Questions so far, as "name type". */
  readonly asked: readonly string[];
  stop(): void;
}

const typeNames: Readonly<Record<number, string>> = { 1: "A", 28: "AAAA", 33: "SRV" };
const word = (value: number): string => String.fromCharCode(value >> 8, value & 255);
const NX_DOMAIN = 0x8183;

/** The data of an SRV record (RFC 2782). */
function serviceData(text: string): string {
  const [priority, weight, port, target] = text.split(" ");
  return [priority, weight, port].map((each) => word(Number(each))).join("") + encodeName(target!)!;
}

/**
 * Starts a server on a free port of loopback, the same for UDP and TCP. The zone is looked up with
 * each question, so that a test may change it.
 */
export async function startDnsServer(
  zone: Readonly<Record<string, ZoneEntry>>,
): Promise<DnsServer> {
  const asked: string[] = [];
  const reply = (message: Uint8Array): Uint8Array | null => {
    const { name, end } = readName(message, 12)!;
    const host = name.slice(1, -1).replaceAll(/[\0-\x1f]/g, ".");
    const type = (message[end]! << 8) | message[end + 1]!;
    const typeName = typeNames[type] ?? String(type);
    asked.push(`${host} ${typeName}`);
    const entry = zone[host] ?? { flags: NX_DOMAIN };
    if (entry === "silence") return null;
    const id = (message[0]! << 8) | message[1]!;
    const a = (typeName === "A" ? entry.a : typeName === "AAAA" ? entry.aaaa : []) ?? [];
    const data = typeName === "SRV" ? (entry.srv ?? []).map(serviceData) : [];
    const { flags = 0x8180, additional = [] } = entry;
    return answer({ id, name: host, type, flags, a, data, additional });
  };
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
  const udp = await bindBoth(tcp);
  udp.on("message", (message: Buffer, from) => {
    const answered = reply(message);
    if (answered !== null) udp.send(answered, from.port, from.address);
  });
  return {
    port: udp.address().port,
    asked,
    stop(): void {
      udp.close();
      tcp.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Binds the server and a UDP socket to one port; a port that is free for one of them only is left. */
async function bindBoth(tcp: Server): Promise<UdpSocket> {
  for (let triesLeft = 20; ; triesLeft--) {
    const udp = createSocket("udp4");
    udp.bind(0, "127.0.0.1");
    await once(udp, "listening");
    try {
      tcp.listen(udp.address().port, "127.0.0.1");
      await once(tcp, "listening");
      return udp;
    } catch (error) {
      udp.close();
      if (triesLeft === 0) throw error;
    }
  }
}
