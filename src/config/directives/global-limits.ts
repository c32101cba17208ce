/** How much the process takes at once and in a second (manual 3.2). */
import { unsigned } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { GlobalModel } from "../model.ts";
import { globalFacts as facts, once, sizeSetting } from "./setting.ts";

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
];
