/** The `stats socket` lines as `show cli sockets` tells of them. */
import type { AddressModel, BindModel } from "../../config/model.ts";

export interface AdminSocket {
  /** "unix@/run/a.sock", "ipv4@127.0.0.1:9999", "ipv6@[::1]:9999", "abns@name", "fd@3". */
  readonly address: string;
  readonly level: string;
}

/** One for each address. */
export function adminSockets(lines: readonly BindModel[]): AdminSocket[] {
  return lines.flatMap((line) =>
    line.addresses.map((address) => ({
      address: textOf(address),
      level: line.level ?? "operator",
    })),
  );
}

function textOf(address: AddressModel): string {
  switch (address.kind) {
    case "unix":
      return `unix@${address.path}`;
    case "abstract":
      return `abns@${address.name}`;
    case "fd":
      return `fd@${address.fd}`;
    case "ip":
      return ipText(address.host, address.port, address.family);
  }
}

function ipText(host: string, port: number, family: 4 | 6 | null): string {
  const any = host === "" || host === "*";
  if (family === 6 || host.includes(":")) return `ipv6@[${any ? "::" : host}]:${port}`;
  return `ipv4@${any ? "0.0.0.0" : host}:${port}`;
}
