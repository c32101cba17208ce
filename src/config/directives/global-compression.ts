/** What all compressions of the process may use, in `global` (manual 3.2). */
import type { Directive } from "../directive.ts";
import type { GlobalModel } from "../model.ts";
import { integerSetting, type RowFacts } from "./setting.ts";

function facts(name: string, summary: string): RowFacts {
  return { name, in: ["global"], manual: "3.2", summary };
}

export const globalCompressionDirectives: readonly Directive<GlobalModel>[] = [
  integerSetting(
    facts("maxcomprate", "kilobytes a second beyond which no further compression begins"),
    { min: 0, max: 0x3fffff },
    (global, kilobytes) => {
      global.compression = { ...global.compression, rateLimitBytes: kilobytes * 1024 };
    },
  ),
  integerSetting(
    facts("maxcompcpuusage", "percent of CPU use beyond which no further compression begins"),
    { min: 0, max: 100 },
    (global, cpuPercent) => {
      global.compression = { ...global.compression, cpuPercent };
    },
  ),
  integerSetting(
    facts("maxzlibmem", "megabytes of compressors beyond which no further one is made"),
    { min: 0, max: 0x7ff },
    (global, megabytes) => {
      global.compression = { ...global.compression, memoryBytes: megabytes * 1024 * 1024 };
    },
  ),
  integerSetting(
    facts("tune.comp.maxlevel", "how much effort compression makes"),
    { min: 1, max: 9 },
    (global, level) => {
      global.compression = { ...global.compression, level };
    },
  ),
  integerSetting(
    facts("tune.zlib.memlevel", "how much memory deflate may use beside its window"),
    { min: 1, max: 9 },
    (global, memoryLevel) => {
      global.compression = { ...global.compression, memoryLevel };
    },
  ),
  integerSetting(
    facts("tune.zlib.windowsize", "binary logarithm of deflate's window"),
    { min: 8, max: 15 },
    (global, windowBits) => {
      global.compression = { ...global.compression, windowBits };
    },
  ),
];
