/** The transaction that expressions see where there is no traffic: nobody is connected, nothing was asked. */
import { NO_CONTENT, NO_FRONTEND, NO_LOG, noSession } from "../../sample/no-traffic.ts";
import type { Txn } from "../../sample/txn.ts";
import { Variables } from "../../sample/variables/variables.ts";

const NO_VARIABLES: Variables = new Variables();

export const processTxn: Txn = {
  session: noSession(NO_VARIABLES),
  frontend: NO_FRONTEND,
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
  log: NO_LOG,
  uniqueId: () => "",
  nowMs: 0,
  incomplete: false,
};
