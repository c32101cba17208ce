/** An origin that holds what it is told to hold, so that a server's slot stays taken. */
import { type OriginScript, okResponse } from "../support/origin.ts";

/**
 * Requests whose path has "/hold" are answered when one with "/go" comes to the same origin, all
 * others at once. One script may serve several origins: each has its own.
 */
export function gated(body: string): OriginScript {
  const held = new Map<number | undefined, (() => void)[]>();
  return async ({ request, socket }) => {
    const own = held.get(socket.localPort) ?? [];
    held.set(socket.localPort, own);
    if (request.startLine.includes("/hold")) await new Promise<void>((open) => own.push(open));
    if (request.startLine.includes("/go")) for (const open of own.splice(0)) open();
    return okResponse(body);
  };
}
