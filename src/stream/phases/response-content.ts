/**
 * `tcp-response content` (manual 4.2): the backend's rules over what the server sends. They run
 * once the server is connected, and again as content comes while one of them waits for more, up to
 * `tcp-response inspect-delay`. In TCP mode the server's bytes are held back meanwhile; in HTTP
 * mode the content is the response's head, and what comes before it holds nothing back.
 */
import { H1Back } from "../../mux/h1/back.ts";
import { evaluateRules } from "../../rules/rule-set.ts";
import { Outcome } from "../../rules/types.ts";
import type { ByteBuffer } from "../../runtime/bytes.ts";
import { sendToClient } from "../body/body-path.ts";
import { BodyStore } from "../body/body-store.ts";
import { endResponse } from "../end-response.ts";
import { finish } from "../finish.ts";
import { replyError } from "../reply-sender.ts";
import type { Stream } from "../stream.ts";
import { terminate } from "../termination.ts";
import { endInspection } from "./content-rules.ts";
import { RESPONSE_PHASES } from "./response.ts";
import { storeStuck } from "./stick.ts";
import { Step } from "./step.ts";

/** Over the bytes of a TCP server; the request flows on meanwhile. */
const RAW_INSPECTION: readonly ((stream: Stream) => Step)[] = [rawRules, rawStick, passContent];

/** Over an HTTP response, before `http-response`; the last part begins when its head is here. */
const HTTP_INSPECTION: readonly ((stream: Stream) => Step)[] = [
  httpRules,
  awaitHead,
  ...RESPONSE_PHASES,
];

/** Enters the rules of a stream that is connected to its server; false when there are none. */
export function inspectResponse(stream: Stream): boolean {
  if (stream.finished) return false;
  if (stream.backend!.parts.rules.tcpResponse.length === 0) {
    if (stream.request === null) rawStick(stream);
    return false;
  }
  endInspection(stream);
  if (stream.request === null) stream.ownSpecial.responseContent = new BodyStore(stream.io);
  stream.enter(stream.request === null ? RAW_INSPECTION : HTTP_INSPECTION, 0);
  return true;
}

/** True while an HTTP response that comes is to go on with the phases in progress. */
export function isInspected(stream: Stream): boolean {
  return stream.phases === HTTP_INSPECTION;
}

/** Bytes of a server whose content is looked at. */
export function holdContent(stream: Stream, bytes: ByteBuffer, start: number, end: number): void {
  const content = stream.special.responseContent!;
  content.add(bytes, start, end);
  if (content.sizeBytes >= stream.io.bufferSizeBytes) stream.serverMux?.pauseBody();
  stream.run();
}

/** The server has no more to say while its content is looked at. */
export function endContent(stream: Stream): void {
  stream.special.responseContent!.complete = true;
  stream.run();
}

function rawRules(stream: Stream): Step {
  const content = stream.special.responseContent!;
  return rules(stream, content.complete || content.sizeBytes >= stream.io.bufferSizeBytes);
}

/** Without a response in HTTP the server is stored as soon as the rules are through. */
function rawStick(stream: Stream): Step {
  if (stream.backend!.parts.stickRules.length > 0) storeStuck(stream);
  return Step.next;
}

/** With an inspection delay, nothing can be told before the head is here. */
function httpRules(stream: Stream): Step {
  const { responseInspectDelayMs } = stream.backend!.parts;
  if (stream.response === null && responseInspectDelayMs > 0 && !stream.special.contentFinal) {
    awaitContent(stream, responseInspectDelayMs);
    return Step.wait;
  }
  return rules(stream, stream.responseEnded);
}

function rules(stream: Stream, complete: boolean): Step {
  const { rules: sets, responseInspectDelayMs } = stream.backend!.parts;
  const final = complete || stream.special.contentFinal || responseInspectDelayMs === 0;
  switch (evaluateRules(sets.tcpResponse, stream, final)) {
    case Outcome.wait:
      if (stream.waiting === null || (stream.incomplete && !final))
        awaitContent(stream, responseInspectDelayMs);
      return Step.wait;
    case Outcome.done:
      return Step.done;
    default:
      stream.stopTimer();
      return Step.next;
  }
}

/** The delay counts once, from the first wait on. */
function awaitContent(stream: Stream, delayMs: number): void {
  if (stream.special.inspecting) return;
  stream.ownSpecial.inspecting = true;
  stream.after(delayMs, () => {
    stream.ownSpecial.contentFinal = true;
    stream.run();
  });
}

/** What was held back goes to the client; from here on bytes pass untouched. */
function passContent(stream: Stream): Step {
  const content = stream.special.responseContent;
  if (content === null) return Step.wait;
  stream.ownSpecial.responseContent = null;
  const { serverMux } = stream;
  const glad = content.sendTo((bytes, start, end) => sendToClient(stream, bytes, start, end));
  if (glad) serverMux?.resumeBody();
  else serverMux?.pauseBody();
  if (content.complete) endResponse(stream, null);
  return Step.wait;
}

function awaitHead(stream: Stream): Step {
  return stream.response === null ? Step.wait : Step.next;
}

/**
 * The action `close`: the server's connection ends here, as if the server had closed it; what came
 * before is passed on. Without the head of a response the client is told that there is none.
 */
export function closeServerSide(stream: Stream): Outcome {
  if (stream.response !== null && stream.serverMux instanceof H1Back) {
    stream.serverMux.cutOff();
    return Outcome.stop;
  }
  if (stream.request !== null) {
    terminate(stream, "S", "H");
    replyError(stream, 502);
    return Outcome.done;
  }
  const content = stream.special.responseContent;
  stream.ownSpecial.responseContent = null;
  content?.sendTo((bytes, start, end) => stream.client.sendBody(bytes, start, end));
  finish(stream, "release");
  return Outcome.done;
}
