/** Questions in datagrams, from a port of their own for each name server. */
import type { Runtime } from "../runtime/runtime.ts";
import type { DnsLink, OpenDnsLink } from "./nameserver.ts";

export function udpLink({ udp, bytes }: Runtime, host: string, port: number): OpenDnsLink {
  return (receive, fail): DnsLink => {
    const socket = udp.open(host, port, { onDatagram: receive, onError: fail });
    return {
      send: (question) => socket.send(bytes.latin1(question)),
      close: () => socket.close(),
    };
  };
}
