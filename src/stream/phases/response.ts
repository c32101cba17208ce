/** The phases of a server's response: the backend's rules, then the frontend's, then the client. */
import { delayResponseEnd, sendToClient } from "../body/body-path.ts";
import type { BodyStore } from "../body/body-store.ts";
import { BODY_TUNNEL } from "../../http/message.ts";
import { evaluateRules, type Rule } from "../../rules/rule-set.ts";
import { Outcome } from "../../rules/types.ts";
import { captureResponseFields } from "./captures.ts";
import { codeResponse } from "../body/compression.ts";
import { finish } from "../finish.ts";
import { logEarly } from "../log-stream.ts";
import { isOwnBackend } from "../listen-section.ts";
import type { Stream } from "../stream.ts";
import { afterResponse } from "./after-response.ts";
import { insertCookie } from "./insert-cookie.ts";
import { openTunnel } from "../tunnel.ts";
import { storeStuck } from "./stick.ts";
import { Step } from "./step.ts";

export const RESPONSE_PHASES: readonly ((stream: Stream) => Step)[] = [
  stick,
  backendResponseRules,
  frontendResponseRules,
  insertCookie,
  afterResponse,
  sendResponse,
];

function backendResponseRules(stream: Stream): Step {
  const backend = stream.backend!;
  if (stream.ruleIndex === 0 && stream.waiting === null) captureResponseFields(stream);
  return isOwnBackend(stream, backend)
    ? Step.next
    : responseRules(stream, backend.parts.rules.httpResponse);
}

function frontendResponseRules(stream: Stream): Step {
  return responseRules(stream, stream.frontend.parts.rules.httpResponse);
}

function responseRules(stream: Stream, rules: readonly Rule[]): Step {
  if (rules.length === 0) return Step.next;
  switch (evaluateRules(rules, stream, true)) {
    case Outcome.wait:
      return Step.wait;
    case Outcome.done:
      return Step.done;
    default:
      return Step.next;
  }
}

function stick(stream: Stream): Step {
  if (stream.backend!.parts.stickRules.length > 0) storeStuck(stream);
  return Step.next;
}

function sendResponse(stream: Stream): Step {
  const response = stream.response!;
  const { client } = stream;
  const ended = stream.responseEnded;
  stream.responseStarted = true;
  logEarly(stream);
  if (response.bodyKind === BODY_TUNNEL) openTunnel(stream);
  if (stream.special.compression !== null) codeResponse(stream, response);
  client.sendHead(response, false);
  const isGlad =
    stream.special.responseBody === null || sendKept(stream, stream.special.responseBody);
  if (ended && !stream.special.tunnel) return endKept(stream);
  if (isGlad) stream.serverMux?.resumeBody();
  else stream.serverMux?.pauseBody();
  return Step.wait;
}

/** The end of a response that was here whole before it began. */
function endKept(stream: Stream): Step {
  if (delayResponseEnd(stream, () => void endKept(stream))) return Step.wait;
  stream.client.endBody(
    stream.frontend.parts.dropTrailers ? null : stream.special.responseTrailers,
  );
  finish(stream, "release");
  return Step.done;
}

/** Sends what a rule had waited for; false if the client does not take it gladly. */
function sendKept(stream: Stream, body: BodyStore): boolean {
  stream.ownSpecial.responseBody = null;
  return body.sendTo((bytes, start, end) => sendToClient(stream, bytes, start, end));
}
