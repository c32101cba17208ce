/**
 * Seeded fuzzing of the HTTP/1 parser and body decoder: rows of the raw tables and made-up messages
 * are mutated; no input may throw, a split must never change the result, and what is accepted
 * must, once encoded, parse to the same again. SEED=n repeats a run.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BODY_END, BODY_NEED_MORE, BODY_PAYLOAD, BodyDecoder } from "../../src/http/h1/body.ts";
import { parseRequestHead, parseResponseHead } from "../../src/http/h1/parse.ts";
import { HttpMessage } from "../../src/http/message.ts";
import { METHOD_GET } from "../../src/http/method.ts";
import { RAW_REQUESTS } from "../compat/raw-requests.ts";
import { RAW_RESPONSES } from "../compat/raw-responses.ts";
import { bytes, emptyBytes } from "../unit/support/bytes.ts";
import { forwardRequests, forwardResponses, LIMITS } from "../unit/support/forward.ts";
import { Random } from "../unit/support/random.ts";

const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const RUN_MS = 1_500;
const PIECES = [
  "\r",
  "\n",
  "\r\n",
  "\0",
  " ",
  "\t",
  ":",
  ",",
  ";",
  "#",
  "?",
  "\x7f",
  "\xff",
  "Host: b\r\n",
  "Content-Length: 1\r\n",
  "Transfer-Encoding: chunked\r\n",
  "Connection: close\r\n",
  "0\r\n\r\n",
  "fffffffffffff",
  "HTTP/1.0",
  '"',
  "%00",
];

function mutate(text: string, random: Random): string {
  let out = text;
  for (let n = random.below(4); n >= 0; n--) {
    const at = random.below(out.length + 1);
    const kind = random.below(4);
    if (kind === 0)
      out = out.slice(0, at) + String.fromCharCode(random.below(256)) + out.slice(at + 1);
    else if (kind === 1)
      out = out.slice(0, at) + PIECES[random.below(PIECES.length)]! + out.slice(at);
    else if (kind === 2) out = out.slice(0, at) + out.slice(at + 1 + random.below(5));
    else out = out.slice(0, at) + out.slice(random.below(at + 1));
  }
  return out.slice(0, 1_200);
}

/** All that a parse leaves behind, as one comparable value. */
function outcome(head: HttpMessage, consumed: number): unknown {
  const { fields } = head;
  const lines: string[] = [];
  for (let i = 0; i < fields.size; i++) {
    if (fields.isPresent(i)) lines.push(`${fields.nameText(i)}=${fields.valueText(i)}`);
  }
  if (consumed <= 0) return [consumed, head.errorStatus, head.errorPosition, head.errorReason];
  return [
    consumed,
    lines,
    head.flags,
    head.bodyKind,
    head.contentLength,
    head.minorVersion,
    head.status,
    head.isResponse ? head.reasonText() : `${head.methodText()} ${head.targetText()}`,
  ];
}

/** Parses with the bytes arriving up to each of `ends` in turn. */
function parseInSteps(text: string, ends: readonly number[], isResponse: boolean): unknown {
  const input = bytes(text);
  const head = new HttpMessage(emptyBytes(0));
  let consumed = 0;
  for (const end of ends) {
    consumed = isResponse
      ? parseResponseHead(head, input, 0, end, LIMITS, METHOD_GET)
      : parseRequestHead(head, input, 0, end, LIMITS);
    if (consumed !== 0) break;
  }
  return outcome(head, consumed);
}

/** Payload and end of the body behind a head, its bytes coming `step` at a time. */
function decodeInSteps(text: string, step: number, isResponse: boolean): string | undefined {
  const input = bytes(text);
  const head = new HttpMessage(emptyBytes(0));
  let at = isResponse
    ? parseResponseHead(head, input, 0, input.length, LIMITS, METHOD_GET)
    : parseRequestHead(head, input, 0, input.length, LIMITS);
  if (at <= 0) return undefined;
  const body = new BodyDecoder();
  body.begin(head);
  let payload = "";
  for (let end = Math.min(at + step, input.length); ;) {
    const result = body.next(input, at, end);
    at = body.position;
    if (result === BODY_PAYLOAD) payload += input.latin1Slice(body.payloadStart, body.payloadEnd);
    else if (result === BODY_NEED_MORE && end < input.length)
      end = Math.min(end + step, input.length);
    else
      return `${result === BODY_END || result === BODY_NEED_MORE ? "" : `stop ${result} `}${at}: ${payload}`;
  }
}

function runFor(durationMs: number, round: () => void): number {
  const deadline = Date.now() + durationMs;
  let rounds = 0;
  for (; Date.now() < deadline; rounds++) round();
  return rounds;
}

describe(`HTTP/1 fuzz, SEED=${seed}`, () => {
  const random = new Random(seed);
  const requests = RAW_REQUESTS.map((row) => row.bytes).filter((text) => text.length < 600);
  const responses = RAW_RESPONSES.map((row) => row.bytes).filter((text) => text.length < 600);

  it("every row split at every byte parses as the whole", () => {
    for (const [texts, isResponse] of [
      [requests, false],
      [responses, true],
    ] as const) {
      for (const text of texts) {
        const whole = parseInSteps(text, [text.length], isResponse);
        for (let at = 0; at < text.length; at++) {
          assert.deepEqual(
            parseInSteps(text, [at, text.length], isResponse),
            whole,
            JSON.stringify(text),
          );
        }
      }
    }
  });

  it("a mutated head parses alike, whole or byte by byte", () => {
    runFor(RUN_MS, () => {
      const isResponse = random.below(3) === 0;
      const texts = isResponse ? responses : requests;
      const text = mutate(texts[random.below(texts.length)]!, random);
      const every = Array.from({ length: text.length }, (_, i) => i + 1);
      const whole = parseInSteps(text, [text.length], isResponse);
      assert.deepEqual(parseInSteps(text, every, isResponse), whole, JSON.stringify(text));
    });
  });

  it("a mutated body decodes alike, whole or in pieces", () => {
    runFor(RUN_MS, () => {
      const isResponse = random.below(3) === 0;
      const texts = isResponse ? responses : requests;
      const text = mutate(texts[random.below(texts.length)]!, random);
      const whole = decodeInSteps(text, text.length, isResponse);
      assert.equal(
        decodeInSteps(text, 1 + random.below(4), isResponse),
        whole,
        JSON.stringify(text),
      );
    });
  });

  it("what is forwarded is forwarded unchanged by a second proxy", () => {
    runFor(RUN_MS, () => {
      const isResponse = random.below(3) === 0;
      const texts = isResponse ? responses : requests;
      const forward = isResponse ? forwardResponses : forwardRequests;
      const text = mutate(texts[random.below(texts.length)]!, random);
      const once = forward(text);
      if (once.refused !== 0 || once.sent === "") return;
      const twice = forward(once.sent);
      assert.equal(twice.refused, 0, JSON.stringify([text, once.sent]));
      assert.ok(
        once.sent.startsWith(twice.sent) || twice.sent.startsWith(once.sent),
        JSON.stringify([text, once.sent, twice.sent]),
      );
      assert.equal(twice.consumed, once.sent.length, JSON.stringify([text, once.sent]));
    });
  });
});
