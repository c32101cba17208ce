/** The process before any directive of `global` shapes it (manual 3.1). */
import type { ProcessModel } from "../process.ts";

export function blankProcess(): ProcessModel {
  return {
    threadHardLimit: null,
    cpuMap: new Map(),
    cpuSets: [],
    descriptorLimit: null,
    descriptorCeiling: null,
    strictLimits: null,
    dumpable: false,
    quiet: false,
    zeroWarning: false,
    masterWorker: false,
    sharesAddresses: true,
    startupPriority: null,
    runtimePriority: null,
    statsFile: null,
    issuersChainPath: null,
    skipsSelfIssued: false,
    dnsFamilies: [4, 6],
    closeSpreadMs: 0,
    blockedWarningMs: null,
    unixBind: { prefix: "", mode: null, user: null, group: null, uid: null, gid: null },
  };
}
