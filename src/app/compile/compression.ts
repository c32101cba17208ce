/** `compression` lines compiled (manual 4.2); algorithms that the runtime lacks are refused. */
import type { ProxyModel } from "../../config/model.ts";
import type { CodingModel, CompressionAlgorithmModel } from "../../config/model/compression.ts";
import type { BandwidthFilter } from "../../rules/bandwidth.ts";
import type { RuleScope } from "../../rules/types.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import {
  ALGORITHMS,
  type CompressionAlgorithm,
  type DirectionCoding,
  type ProxyCompression,
} from "../../stream/body/compression-settings.ts";
import { lackMessage } from "./capabilities.ts";

/** Null for a proxy that compresses nothing. */
export function compileCompression(
  model: ProxyModel,
  runtime: Pick<Runtime, "name" | "compression">,
  scope: RuleScope,
): ProxyCompression | null {
  const { compression } = model;
  if (compression === null) return null;
  const { direction, offload } = compression;
  const coding = ({ algorithms, types, minBytes }: CodingModel): DirectionCoding => ({
    algorithms: algorithms.toReversed().flatMap((each) => algorithmOf(each, runtime, scope)),
    types,
    minBytes,
  });
  return {
    codesRequests: direction !== "response",
    codesResponses: direction !== "request",
    request: coding(compression.request),
    response: coding(compression.response),
    offload,
    limits: limitsOf(model, model.bandwidthFilters.length, scope),
    limitsBefore: limitsOf(model, model.compressionFilterAt ?? 0, scope),
  };
}

/** None after reporting. */
function algorithmOf(
  { name, at }: CompressionAlgorithmModel,
  { name: runtimeName, compression }: Pick<Runtime, "name" | "compression">,
  scope: RuleScope,
): CompressionAlgorithm[] {
  const algorithm = ALGORITHMS[name];
  if (algorithm.format === null || compression.has(algorithm.format)) return [algorithm];
  const lack = "has no compressor of that kind";
  scope.diagnostics.error(at, lackMessage(`'${name}'`, runtimeName, lack));
  return [];
}

/** The first `count` bandwidth limits of the proxy. */
function limitsOf(model: ProxyModel, count: number, scope: RuleScope): Set<BandwidthFilter> {
  const names = model.bandwidthFilters.slice(0, count).map(({ name }) => name.text);
  return new Set(names.flatMap((name) => scope.bandwidthFilter(name) ?? []));
}
