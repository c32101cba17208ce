/** What this build can do, as `feature()`, `enabled()` and `-vv` tell it. */
import type { LoadHost } from "../config/load.ts";
import type { Runtime } from "../runtime/runtime.ts";

export function abilitiesOf(runtime: Runtime): LoadHost["abilities"] {
  const { capabilities } = runtime;
  const features = ["POLL", "CRYPT_H", "OPENSSL", "PROMEX"];
  if (capabilities.threads) features.push("THREAD");
  if (capabilities.tls13Suites) features.push("TLS13_SUITES");
  if (capabilities.unixDatagrams) features.push("UNIX_DGRAM");
  return {
    features,
    enabled: [],
    sslLibrary: {
      name: runtime.name === "bun" ? "BoringSSL" : runtime.name === "deno" ? "rustls" : "OpenSSL",
      version: "",
    },
  };
}
