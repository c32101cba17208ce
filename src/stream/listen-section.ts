/** `listen` sections (manual 4): a frontend and a backend that are one proxy, with one list of rules. */
import type { Backend } from "./backend.ts";
import type { Stream } from "./stream.ts";

/**
 * True if that backend is the other side of the stream's own `listen` section, whose rules were
 * evaluated; a `backend` that only has the name of its `frontend` is another proxy.
 */
export function isOwnBackend({ frontend }: Stream, backend: Backend): boolean {
  return frontend.parts.isListen && backend.name === frontend.name;
}
