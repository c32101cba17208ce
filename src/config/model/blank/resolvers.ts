/** A `resolvers` section that says nothing but its name (manual 5.3.2). */
import type { ResolversModel } from "../../model.ts";

export function blankResolvers(name: string): ResolversModel {
  return {
    name,
    nameservers: [],
    parseResolvConf: false,
    acceptedPayloadBytes: 512,
    resolveRetries: 3,
    timeouts: { resolve: 1000, retry: 1000 },
    hold: {
      valid: 10_000,
      other: 30_000,
      refused: 30_000,
      nx: 30_000,
      timeout: 30_000,
      obsolete: 0,
    },
  };
}
