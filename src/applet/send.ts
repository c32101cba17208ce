/** Sends a finished text as the body of an exchange, no faster than the client reads. */
import type { ByteFactory } from "../runtime/bytes.ts";
import type { ServiceExchange } from "../rules/types.ts";

const PIECE_BYTES = 16_384;

/** Sends latin1 text piece by piece and ends the exchange. */
export function sendText(exchange: ServiceExchange, text: string, bytes: ByteFactory): void {
  const body = bytes.latin1(text);
  let sentBytes = 0;
  let gone = false;
  const proceed = (): void => {
    while (!gone && sentBytes < body.length) {
      const piece = body.subarray(sentBytes, sentBytes + PIECE_BYTES);
      sentBytes += piece.length;
      if (!exchange.write(piece) && sentBytes < body.length) return;
    }
    if (!gone) exchange.end();
    gone = true;
  };
  exchange.onAbort(() => (gone = true));
  exchange.onWritable(() => {
    if (!gone) proceed();
  });
  proceed();
}
