/** A transaction of which only the client's address and the request matter, and a scope to compile in. */
import { NO_CONTENT, NO_FRONTEND, NO_LOG, noSession } from "../../../src/sample/no-traffic.ts";
import type { Diagnostics } from "../../../src/config/diagnostics/diagnostics.ts";
import type { IpAddress } from "../../../src/core/ip.ts";
import type { HttpMessage } from "../../../src/http/message.ts";
import type { Server } from "../../../src/server/server.ts";
import type { Txn } from "../../../src/sample/txn.ts";
import { Variables } from "../../../src/sample/variables/variables.ts";

export function fakeTxn(source: IpAddress | null, request: HttpMessage | null): Txn {
  return {
    session: { ...noSession(new Variables()), source, http: true },
    frontend: { ...NO_FRONTEND, name: "fe", id: 2 },
    backend: null,
    server: null,
    request,
    response: null,
    requestBuffer: NO_CONTENT,
    responseBuffer: NO_CONTENT,
    variables: new Variables(),
    requestVariables: new Variables(),
    responseVariables: new Variables(),
    tracked: () => null,
    requestCaptures: [],
    responseCaptures: [],
    log: NO_LOG,
    uniqueId: () => "",
    nowMs: 0,
    incomplete: false,
    isFirstRequest: true,
  };
}

/** A stream from nowhere. */
export const anyTxn: Txn = fakeTxn(null, null);

/** Names of the servers of the next `count` picks in a row, "-" for none. */
export function picks(pick: () => Server | null, count: number): string {
  let text = "";
  for (let i = 0; i < count; i++) text += pick()?.name ?? "-";
  return text;
}

/** Keeps the messages that are reported. */
export function recorder(): {
  readonly diagnostics: Diagnostics;
  readonly errors: string[];
  readonly warnings: string[];
} {
  const errors: string[] = [];
  const warnings: string[] = [];
  const ignore = (): void => {};
  const diagnostics: Diagnostics = {
    all: [],
    get errorCount() {
      return errors.length;
    },
    error: (_at, message) => {
      errors.push(message);
    },
    warn: (_at, message) => {
      warnings.push(message);
    },
    notice: ignore,
    diag: ignore,
  };
  return { diagnostics, errors, warnings };
}
