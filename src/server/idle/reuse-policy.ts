/** Which idle connections a request may go over (`http-reuse`, configuration manual 4.2). */
import type { HttpReuse } from "../../config/model.ts";

/** None: a new connection; proven: only one that was used again before; any: whichever is idle. */
export type Reuse = "none" | "proven" | "any";

/**
 * A client's first request must not meet a connection that the server is about to close, as the
 * client would not repeat it; what may go wrong then is what the policies weigh.
 */
export function reuseOf(policy: HttpReuse, isFirstRequest: boolean): Reuse {
  if (policy === "never") return "none";
  if (!isFirstRequest || policy === "always") return "any";
  return policy === "aggressive" ? "proven" : "none";
}
