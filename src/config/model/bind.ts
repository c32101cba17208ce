/** Where sockets are: addresses, and what a `bind` or `stats socket` line asks for. */
import type { SocketOptions } from "../../runtime/transport.ts";
import type { Line, Word } from "../words/word.ts";

/** Parsed by `parseAddress`: `*:80`, `:80`, `[::]:80-89`, `unix@/path`, `abns@x`, `fd@4`, … */
export type AddressModel =
  | {
      readonly kind: "ip";
      readonly host: string;
      readonly port: number;
      readonly family: 4 | 6 | null;
    }
  | { readonly kind: "unix"; readonly path: string }
  | { readonly kind: "abstract"; readonly name: string }
  | { readonly kind: "fd"; readonly fd: number };

export interface BindModel {
  readonly line: Line;
  /** As written, for logs and `show stat`. */
  readonly text: string;
  /** One for each port of a range and each comma-separated address. */
  addresses: readonly AddressModel[];
  name: string | null;
  id: number | null;
  /** What the global unique ids of its listeners begin with; null for none. */
  guidPrefix: Word | null;
  maxconn: number | null;
  backlog: number | null;
  acceptProxy: boolean;
  /** `accept-netscaler-cip`; null expects no such header. */
  cipMagic: number | null;
  v4v6: boolean;
  v6only: boolean;
  mode: number | null;
  user: string | null;
  group: string | null;
  /** Numeric owner and group of a unix path, over the names. */
  uid: number | null;
  gid: number | null;
  ssl: boolean;
  /** Files and folders of `crt`, in order, resolved. */
  crt: Word[];
  crtList: Word[];
  /** Those of `crt` that are shown when no name decides, besides the first one. */
  defaultCrt: Word[];
  caFile: Word | null;
  crlFile: Word | null;
  /** `crt-ignore-err all` and `ca-ignore-err all`. */
  ignoresCertificateErrors: boolean;
  ignoresAuthorityErrors: boolean;
  prefersClientCiphers: boolean;
  verify: "none" | "optional" | "required";
  minVersion: string | null;
  maxVersion: string | null;
  ciphers: string | null;
  ciphersuites: string | null;
  /** `curves` and `sigalgs`. */
  groups: string | null;
  signatureAlgorithms: string | null;
  alpn: readonly string[] | null;
  /** Null as `ssl-default-bind-options` says. */
  strictSni: boolean | null;
  noTlsTickets: boolean;
  /** Set on the socket before it is bound. */
  socketOptions: SocketOptions;
  /** The network interface it is confined to; null for any. */
  interfaceName: string | null;
  /** `proto`; null for what the mode speaks. */
  protocol: "h1" | "none" | null;
  /** Threads that accept, up to 64 of which not all need to exist; null for all. */
  threads: ReadonlySet<number> | null;
  /** Sockets that the threads share, at most one for each; null for one that each binds. */
  shards: number | null;
  /** `severity-output` of a stats socket: how severities stand before messages. */
  severityOutput: "none" | "number" | "string";
  /** `level` of a stats socket. */
  level: "user" | "operator" | "admin" | null;
}
