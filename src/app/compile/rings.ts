/**
 * Rings: the built-in one, those of a configuration's sections, and those of its stream targets and
 * of the servers of its log backends.
 */
import { EVENT_RING } from "../../config/model.ts";
import type { AddressModel, ConfigModel, LogTargetModel, RingModel } from "../../config/model.ts";
import { logServerRings } from "./log-backends.ts";

/** Memory of a ring that a target such as `tcp@127.0.0.1:514` stands for. */
const STREAM_RING_BYTES = 16_384;

/** The ring that is always there. */
const eventRing: RingModel = {
  name: EVENT_RING,
  description: "in-memory ring buffer",
  format: "timed",
  maxBytes: null,
  sizeBytes: 1_048_576,
  connectTimeoutMs: null,
  serverTimeoutMs: null,
  servers: [],
};

/** The name of the ring of a stream target. */
export function streamRingName(address: AddressModel): string {
  if (address.kind === "ip") return `tcp@${address.host}:${address.port}`;
  return address.kind === "unix" ? `uxst@${address.path}` : `stream ${JSON.stringify(address)}`;
}

/** The models of all rings, each once. */
export function ringModels(model: ConfigModel): readonly RingModel[] {
  const rings = new Map([eventRing, ...model.rings].map((ring) => [ring.name, ring]));
  const targets = [...model.global.logTargets, ...model.proxies.flatMap((each) => each.logTargets)];
  for (const target of targets) {
    if (target.address.kind !== "stream") continue;
    const ring = streamRing(target, target.address.to);
    if (!rings.has(ring.name)) rings.set(ring.name, ring);
  }
  for (const proxy of model.proxies)
    for (const ring of logServerRings(proxy, model.global)) rings.set(ring.name, ring);
  return [...rings.values()];
}

function streamRing({ line }: LogTargetModel, address: AddressModel): RingModel {
  const name = streamRingName(address);
  const { file, line: number } = line.words[0]!;
  return {
    name,
    description: `created from log directive declared into '${file}' at line ${number}`,
    format: null,
    maxBytes: null,
    sizeBytes: STREAM_RING_BYTES,
    connectTimeoutMs: 1000,
    serverTimeoutMs: 5000,
    servers: [{ line, name, address, framing: "legacy" }],
  };
}
