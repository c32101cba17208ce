/**
 * A request answered by an applet inside the proxy: the stats page, metrics, a plugin's service
 * (`http-request use-service`, manual 4.3). Its responses take the way of the proxy's own answers.
 */
import { CONTENT_LENGTH, headerName, TRANSFER_ENCODING } from "../http/header-name.ts";
import { BODY_CHUNKED, BODY_LENGTH, BODY_NONE, BODY_UNTIL_CLOSE } from "../http/message.ts";
import { responseHeadSize } from "../http/message-size.ts";
import { reasonOfStatus } from "../http/status.ts";
import type { Service, ServiceExchange } from "../rules/types.ts";
import type { Txn } from "../sample/txn.ts";
import { delayResponseEnd, sendToClient } from "./body/body-path.ts";
import { chooseCoding, codeResponse, decideCompression } from "./body/compression.ts";
import { finish } from "./finish.ts";
import { afterResponse } from "./phases/after-response.ts";
import { beginResponse, isRequestHere, replyError } from "./reply-sender.ts";
import type { Stream } from "./stream.ts";
import { terminate } from "./termination.ts";

/** Hands the stream's request to `service`. */
export function serve(stream: Stream, service: Service): void {
  stream.ownSpecial.service = service;
  stream.enter([], 0);
  terminate(stream, "L", "R");
  service.serve(new StreamExchange(stream));
}

class StreamExchange implements ServiceExchange {
  readonly #stream: Stream;
  #bodyless: boolean = false;

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  get txn(): Txn {
    return this.#stream;
  }

  head(
    status: number,
    fields: readonly (readonly [string, string])[],
    bodySizeBytes: number | null,
  ): void {
    const stream = this.#stream;
    if (stream.finished || stream.responseStarted) return;
    stream.io.begin();
    const response = beginResponse(stream, status, reasonOfStatus(status));
    this.#bodyless =
      bodySizeBytes === 0 || status === 204 || status === 304 || stream.request!.wasHead;
    if (bodySizeBytes !== null) {
      response.fields.add(CONTENT_LENGTH, String(bodySizeBytes));
      response.contentLength = bodySizeBytes;
    }
    for (const [name, value] of fields) response.fields.add(headerName(name), value);
    if (this.#bodyless) response.bodyKind = BODY_NONE;
    else if (bodySizeBytes !== null) response.bodyKind = BODY_LENGTH;
    else if (stream.request!.minorVersion === 0) response.bodyKind = BODY_UNTIL_CLOSE;
    else {
      response.fields.add(TRANSFER_ENCODING, "chunked");
      response.bodyKind = BODY_CHUNKED;
    }
    if (stream.special.compression === null) chooseCoding(stream);
    if (stream.special.compression !== null) decideCompression(stream, response);
    afterResponse(stream);
    stream.responseStarted = true;
    stream.bytesOut += responseHeadSize(response);
    if (stream.special.compression !== null) codeResponse(stream, response);
    stream.client.sendHead(response, !isRequestHere(stream));
  }

  write(bytes: Uint8Array): boolean {
    const stream = this.#stream;
    if (stream.finished || this.#bodyless || bytes.length === 0) return true;
    stream.io.begin();
    stream.bytesOut += bytes.length;
    return sendToClient(stream, stream.io.runtime.bytes.view(bytes), 0, bytes.length);
  }

  end(): void {
    const stream = this.#stream;
    if (stream.finished) return;
    stream.io.begin();
    stream.responseEnded = true;
    if (!this.#bodyless) {
      if (delayResponseEnd(stream, () => this.end())) return;
      stream.client.endBody(null);
    }
    finish(stream, "release");
  }

  fail(reason: string): void {
    const stream = this.#stream;
    if (stream.finished) return;
    stream.io.begin();
    stream.host.reportFault(stream, reason);
    stream.ownSpecial.cause = "I";
    if (stream.responseStarted) finish(stream, "abort");
    else {
      stream.ownSpecial.serviceSink = null;
      replyError(stream, 500);
    }
  }

  onBody(receive: (bytes: Uint8Array | null) => void): void {
    const stream = this.#stream;
    stream.ownSpecial.serviceSink = receive;
    if (stream.requestEnded) receive(null);
    else stream.client.receiveBodyEarly();
  }

  onWritable(fire: () => void): void {
    this.#stream.ownSpecial.serviceWritable = fire;
  }

  onAbort(fire: () => void): void {
    this.#stream.ownSpecial.serviceAborted = fire;
  }
}
