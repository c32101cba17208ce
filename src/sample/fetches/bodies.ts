/** Fetches of message bodies, captures and the request's place on its connection (manual 7.3.6). */
import { BODY_LENGTH } from "../../http/message.ts";
import { argInt, simpleFetch } from "../rows.ts";
import type { Txn } from "../txn.ts";
import type { FetchRow } from "../types.ts";
import { Where } from "../types.ts";
import { bodyText } from "./parameters.ts";

const MANUAL = "7.3.6";

/** The announced length, or without one what is there so far. */
function bodySize(txn: Txn, side: "req" | "res"): number | undefined {
  const message = side === "req" ? txn.request : txn.response;
  if (message === null) return undefined;
  const buffer = side === "req" ? txn.requestBuffer : txn.responseBuffer;
  return message.bodyKind === BODY_LENGTH ? message.contentLength : buffer.end - buffer.start;
}

function family(side: "req" | "res"): readonly FetchRow[] {
  const where = side === "req" ? Where.request : Where.response;
  const bufferOf = (txn: Txn) => (side === "req" ? txn.requestBuffer : txn.responseBuffer);
  return [
    simpleFetch(`${side}.body`, "bin", where, MANUAL, "The body's bytes that are there.", (txn) =>
      bodyText(bufferOf(txn)),
    ),
    simpleFetch(
      `${side}.body_len`,
      "int",
      where,
      MANUAL,
      "How many bytes of the body are there.",
      (txn) => {
        const { start, end } = bufferOf(txn);
        return end - start;
      },
    ),
    simpleFetch(`${side}.body_size`, "int", where, MANUAL, "Announced length of the body.", (txn) =>
      bodySize(txn, side),
    ),
  ];
}

function capture(side: "req" | "res"): FetchRow {
  const name = `capture.${side}.hdr`;
  return {
    name,
    type: "str",
    manual: MANUAL,
    where: side === "req" ? Where.stream : Where.connected,
    args: [{ name: "idx", type: "int" }],
    syntax: `${name}(<idx>) : string`,
    summary: "Value of a capture slot, counted from 0.",
    compile: (args) => {
      const index = argInt(args, 0, 0);
      const evaluate =
        side === "req"
          ? (txn: Txn) => txn.requestCaptures[index]
          : (txn: Txn) => txn.responseCaptures[index];
      return { type: "str", eval: evaluate };
    },
  };
}

export const bodyFetches: readonly FetchRow[] = [
  ...family("req"),
  ...family("res"),
  capture("req"),
  capture("res"),
  simpleFetch(
    "http_first_req",
    "bool",
    Where.stream,
    MANUAL,
    "True for the first request of its connection.",
    (txn) => txn.isFirstRequest,
  ),
];
