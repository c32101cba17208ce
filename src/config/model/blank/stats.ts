/** The statistics page before any `stats` directive (manual 4). */
import type { StatsModel } from "../../model.ts";

export function blankStats(): StatsModel {
  return {
    enabled: false,
    uri: "/haproxy?stats",
    realm: "HAProxy Statistics",
    auth: [],
    refreshSec: null,
    showLegends: false,
    showModules: false,
    showNode: null,
    showDesc: null,
    hideVersion: false,
    scope: [],
    admin: null,
    httpRequestRules: [],
  };
}
