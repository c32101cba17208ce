/** Answers made by the proxy itself: error pages, `return`, `deny`, `redirect`. */
import { CONTENT_LENGTH, headerName } from "../http/header-name.ts";
import { BODY_LENGTH, BODY_NONE, BODY_UNTIL_CLOSE, type HttpMessage } from "../http/message.ts";
import { responseHeadSize } from "../http/message-size.ts";
import { H1Back } from "../mux/h1/back.ts";
import type { Reply } from "../rules/reply.ts";
import { Slot } from "../stats/slots.ts";
import { closeMux, finish } from "./finish.ts";
import { afterResponse } from "./phases/after-response.ts";
import { Step } from "./phases/step.ts";
import type { Stream } from "./stream.ts";
import { terminate } from "./termination.ts";
import { countClientError, countProxyFault } from "./tracked-faults.ts";

const CONNECTION_CLOSE_BYTES = "connection".length + "close".length;

const REPLY_PHASES: readonly ((stream: Stream) => Step)[] = [afterResponse, sendReply];

/** The error page of a status: the backend's own, else the frontend's, else HAProxy's default. */
export function replyError(stream: Stream, status: number): void {
  // A raw connection has nobody who would read a page.
  if (!stream.session.http) {
    finish(stream, "abort");
    return;
  }
  sendPrepared(stream, errorReplyOf(stream, status));
}

/** The backend's own page of a status, else the frontend's, which may be HAProxy's. */
export function errorReplyOf(stream: Stream, status: number): Reply {
  return stream.backend?.parts.replies(status) ?? stream.frontend.parts.replies(status);
}

/** A reply that a rule gave. */
export function replyFromRules(stream: Stream, reply: Reply, denied: boolean): void {
  const onResponse = stream.response !== null;
  if (denied) {
    const slot = onResponse ? Slot.dresp : Slot.dreq;
    stream.frontend.counters.add(slot, 1);
    stream.backend?.counters.add(slot, 1);
    if (onResponse) stream.server?.counters.add(slot, 1);
    terminate(stream, "P", onResponse ? "H" : "R");
  } else {
    stream.frontend.counters.add(Slot.intercepted, 1);
    terminate(stream, "L", onResponse ? "H" : "R");
    if (reply.clientError === true) countClientError(stream);
  }
  sendPrepared(stream, reply);
}

/** An answer that the line of the chosen server asks for. */
export function replyFromServerLine(stream: Stream, reply: Reply): void {
  terminate(stream, "L", "C");
  sendPrepared(stream, reply);
}

function sendPrepared(stream: Stream, reply: Reply): void {
  stream.stopTimer();
  if (reply.silent === true) {
    finish(stream, "abort");
    return;
  }
  const body = bodyOf(stream, reply);
  // A server's response may be read for the last time here: its bytes go with the connection.
  const values = reply.fields.map((field) => field.value(stream, body));
  // What came of a response that is replaced counts, its body too.
  if (stream.response !== null && stream.serverMux instanceof H1Back)
    stream.bytesOut += stream.serverMux.unreadBodyBytes;
  closeMux(stream);
  const response = beginResponse(stream, reply.status, reply.reason);
  if (reply.countedAs !== undefined && reply.countedAs !== reply.status) {
    stream.status = reply.countedAs;
    stream.ownSpecial.answeredError = reply.countedAs;
  }
  countProxyFault(stream);
  response.minorVersion = reply.minorVersion ?? 1;
  for (let i = 0; i < values.length; i++) {
    const field = reply.fields[i]!;
    if (values[i] !== "" || field.optional !== true)
      response.fields.add(headerName(field.name), values[i]!);
  }
  setLength(stream, response, body.length);
  stream.ownSpecial.replyBody = body;
  stream.ownSpecial.replyCloses = reply.close;
  stream.enter(REPLY_PHASES, 0);
  stream.run();
}

/** As in HAProxy a reply's body knows its own status already, and no response any more. */
function bodyOf(stream: Stream, reply: Reply): string {
  const { response } = stream;
  stream.response = null;
  stream.status = reply.status;
  const body = reply.body(stream);
  stream.response = response;
  return body;
}

/** A response of the proxy's own, in place of any other. */
export function beginResponse(stream: Stream, status: number, reason: string): HttpMessage {
  if (stream.special.ownsResponse) stream.io.giveMessage(stream.response!);
  const response = stream.io.takeMessage();
  response.isResponse = true;
  response.minorVersion = 1;
  response.setStatus(status, reason);
  stream.response = response;
  stream.ownSpecial.ownsResponse = true;
  stream.status = status;
  return response;
}

function setLength(stream: Stream, response: HttpMessage, sizeBytes: number): void {
  const announced = response.fields.find(CONTENT_LENGTH, -1) >= 0;
  // An error file without a length closes the connection, also when no body is sent, as in HAProxy.
  if (!announced) response.bodyKind = BODY_UNTIL_CLOSE;
  else response.bodyKind = sizeBytes === 0 || isToHead(stream) ? BODY_NONE : BODY_LENGTH;
  response.contentLength = sizeBytes;
}

/** Another request may follow: what is here of this one is passed over, more is not waited for. */
export function isRequestHere({ requestEnded, client }: Stream): boolean {
  return requestEnded || client.hasWholeBody;
}

function isToHead(stream: Stream): boolean {
  return stream.request?.wasHead === true;
}

function sendReply(stream: Stream): Step {
  const response = stream.response!;
  const { client, special } = stream;
  stream.responseStarted = true;
  stream.bytesOut += responseHeadSize(response);
  // The field that the page itself had; what the connection adds does not count, as in HAProxy.
  if (stream.special.replyCloses) stream.bytesOut += CONNECTION_CLOSE_BYTES;
  client.sendHead(response, stream.special.replyCloses || !isRequestHere(stream));
  if (response.bodyKind !== BODY_NONE && !isToHead(stream)) {
    const bytes = stream.io.runtime.bytes.latin1(special.replyBody);
    client.sendBody(bytes, 0, bytes.length);
    stream.bytesOut += bytes.length;
  }
  client.endBody(null);
  finish(stream, "release");
  return Step.done;
}
