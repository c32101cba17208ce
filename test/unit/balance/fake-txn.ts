/** A transaction of which only the client's address and the request matter, and a scope to compile in. */
import { NO_LOG } from "../../../src/sample/no-traffic.ts";
import type { Diagnostics } from "../../../src/config/diagnostics.ts";
import type { IpAddress } from "../../../src/core/ip.ts";
import type { HttpMessage } from "../../../src/http/message.ts";
import type { Server } from "../../../src/server/server.ts";
import type { Txn } from "../../../src/sample/txn.ts";
import { Variables } from "../../../src/sample/variables.ts";

export function fakeTxn(source: IpAddress | null, request: HttpMessage | null): Txn {
  const none = { bytes: null, start: 0, end: 0, complete: true };
  return {
    session: {
      source,
      sourcePort: 0,
      destination: null,
      destinationPort: 0,
      tls: null,
      hello: null,
      clientRandom: undefined,
      receivedProxy: false,
      listenerName: "",
      listenerId: 1,
      threadId: 1,
      acceptWallMs: 0,
      variables: new Variables(),
      http: true,
    },
    frontend: {
      name: "fe",
      id: 2,
      connections: () => 0,
      sessionRate: () => 0,
      requestRate: () => 0,
    },
    backend: null,
    server: null,
    request,
    response: null,
    requestBuffer: none,
    responseBuffer: none,
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
