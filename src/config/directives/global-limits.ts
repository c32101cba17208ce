/** How much the process takes at once and in a second (manual 3.2). */
import { positive, unsigned } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { GlobalModel } from "../model.ts";
import { globalFacts as facts, once, sizeSetting, switchSetting } from "./setting.ts";

export const globalLimitDirectives: readonly Directive<GlobalModel>[] = [
  once(
    sizeSetting(
      facts("maxconn", "3.2", "largest number of concurrent connections of the process"),
      unsigned,
      (g, count) => {
        g.maxconn = count === 0 ? null : count;
      },
    ),
    (g) => g.maxconn,
  ),
  sizeSetting(
    facts("maxconnrate", "3.2", "largest number of new connections a second"),
    unsigned,
    (g, rate) => {
      g.maxconnRate = rate === 0 ? null : rate;
    },
  ),
  sizeSetting(
    facts("maxsessrate", "3.2", "largest number of new sessions a second"),
    unsigned,
    (g, rate) => {
      g.maxSessionRate = rate;
    },
  ),
  sizeSetting(
    facts("maxsslrate", "3.2", "largest number of TLS connections begun a second"),
    unsigned,
    (g, rate) => {
      g.maxTlsRate = rate;
    },
  ),
  sizeSetting(
    facts("maxsslconn", "3.2", "largest number of TLS connections, of clients and of servers"),
    unsigned,
    (g, count) => {
      g.maxTlsConnections = count;
    },
  ),
  once(
    sizeSetting(
      facts("ulimit-n", "3.1", "number of descriptors that the process may have"),
      positive,
      (g, count) => {
        g.process.descriptorLimit = count;
      },
    ),
    (g) => g.process.descriptorLimit,
  ),
  once(
    sizeSetting(
      facts("fd-hard-limit", "3.1", "most descriptors to take, where the system allows more"),
      positive,
      (g, count) => {
        g.process.descriptorCeiling = count;
      },
    ),
    (g) => g.process.descriptorCeiling,
  ),
  {
    ...switchSetting<GlobalModel>(
      facts(
        "strict-limits",
        "3.1",
        "does not start when 'maxconn' needs more descriptors than there can be; else a warning",
      ),
      (g, on) => {
        g.process.strictLimits = on;
      },
    ),
  },
];
