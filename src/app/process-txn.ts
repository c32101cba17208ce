/** The transaction that expressions see where there is no traffic: nobody is connected, nothing was asked. */
import type { Txn } from "../sample/txn.ts";
import { Variables } from "../sample/variables.ts";

const NO_CONTENT: Txn["requestBuffer"] = { bytes: null, start: 0, end: 0, complete: true };
const NO_VARIABLES: Variables = new Variables();

export const processTxn: Txn = {
  session: {
    source: null,
    sourcePort: 0,
    destination: null,
    destinationPort: 0,
    tls: null,
    receivedProxy: false,
    listenerName: "",
    listenerId: 0,
    threadId: 1,
    acceptWallMs: 0,
    variables: NO_VARIABLES,
    http: false,
  },
  frontend: { name: "", id: 0, connections: () => 0, sessionRate: () => 0, requestRate: () => 0 },
  backend: null,
  server: null,
  request: null,
  response: null,
  requestBuffer: NO_CONTENT,
  responseBuffer: NO_CONTENT,
  variables: NO_VARIABLES,
  requestVariables: NO_VARIABLES,
  responseVariables: NO_VARIABLES,
  tracked: () => null,
  requestCaptures: [],
  responseCaptures: [],
  log: {
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
  },
  uniqueId: () => "",
  nowMs: 0,
  incomplete: false,
};
