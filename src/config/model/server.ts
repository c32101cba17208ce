/** A server of a backend: where it is, how it is reached, checked and weighed. */
import type { IpAddress } from "../../core/ip.ts";
import type { Prefix } from "../../core/prefix.ts";
import type { Address } from "../../runtime/transport.ts";
import type { Line, Word } from "../words/word.ts";
import type { AddressModel } from "./bind.ts";
import type { SourceModel } from "./source.ts";

/** A way to the first address of a server given by name; an address is that address. */
export type InitialAddress = "last" | "libc" | "none" | IpAddress;

/** `init-state`, in the order of the manual, the default last. */
export const initialStates = ["fully-up", "up", "down", "fully-down", "none"] as const;

/** `proxy-v2-options`, in the order of the manual. */
export const proxyHeaderOptions = [
  "ssl",
  "cert-cn",
  "ssl-cipher",
  "cert-sig",
  "cert-key",
  "authority",
  "crc32c",
  "unique-id",
] as const;
export type ProxyHeaderOption = (typeof proxyHeaderOptions)[number];

/** `set-proxy-v2-tlv-fmt`: a field of the PROXY header and the format of its value. */
interface ProxyFieldModel {
  readonly type: number;
  readonly format: Word;
}

export interface ServerModel {
  readonly line: Line;
  readonly name: string;
  readonly address: AddressModel;
  /** It takes datagrams: `udp@`, in `mode log`. */
  datagram: boolean;
  /** In `mode log`: bytes of lines that wait for it, null for a buffer; how lines are told apart. */
  logBufferBytes: number | null;
  logFraming: "octet-count" | "legacy";
  id: number | null;
  /** The line gives the id. */
  idForced: boolean;
  /** Port to add to the client's port (`+80`) or to use when the address has none; 0 for the client's. */
  mapPorts: "fixed" | "client" | "offset";
  portOffset: number;
  weight: number;
  maxconn: number;
  minconn: number;
  maxqueue: number;
  backup: boolean;
  disabled: boolean;
  cookie: string | null;
  /** `redir`: GET and HEAD are sent to this prefix and their path; null for none. */
  redirectPrefix: string | null;
  /** Health check: `check`, `port`, `addr`, `inter`, `fastinter`, `downinter`, `rise`, `fall`. */
  check: boolean;
  checkPort: number | null;
  checkAddr: string | null;
  /** The port of `addr`; `port` beats it. */
  checkAddrPort: number | null;
  /** What `addr` says where it is a socket of the file system or an abstract one. */
  checkSocket: AddressModel | null;
  checkSsl: boolean;
  /** SNI and ALPN of checks by TLS; null for none, and for the traffic's. */
  checkSni: string | null;
  checkAlpn: readonly string[] | null;
  /** `check-proto`: what checks are said to speak; null for what they speak anyway. */
  checkProtocol: "h1" | "none" | null;
  /** Checks begin with a PROXY header even where they go elsewhere than traffic. */
  checkSendProxy: boolean;
  interMs: number;
  fastinterMs: number | null;
  downinterMs: number | null;
  rise: number;
  fall: number;
  /** `agent-check` and where and how the agent is asked; a null address is the server's. */
  agentCheck: boolean;
  agentPort: number | null;
  agentAddr: string | null;
  agentInterMs: number;
  agentSend: string;
  observe: "none" | "layer4" | "layer7";
  errorLimit: number;
  onError: "fastinter" | "fail-check" | "sudden-death" | "mark-down";
  onMarkedDown: "none" | "shutdown-sessions";
  onMarkedUp: "none" | "shutdown-backup-sessions";
  slowstartMs: number;
  /** How it begins, new and after maintenance; "none" is up, one failed check away from down. */
  initState: (typeof initialStates)[number];
  ssl: boolean;
  verify: "none" | "required";
  caFile: Word | null;
  crlFile: Word | null;
  crt: Word | null;
  sni: Word | null;
  verifyHost: string | null;
  alpn: readonly string[] | null;
  ciphers: string | null;
  ciphersuites: string | null;
  /** `curves` and `sigalgs`. */
  groups: string | null;
  signatureAlgorithms: string | null;
  minVersion: string | null;
  maxVersion: string | null;
  /** `proto`; null for what the mode speaks. */
  protocol: "h1" | "none" | null;
  sendProxy: boolean;
  sendProxyV2: boolean;
  proxyOptions: ReadonlySet<ProxyHeaderOption>;
  proxyFields: readonly ProxyFieldModel[];
  /** Its own, or that of its backend. */
  source: SourceModel | null;
  /** The SOCKS4 proxy on the way to it. */
  socks4: Extract<Address, { readonly kind: "ip" }> | null;
  checkViaSocks4: boolean;
  /** How long bytes sent to it may stay unacknowledged; null for any time. */
  tcpUserTimeoutMs: number | null;
  /** Names it among all things of the configuration; null for no such name. */
  guid: Word | null;
  poolMaxConn: number;
  /** As many idle connections stay whether they were needed at once or not. */
  poolLowConn: number;
  /** Expression; null for the SNI. */
  poolConnName: Word | null;
  poolPurgeDelayMs: number;
  maxReuse: number;
  /** What its places on the ring of `hash-type consistent` follow from. */
  hashKey: "id" | "addr" | "addr-port";
  nonStick: boolean;
  track: Word | null;
  /** Of a server given by name: the section that resolves it at run time. */
  resolvers: Word | null;
  resolvePrefer: 4 | 6;
  /** Networks whose addresses are preferred. */
  resolveNet: readonly Prefix[];
  /** May have the address of another server of the same name in the backend. */
  allowDupIp: boolean;
  ignoreSrvWeight: boolean;
  initAddr: readonly InitialAddress[];
}
