/** A `bind` line that says only where it listens (manual 5.1). */
import type { AddressModel, BindModel } from "../../model.ts";
import type { Line } from "../../word.ts";

export function blankBind(line: Line, text: string, addresses: readonly AddressModel[]): BindModel {
  return {
    line,
    text,
    addresses,
    name: null,
    id: null,
    maxconn: null,
    guidPrefix: null,
    backlog: null,
    acceptProxy: false,
    cipMagic: null,
    v4v6: false,
    v6only: false,
    mode: null,
    user: null,
    group: null,
    uid: null,
    gid: null,
    ssl: false,
    crt: [],
    crtList: [],
    caFile: null,
    verify: "none",
    minVersion: null,
    maxVersion: null,
    ciphers: null,
    ciphersuites: null,
    groups: null,
    signatureAlgorithms: null,
    alpn: null,
    strictSni: false,
    noTlsTickets: false,
    socketOptions: new Map(),
    interfaceName: null,
    level: null,
  };
}
