/** Descriptors that the process was started with and listens at (`bind fd@5`). */
import type { ConfigModel } from "../../config/model.ts";

/** Their numbers, each once. The standard streams are not among them. */
export function inheritedDescriptors({ global, proxies }: ConfigModel): readonly number[] {
  const binds = [...global.statsSockets, ...proxies.flatMap((proxy) => proxy.binds)];
  const numbers = binds
    .flatMap(({ addresses }) => addresses)
    .flatMap((address) => (address.kind === "fd" && address.fd > 2 ? [address.fd] : []));
  return [...new Set(numbers)];
}
