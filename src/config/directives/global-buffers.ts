/** Sizes of what the process keeps, and how checks are spread (manual 3.2). */
import { unsigned } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { GlobalModel } from "../model.ts";
import { globalFacts as facts, sizeSetting, timeSetting } from "./setting.ts";

export const globalBufferDirectives: readonly Directive<GlobalModel>[] = [
  sizeSetting(
    facts("spread-checks", "3.2", "randomises check intervals by up to this many per cent"),
    { min: 0, max: 50 },
    (g, percent) => {
      g.spreadChecksPercent = percent;
    },
  ),
  timeSetting(
    facts("max-spread-checks", "3.2", "longest time over which first checks are spread"),
    unsigned,
    (g, timeMs) => {
      g.maxSpreadChecksMs = timeMs;
    },
  ),
  sizeSetting(
    facts("tune.bufsize", "3.2", "size of a stream's buffers in bytes"),
    { min: 1024, max: 0x7ffffff },
    (g, size) => {
      g.bufsizeBytes = size;
    },
  ),
  sizeSetting(
    facts("tune.maxrewrite", "3.2", "buffer space kept for header rewriting"),
    { min: 0, max: 0x7ffffff },
    (g, size) => {
      g.maxrewriteBytes = size;
    },
  ),
  sizeSetting(
    facts("tune.http.maxhdr", "3.2", "largest number of headers in a message"),
    { min: 1, max: 32767 },
    (g, count) => {
      g.maxHeaders = count;
    },
  ),
  sizeSetting(
    facts("tune.stick-counters", "3.2", "number of stick counters tracked at once"),
    { min: 0, max: 100 },
    (g, count) => {
      g.stickCounters = count;
    },
  ),
];
