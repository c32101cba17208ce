/** Actions that end a set without an answer: accept, allow, reject (manual 4.2). */
import { type Action, type ActionRow, Outcome } from "../types.ts";
import { bareFinalRow, bareRow, HTTP_SETS, TCP_SETS } from "./row-shapes.ts";

const stop: Action = () => Outcome.stop;

const reject: Action = (txn) => {
  txn.reject();
  return Outcome.done;
};

const close: Action = (txn) => txn.effects.closeServer();

export const verdictActions: readonly ActionRow[] = [
  bareFinalRow(
    "accept",
    { sets: TCP_SETS, manual: "4.2", summary: "Lets the connection or content pass." },
    stop,
  ),
  bareFinalRow(
    "allow",
    { sets: HTTP_SETS, manual: "4.2", summary: "Ends the rules of this set." },
    stop,
  ),
  // HAProxy does not warn of rules behind it.
  bareRow(
    "reject",
    {
      sets: [...TCP_SETS, "http-request"],
      manual: "4.2",
      summary: "Closes the connection without an answer.",
    },
    reject,
  ),
  bareFinalRow(
    "close",
    {
      sets: ["tcp-response content"],
      manual: "4.4",
      summary: "Closes the connection with the server.",
    },
    close,
  ),
];
