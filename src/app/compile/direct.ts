/** `dispatch` and `option transparent` compiled (manual 4.2). */
import type { ProxyModel } from "../../config/model.ts";
import type { H1Back } from "../../mux/h1/back.ts";
import type { SocketOptions } from "../../runtime/transport.ts";
import type { CompileScope } from "../../sample/compile-scope.ts";
import { directServer } from "../../server/direct-server.ts";
import { IdlePool } from "../../server/idle/pool.ts";
import { clientsDestination } from "../../stream/clients-destination.ts";
import { type Destination, DirectUpstream } from "../../stream/direct-upstream.ts";
import { compileSource, serverSocketOptions } from "./source.ts";
import type { ThreadEnv } from "./thread-env.ts";

/** Null where balancing chooses; `dispatch` goes before `transparent`. */
export function compileDirect(
  model: ProxyModel,
  options: SocketOptions | null,
  env: ThreadEnv,
  scope: CompileScope,
): DirectUpstream | null {
  const destination = destinationOf(model);
  if (destination === null) return null;
  const thread = { id: env.threadId, count: env.threadCount, nowMs: () => env.io.nowMs };
  const server = directServer(model, env.arena, thread);
  return new DirectUpstream(
    {
      server,
      pool: new IdlePool<H1Back>(server.model, server.counters, env.io.wheel),
      tls: null,
      sni: null,
      poolName: null,
      proxyHeader: null,
      options: serverSocketOptions(server.model, options),
      source: compileSource(server, env.arena, scope),
    },
    destination,
  );
}

function destinationOf({ dispatch, switches }: ProxyModel): Destination | null {
  if (dispatch !== null) return () => dispatch;
  return switches.has("transparent") ? clientsDestination : null;
}
