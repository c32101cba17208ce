/** The `global` section (manual 3). Several of them merge into one. */
import type { Arguments } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import { globalCompressionDirectives } from "../directives/global-compression.ts";
import { environmentDirectives } from "../directives/environment.ts";
import { globalHeaderCaseDirectives } from "../directives/global-header-case.ts";
import { globalLoggingDirectives } from "../directives/global-logging.ts";
import { globalMapDirectives } from "../directives/global-maps.ts";
import { globalServerStateDirectives } from "../directives/server-state.ts";
import { globalPeersDirectives } from "../directives/global-peers.ts";
import { globalAbsentHintDirectives } from "../directives/global-absent-hints.ts";
import { globalBufferDirectives } from "../directives/global-buffers.ts";
import { globalCpuDirectives } from "../directives/global-cpus.ts";
import { globalRunDirectives } from "../directives/global-run.ts";
import { globalHintDirectives } from "../directives/global-hints.ts";
import { globalHttp2Directives } from "../directives/global-http2.ts";
import { globalLimitDirectives } from "../directives/global-limits.ts";
import { globalPrivilegeDirectives } from "../directives/global-privileges.ts";
import { globalProcessDirectives } from "../directives/global-process.ts";
import { globalThreadDirectives } from "../directives/global-threads.ts";
import { globalTlsDirectives } from "../directives/global-tls.ts";
import { globalFaultCodeDirectives } from "../directives/global-fault-codes.ts";
import { globalTuningDirectives } from "../directives/global-tuning.ts";
import { globalTuneHintDirectives } from "../directives/global-tune-hints.ts";
import type { Load } from "../load-state.ts";
import type { GlobalModel } from "../model.ts";
import { type OpenSection, type SectionRow, openSection } from "../section.ts";

export const globalDirectives: readonly Directive<GlobalModel>[] = [
  ...globalProcessDirectives,
  ...globalPrivilegeDirectives,
  ...globalThreadDirectives,
  ...globalCpuDirectives,
  ...globalRunDirectives,
  ...globalLimitDirectives,
  ...globalBufferDirectives,
  ...globalHintDirectives,
  ...globalTuneHintDirectives,
  ...globalTuningDirectives,
  ...globalFaultCodeDirectives,
  ...globalAbsentHintDirectives,
  ...globalHttp2Directives,
  ...globalCompressionDirectives,
  ...globalMapDirectives,
  ...globalHeaderCaseDirectives,
  ...globalPeersDirectives,
  ...globalServerStateDirectives,
  ...globalLoggingDirectives,
  ...globalTlsDirectives,
  ...environmentDirectives,
];

export const globalSection: SectionRow = {
  name: "global",
  syntax: "global",
  manual: "3",
  summary: "settings of the process",
  open(args: Arguments, load: Load): OpenSection | undefined {
    args.end();
    return openSection("global", "", load.global, globalDirectives, load);
  },
};
