/** Fetches of buffered bytes before or instead of parsing (manual 7.3.5). */
import { beginsWithRequest } from "../protocols/http-probe.ts";
import { argInt, simpleFetch } from "../rows.ts";
import type { BufferFacts, Txn } from "../txn.ts";
import type { FetchRow } from "../types.ts";
import { Where } from "../types.ts";

const MANUAL = "7.3.5";
type Side = "req" | "res";

function bufferOf(side: Side): (txn: Txn) => BufferFacts {
  return side === "req" ? (txn) => txn.requestBuffer : (txn) => txn.responseBuffer;
}

function whereOf(side: Side): number {
  return side === "req" ? Where.content : Where.response;
}

/** The value, or none, and then a note that it may come with more bytes. */
function orWait<Value>(txn: Txn, value: Value | undefined, complete: boolean): Value | undefined {
  if (value === undefined && !complete) txn.incomplete = true;
  return value;
}

/** `length` bytes from `offset`, to the end with length 0; undefined while they are not there. */
function slice(
  { bytes, start, end }: BufferFacts,
  offset: number,
  length: number,
): string | undefined {
  const from = start + offset;
  if (bytes === null || from > end || from < start) return undefined;
  if (length === 0) return bytes.latin1Slice(from, end);
  return from + length > end ? undefined : bytes.latin1Slice(from, from + length);
}

/**
 * All there is, with length 0, may still grow; so it is noted too. In HTTP the content is no bytes
 * but a message, of which nothing is given.
 */
function payloadReader(
  bufferAt: (txn: Txn) => BufferFacts,
): (txn: Txn, offset: number, length: number) => string | undefined {
  return (txn, offset, length) => {
    if (txn.request !== null) return undefined;
    const buffer = bufferAt(txn);
    if (length === 0 && !buffer.complete) txn.incomplete = true;
    return orWait(txn, slice(buffer, offset, length), buffer.complete);
  };
}

function payload(side: Side): FetchRow {
  const name = `${side}.payload`;
  const buffer = bufferOf(side);
  return {
    name,
    type: "bin",
    where: whereOf(side),
    manual: MANUAL,
    args: [
      { name: "offset", type: "int" },
      { name: "length", type: "int" },
    ],
    syntax: `${name}(<offset>,<length>) : binary`,
    summary: "Bytes of the content; up to its end with length 0.",
    compile: (args) => {
      const offset = argInt(args, 0, 0);
      const length = argInt(args, 1, 0);
      const read = payloadReader(buffer);
      return { type: "bin", eval: (txn) => read(txn, offset, length) };
    },
  };
}

/** Bytes whose length is written before them, in network order. */
function lengthValue(
  buffer: BufferFacts,
  lengthAt: number,
  lengthBytes: number,
  dataAt: number,
): string | undefined {
  const text = slice(buffer, lengthAt, lengthBytes);
  if (text === undefined) return undefined;
  let length = 0;
  for (let i = 0; i < text.length; i++) length = length * 256 + text.charCodeAt(i);
  return length === 0 ? undefined : slice(buffer, dataAt, length);
}

/**
 * Where the bytes begin: `behind` the length, or with a sign counted from there. A number without a
 * sign is halved, and counts from there if it is odd: every HAProxy asked reads it so, whatever
 * its manual says.
 */
function dataOffset(offset: string, behind: number): number {
  if (offset === "") return behind;
  if (/^[+-]/.test(offset)) return behind + Number(offset);
  return (Number(offset) >> 1) + (Number(offset) % 2 === 1 ? behind : 0);
}

function payloadLv(side: Side): FetchRow {
  const name = `${side}.payload_lv`;
  const buffer = bufferOf(side);
  return {
    name,
    type: "bin",
    where: whereOf(side),
    manual: MANUAL,
    args: [
      { name: "offset1", type: "int" },
      { name: "length", type: "int" },
      { name: "offset2", type: "str", optional: true },
    ],
    syntax: `${name}(<offset1>,<length>[,<offset2>]) : binary`,
    summary: "Bytes whose length stands in the content; offset2 with a sign counts from there.",
    compile: (args, scope, at) => {
      const lengthAt = argInt(args, 0, 0);
      const lengthBytes = argInt(args, 1, 0);
      const offset = args[2]?.text ?? "";
      if (lengthBytes < 1 || lengthBytes > 6 || !/^[+-]?\d*$/.test(offset)) {
        scope.diagnostics.error(
          at,
          `fetch method '${name}': expects a length of 1 to 6 bytes and an offset`,
        );
        return undefined;
      }
      const dataAt = dataOffset(offset, lengthAt + lengthBytes);
      if (dataAt < 0) {
        scope.diagnostics.error(args[2]!.at, `fetch method '${name}': offset2 is too negative`);
        return undefined;
      }
      return {
        type: "bin",
        eval: (txn) => {
          if (txn.request !== null) return undefined;
          const content = buffer(txn);
          return orWait(txn, lengthValue(content, lengthAt, lengthBytes, dataAt), content.complete);
        },
      };
    },
  };
}

/** `payload` and `payload_lv` stand for one side or the other, by the rules they stand in. */
function legacy(name: string, build: (side: Side) => FetchRow): FetchRow {
  const request = build("req");
  const response = build("res");
  return {
    ...request,
    name,
    where: Where.internal,
    syntax: request.syntax.replace("req.", ""),
    summary: `Like req.${name} in request rules and res.${name} in response rules.`,
    compile: (args, scope, at) => {
      const isResponse = (scope.provides & (Where.content | Where.response)) === Where.response;
      return (isResponse ? response : request).compile(args, scope, at);
    },
  };
}

function length(side: Side, aliases: readonly string[]): FetchRow {
  const buffer = bufferOf(side);
  return simpleFetch(
    `${side}.len`,
    "int",
    whereOf(side),
    MANUAL,
    "Bytes of content so far.",
    (txn) => {
      const { start, end, complete } = buffer(txn);
      if (!complete) txn.incomplete = true;
      return end - start;
    },
    aliases,
  );
}

/** Content that is looked at for a request: as much as a buffer takes. */
const MAX_PROBE_BYTES = 16_384;

const protoHttp: FetchRow = {
  name: "req.proto_http",
  aliases: ["req_proto_http"],
  type: "bool",
  where: Where.internal,
  args: [],
  manual: MANUAL,
  syntax: "req.proto_http : bool",
  summary: "True if a whole and valid HTTP request head is here; else there is no sample.",
  compile: (_args, { process }) => ({
    type: "bool",
    eval: (txn) => {
      if (txn.request !== null) return true;
      const { bytes, start, end, complete } = txn.requestBuffer;
      const text = bytes?.latin1Slice(start, Math.min(end, start + MAX_PROBE_BYTES)) ?? "";
      const isHttp = beginsWithRequest(text, process.bytes);
      return orWait(txn, isHttp, complete) === true ? true : undefined;
    },
  }),
};

export const contentFetches: readonly FetchRow[] = [
  payload("req"),
  payload("res"),
  payloadLv("req"),
  payloadLv("res"),
  legacy("payload", payload),
  legacy("payload_lv", payloadLv),
  length("req", ["req_len"]),
  length("res", []),
  protoHttp,
];
