/**
 * Addresses as the configuration writes them (manual 11.1): a family or protocol prefix, then
 * a host and port, a path, a name or a descriptor. Host names stay names; whoever connects
 * resolves them.
 */
import { parseIp } from "../../core/ip.ts";
import type { AddressModel } from "../model.ts";

export interface ParsedAddress {
  /** The address with the first port of a range. */
  readonly address: AddressModel;
  /** What the prefix asks for; null when it leaves that open. */
  readonly transport: "stream" | "datagram" | null;
  /** Last port of a range, the only one otherwise; 0 when none was given. */
  readonly lastPort: number;
  /** "+80" and "-80" on a server are offsets to the client's port. */
  readonly portSign: "" | "+" | "-";
  readonly hasPort: boolean;
}

export interface AddressProblem {
  readonly problem: string;
  readonly hint: string;
}

type Family = 4 | 6 | null;

/** Prefixes and what they mean; `stream+` and `dgram+` may stand before any of the families. */
const families: Readonly<
  Record<string, { family: Family; transport: ParsedAddress["transport"] }>
> = {
  "ipv4@": { family: 4, transport: null },
  "ipv6@": { family: 6, transport: null },
  "tcp@": { family: null, transport: "stream" },
  "tcp4@": { family: 4, transport: "stream" },
  "tcp6@": { family: 6, transport: "stream" },
  "udp@": { family: null, transport: "datagram" },
  "udp4@": { family: 4, transport: "datagram" },
  "udp6@": { family: 6, transport: "datagram" },
};

const unsupported: readonly string[] = [
  "sockpair@",
  "abnsz@",
  "rhttp@",
  "quic4@",
  "quic6@",
  "mptcp@",
  "mptcp4@",
  "mptcp6@",
];

/** Reads one address. */
export function parseAddress(text: string): ParsedAddress | AddressProblem {
  let transport: ParsedAddress["transport"] = null;
  let rest = text;
  if (rest.startsWith("stream+")) [transport, rest] = ["stream", rest.slice(7)];
  else if (rest.startsWith("dgram+")) [transport, rest] = ["datagram", rest.slice(6)];
  const refused = unsupported.find((prefix) => rest.startsWith(prefix));
  if (refused !== undefined) {
    return problem(
      `addresses of the form '${refused}' are not supported by this version of Sluice`,
    );
  }
  const prefix = /^[a-z0-9]+@/.exec(rest)?.[0] ?? "";
  const body = rest.slice(prefix.length);
  if (prefix === "fd@") return descriptor(body, transport);
  if (prefix === "abns@") return named({ kind: "abstract", name: body }, body, transport);
  const unix = { "unix@": null, "uxst@": "stream", "uxdg@": "datagram" } as const;
  if (prefix === "unix@" || prefix === "uxst@" || prefix === "uxdg@") {
    return named({ kind: "unix", path: body }, body, unix[prefix] ?? transport);
  }
  if (prefix === "" && rest.startsWith("/"))
    return named({ kind: "unix", path: rest }, rest, transport);
  const known = families[prefix];
  if (known === undefined && prefix !== "") {
    return problem(
      `unknown address prefix '${prefix}'`,
      "known are ipv4@, ipv6@, unix@, abns@, fd@, tcp@, udp@, stream+, dgram+",
    );
  }
  return internet(body, known?.family ?? null, known?.transport ?? transport);
}

function descriptor(
  body: string,
  transport: ParsedAddress["transport"],
): ParsedAddress | AddressProblem {
  if (!/^\d{1,9}$/.test(body))
    return problem(`'${body}' is not a descriptor number`, "expected fd@<number>");
  return {
    address: { kind: "fd", fd: Number(body) },
    transport,
    lastPort: 0,
    portSign: "",
    hasPort: false,
  };
}

function named(
  address: AddressModel,
  name: string,
  transport: ParsedAddress["transport"],
): ParsedAddress | AddressProblem {
  if (name === "") return problem("the address is empty");
  return { address, transport, lastPort: 0, portSign: "", hasPort: false };
}

function internet(
  body: string,
  wanted: Family,
  transport: ParsedAddress["transport"],
): ParsedAddress | AddressProblem {
  const cut = cutPort(body);
  const host = readHost(cut.host, wanted);
  if ("problem" in host) return host;
  if (cut.port === null) {
    const address = { kind: "ip", ...host, port: 0 } as const;
    return { address, transport, lastPort: 0, portSign: "", hasPort: false };
  }
  const match = /^([+-]?)(\d{1,6})(?:-(\d{1,6}))?$/.exec(cut.port);
  if (match === null)
    return problem(`invalid port '${cut.port}'`, "expected a number, or a range as in 8000-8009");
  const first = Number(match[2]);
  const lastPort = match[3] === undefined ? first : Number(match[3]);
  if (first > 65535 || lastPort > 65535)
    return problem(`invalid port '${cut.port}'`, "ports end at 65535");
  if (lastPort < first)
    return problem(
      `invalid port range '${cut.port}'`,
      "the second port must not be below the first",
    );
  const portSign = match[1] === "+" ? "+" : match[1] === "-" ? "-" : "";
  return {
    address: { kind: "ip", ...host, port: first },
    transport,
    lastPort,
    portSign,
    hasPort: true,
  };
}

/** The last colon outside brackets ends the host; a lone IPv6 address needs its port after it. */
function cutPort(body: string): { readonly host: string; readonly port: string | null } {
  const bracket = body.lastIndexOf("]");
  const colon = body.lastIndexOf(":");
  if (colon < 0 || colon < bracket) return { host: body, port: null };
  return { host: body.slice(0, colon), port: body.slice(colon + 1) };
}

function readHost(
  text: string,
  wanted: Family,
): { readonly host: string; readonly family: Family } | AddressProblem {
  if (text === "" || text === "*") {
    return wanted === 6 ? { host: "::", family: 6 } : { host: "0.0.0.0", family: 4 };
  }
  const bracketed = text.startsWith("[") && text.endsWith("]");
  const host = bracketed ? text.slice(1, -1) : text;
  const ip = parseIp(host);
  if (ip !== undefined) {
    const family = host.includes(":") ? 6 : 4;
    if (wanted !== null && wanted !== family)
      return problem(`'${host}' is not an IPv${wanted} address`);
    return { host, family };
  }
  if (bracketed || host.includes(":") || /^[\d.]+$/.test(host) || !/^[A-Za-z0-9_.-]+$/.test(host)) {
    return problem(
      `invalid address '${text}'`,
      "expected an IPv4 address, an IPv6 address in brackets, or a host name",
    );
  }
  return { host, family: wanted };
}

function problem(text: string, hint = ""): AddressProblem {
  return { problem: text, hint };
}
