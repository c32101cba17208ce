/** What the command line says over a configuration's own words; every thread loads with the same. */
import type { GlobalModel } from "./model.ts";

export interface Overrides {
  /** What `enabled()` does not find. */
  readonly disabled: readonly string[];
  /** `-4`: resolvers ask for IPv4 only. */
  readonly ipv4Only: boolean;
  /** `-dV`: servers' certificates are not verified by default. */
  readonly trustsServers: boolean;
  /** `-dR`: listeners bind without SO_REUSEPORT. */
  readonly sharesNoAddresses: boolean;
}

export const noOverrides: Overrides = {
  disabled: [],
  ipv4Only: false,
  trustsServers: false,
  sharesNoAddresses: false,
};

/** What is enabled by the time the first line is read. */
export function enabledAtFirst(enabled: readonly string[], overrides: Overrides): Set<string> {
  const found = new Set(enabled.filter((option) => !overrides.disabled.includes(option)));
  if (overrides.sharesNoAddresses) found.delete("REUSEPORT");
  if (overrides.trustsServers) found.add("SERVER-SSL-VERIFY-NONE");
  return found;
}

/** After a line, or before the first: the command line stands over what it said. */
export function applyOverrides(global: GlobalModel, overrides: Overrides): void {
  if (overrides.ipv4Only) global.process.dnsFamilies = [4];
  if (overrides.trustsServers) global.sslServerVerify = "none";
  if (overrides.sharesNoAddresses) global.process.sharesAddresses = false;
}
