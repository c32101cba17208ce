/**
 * What this build can do, as `feature()`, `enabled()` and `-vv` tell it. Every feature that HAProxy
 * lists is decided here: what stands with a '+' is something a configuration can rely on.
 */
import type { LoadHost } from "../../config/load.ts";
import type { Capabilities, Runtime } from "../../runtime/runtime.ts";

type Decision = boolean | keyof Capabilities;

/**
 * HAProxy's features by name: whether they are here, or what of the runtime they come with. What is
 * only how HAProxy was built (its own emulations and ways to link) is not.
 */
const FEATURES: Readonly<Record<string, Decision>> = {
  "51DEGREES": false,
  ACCEPT4: false,
  ACME: false,
  BACKTRACE: false,
  CLOSEFROM: false,
  CPU_AFFINITY: "cpuAffinity",
  /** Encrypted passwords of user lists. */
  CRYPT_H: true,
  DEVICEATLAS: false,
  DL: false,
  ECH: false,
  ENGINE: false,
  /** What the event loops of all runtimes wait with. */
  EPOLL: true,
  EVPORTS: false,
  /** Host names are asked of the system's resolver. */
  GETADDRINFO: true,
  KQUEUE: false,
  KTLS: false,
  LIBATOMIC: false,
  LIBCRYPT: true,
  LINUX_CAP: false,
  LINUX_SPLICE: false,
  LINUX_TPROXY: "socketOptions",
  LUA: false,
  MATH: false,
  MEMORY_PROFILING: false,
  NETFILTER: false,
  NS: false,
  OBSOLETE_LINKER: false,
  OPENSSL: true,
  OPENSSL_AWSLC: false,
  OPENSSL_WOLFSSL: false,
  OT: false,
  PCRE: false,
  /** The syntax of regular expressions. */
  PCRE2: true,
  PCRE2_JIT: false,
  PCRE_JIT: false,
  POLL: true,
  PRCTL: "coreDumps",
  PROCCTL: false,
  PROMEX: true,
  PTHREAD_EMULATION: false,
  QUIC: false,
  QUIC_OPENSSL_COMPAT: false,
  RT: false,
  SHM_OPEN: false,
  SLZ: false,
  SSL: true,
  STATIC_PCRE: false,
  STATIC_PCRE2: false,
  /** `-Ws` tells systemd when it serves. */
  SYSTEMD: "unixDatagrams",
  TFO: "socketOptions",
  THREAD: "threads",
  THREAD_DUMP: false,
  TPROXY: "socketOptions",
  WURFL: false,
  /** The library that compresses, with its levels and windows. */
  ZLIB: true,
  /** Beyond HAProxy's list. */
  TLS13_SUITES: "tls13Suites",
  UNIX_DGRAM: "unixDatagrams",
};

function isHere(decision: Decision, capabilities: Capabilities): boolean {
  return typeof decision === "boolean" ? decision : capabilities[decision];
}

export function abilitiesOf(runtime: Runtime): LoadHost["abilities"] {
  const { capabilities } = runtime;
  const features = Object.entries(FEATURES)
    .filter(([, decision]) => isHere(decision, capabilities))
    .map(([name]) => name);
  const enabled = ["EPOLL", "POLL", "GETADDRINFO"];
  if (capabilities.reusePort) enabled.push("REUSEPORT");
  return {
    features,
    enabled,
    sslLibrary: {
      name: runtime.name === "bun" ? "BoringSSL" : runtime.name === "deno" ? "rustls" : "OpenSSL",
      version: "",
    },
  };
}

/** The line of `-vv`: every feature with a '+' or a '-'. */
export function featureList({ capabilities }: Runtime): string {
  return Object.entries(FEATURES)
    .map(([name, decision]) => `${isHere(decision, capabilities) ? "+" : "-"}${name}`)
    .join(" ");
}
