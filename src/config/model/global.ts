/** What `global` sections say, all of them merged. */
import type { FaultCodes } from "../../http/fault-codes.ts";
import type { Line, Word } from "../words/word.ts";
import type { BindModel } from "./bind.ts";
import type { Http2Model } from "./http2.ts";
import type { LogTargetModel } from "./log.ts";
import type { TuningModel } from "./tuning.ts";
import type { ProcessModel } from "./process.ts";

/** What compressions of the process may use. */
export interface CompressionLimitsModel {
  /** Bytes a second that may go in; 0 for no limit. */
  readonly rateLimitBytes: number;
  /** Percent of CPU time; 100 for no limit. */
  readonly cpuPercent: number;
  /** Bytes of all compressors; 0 for no limit. */
  readonly memoryBytes: number;
  readonly level: number;
  readonly windowBits: number;
  readonly memoryLevel: number;
}

interface PluginModel {
  readonly path: Word;
  readonly args: readonly string[];
}

export interface GlobalModel {
  maxconn: number | null;
  nbthread: number;
  readonly process: ProcessModel;
  daemon: boolean;
  chroot: string | null;
  user: string | null;
  group: string | null;
  uid: number | null;
  gid: number | null;
  pidfile: string | null;
  node: string | null;
  /** Name of the local peer; null for what the command line or the host's name says. */
  localPeer: string | null;
  /** `tune.peers.max-updates-at-once`: entries sent to a peer before others have their turn. */
  peersMaxUpdates: number;
  description: string | null;
  hardStopAfterMs: number | null;
  graceMs: number | null;
  logTargets: LogTargetModel[];
  logTag: string | null;
  logSendHostname: string | null;
  statsSockets: BindModel[];
  statsTimeoutMs: number;
  statsMaxconn: number;
  bufsizeBytes: number;
  maxrewriteBytes: number;
  maxHeaders: number;
  stickCounters: number;
  faultCodes: FaultCodes;
  compression: CompressionLimitsModel;
  /** How names of header fields are written to old peers, by the names in lower case. */
  headerCase: Map<string, string>;
  /** A file of more of them; null for none. */
  headerCaseFile: Word | null;
  /** Map and ACL files are read again when they change. */
  /** `server-state-base` and `server-state-file`; null without. */
  serverStateBase: string | null;
  serverStateFile: string | null;
  mapsWatch: boolean;
  /** Changes of maps and ACLs at the socket are written to their files. */
  mapsWriteBack: boolean;
  /** `expose-experimental-directives`. */
  experimental: boolean;
  setVars: { readonly line: Line; readonly words: readonly Word[] }[];
  sslBindCiphers: string | null;
  sslBindCiphersuites: string | null;
  /** Groups of key agreements and signature algorithms, by preference. */
  sslBindGroups: string | null;
  sslBindSignatureAlgorithms: string | null;
  sslBindMinVersion: string | null;
  sslBindMaxVersion: string | null;
  sslBindNoTickets: boolean;
  sslBindPrefersClientCiphers: boolean;
  sslBindStrictSni: boolean;
  /** Room for the lists of a ClientHello, bytes; 0 keeps none. */
  sslCaptureBytes: number;
  /** `tune.ssl.keylog on`. */
  sslKeyLog: boolean;
  sslServerCiphers: string | null;
  sslServerCiphersuites: string | null;
  sslServerGroups: string | null;
  sslServerSignatureAlgorithms: string | null;
  sslServerMinVersion: string | null;
  sslServerMaxVersion: string | null;
  sslServerVerify: "none" | "required";
  caBase: string | null;
  crtBase: string | null;
  spreadChecksPercent: number;
  /** The first checks of all servers begin within it; 0 for any time. */
  maxSpreadChecksMs: number;
  maxconnRate: number | null;
  /** `maxsessrate`, `maxsslrate`: new ones a second; 0 for any number. */
  maxSessionRate: number;
  maxTlsRate: number;
  /** `maxsslconn`: TLS connections of both sides; 0 for any number. */
  maxTlsConnections: number;
  readonly http2: Http2Model;
  readonly tuning: TuningModel;
  plugins: PluginModel[];
  /** Longest run of a plugin's action, and longest wait for a service's head. */
  pluginLimitMs: number;
}
