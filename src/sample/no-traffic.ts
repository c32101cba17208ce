/** What expressions see of a client, a request and a log where there is no traffic: nothing. */
import type { BufferFacts, FrontendFacts, LogFacts, SessionFacts } from "./txn.ts";
import type { Variables } from "./variables/variables.ts";

export const NO_CONTENT: BufferFacts = { bytes: null, start: 0, end: 0, complete: true };

export const NO_FRONTEND: FrontendFacts = {
  name: "",
  id: 0,
  tellsProxied: false,
  connections: () => 0,
  sessionRate: () => 0,
  requestRate: () => 0,
};

export const NO_LOG: LogFacts = {
  times: {
    acceptMs: -1,
    handshakeMs: -1,
    firstByteMs: -1,
    requestMs: -1,
    dequeuedMs: -1,
    connectedMs: -1,
    responseMs: -1,
    endMs: -1,
    requestWallMs: 0,
  },
  bytesIn: 0,
  bytesOut: 0,
  termination: "----",
  retries: 0,
  redispatched: false,
  activeConnections: 0,
  frontendConnections: 0,
  backendConnections: 0,
  serverConnections: 0,
  serverQueuePosition: 0,
  backendQueuePosition: 0,
  requestNumber: 0,
};

/** The session of nobody; `variables` are those of scope sess. */
export function noSession(variables: Variables): SessionFacts {
  return {
    source: null,
    sourcePort: 0,
    destination: null,
    destinationPort: 0,
    tls: null,
    hello: null,
    clientRandom: undefined,
    receivedProxy: false,
    listenerName: "",
    listenerId: 0,
    threadId: 1,
    acceptWallMs: 0,
    variables,
    http: false,
  };
}
