/**
 * The kinds of log variables whose texts clients and servers gave: parts of the request, captures.
 * What may not stand in a line is escaped. Cookies are no such: HAProxy writes them as they came.
 */
import type { HttpMessage } from "../../http/message.ts";
import { text } from "./alias-kinds.ts";
import { encodedList, encodedNothing, encodedParts, encodedText } from "./encoding.ts";
import { formatOf, type LogAlias, type Piece } from "./pieces.ts";
import {
  hashEncoded,
  hashEncodedParts,
  headerEncoded,
  headerEncodedParts,
  styledText,
} from "./text.ts";
import type { TextStyle } from "./text.ts";
import { cutRequestLine } from "./logged-request.ts";
import type { LogWriter } from "./writer.ts";
import type { Txn } from "../txn.ts";

/** A text that a client gave in its style, with what may not stand in a line escaped. */
function styledGiven(read: (txn: Txn) => string | undefined, style: TextStyle): Piece {
  if (style.escaped) return (txn) => styledText(encoded(read(txn)), style);
  const mark = style.quoted ? '"' : "";
  const missing = styledText(undefined, style);
  return {
    write: (txn, line) => {
      const value = read(txn);
      if (value === undefined || value === "") return line.text(missing);
      line.text(mark);
      line.encoded(value, hashEncoded);
      line.text(mark);
    },
  };
}

/** A text that a client gave, with what may not stand in a line escaped, also before an encoding. */
function givenText(read: (txn: Txn) => string | undefined): LogAlias {
  return (style) =>
    style.encoding === "none" ? styledGiven(read, style) : (txn) => givenParts(read(txn), style);
}

function encoded(value: string | undefined): string | undefined {
  return value === undefined ? undefined : hashEncoded(value);
}

function givenParts(value: string | undefined, style: TextStyle): string {
  return value === undefined || value === ""
    ? encodedText(undefined, style)
    : encodedParts(hashEncodedParts(value), style);
}

type CaptureReader = (txn: Txn) => readonly (string | undefined)[];

/** `{a|b}`, nothing when nothing is captured. */
export function captures(read: CaptureReader): LogAlias {
  return (style) => {
    if (style.encoding !== "none") return (txn) => encodedCaptures(read(txn), style);
    const mark = style.quoted ? '"' : "";
    return {
      write: (txn, line) => {
        const values = read(txn);
        if (values.length === 0) return;
        line.text(mark);
        for (let i = 0; i < values.length; i++) {
          line.text(i === 0 ? "{" : "|");
          const value = values[i];
          if (value !== undefined) line.encoded(value, headerEncoded);
        }
        line.text("}");
        line.text(mark);
      },
    };
  };
}

function encodedCaptures(values: readonly (string | undefined)[], style: TextStyle): string {
  if (values.length === 0) return encodedNothing(style);
  const listed: string[] = ["{"];
  values.forEach((value, index) => {
    if (index > 0) listed.push("|");
    listed.push(...headerEncodedParts(value ?? ""));
  });
  return encodedParts([...listed, "}"], style);
}

/** Each value on its own, a missing one "-": the CLF style; encodings make a list. */
export function captureList(read: CaptureReader): LogAlias {
  return (style) => {
    if (style.encoding === "none") {
      return (txn) =>
        read(txn)
          .map((value) => styledText(value === undefined ? undefined : headerEncoded(value), style))
          .join(" ");
    }
    return (txn) => {
      const values = read(txn);
      if (values.length === 0) return encodedNothing(style);
      return encodedList(
        values.map((value) =>
          value === undefined || value === ""
            ? encodedText("-", style)
            : encodedParts(headerEncodedParts(value), style),
        ),
        style,
      );
    };
  };
}

const NO_REQUEST = "<BADREQ>";

const badRequest: LogAlias = text(({ session }) => (session.http ? NO_REQUEST : undefined));

/**
 * A part of the request; the same words for all parts of what was no request. `readCut` finds it in
 * what is left of a line that was too long to keep.
 */
export function requestPart(
  read: (request: HttpMessage) => string | undefined,
  readCut: (line: string) => string | undefined,
  dashIfMissing: boolean = true,
): LogAlias {
  return (style, scope) => {
    const { requestLineLength } = scope;
    const own = dashIfMissing ? style : { ...style, mandatory: false };
    const noRequest = formatOf(badRequest(style, scope));
    return (txn) => {
      const { request } = txn;
      if (request === null) return noRequest(txn);
      const cut = cutRequestLine(request, requestLineLength);
      const value = cut === null ? read(request) : (readCut(cut) ?? NO_REQUEST);
      return style.encoding === "none" ? styledText(encoded(value), own) : givenParts(value, style);
    };
  };
}

/** `%r`: method, target and version; the same words as in parts of it for what was no request. */
export const requestLine: LogAlias = (style, scope) => {
  const { requestLineLength } = scope;
  const whole = givenText(({ request }) =>
    request === null ? NO_REQUEST : lineOf(request, requestLineLength),
  );
  if (style.encoding !== "none" || style.escaped) return whole(style, scope);
  const mark = style.quoted ? '"' : "";
  return {
    write: (txn, line) => {
      const { request } = txn;
      line.text(mark);
      if (request === null) line.text(NO_REQUEST);
      else writeLine(request, requestLineLength, line);
      line.text(mark);
    },
  };
};

function lineOf(request: HttpMessage, length: number): string {
  const cut = cutRequestLine(request, length);
  if (cut !== null) return cut;
  return `${request.givenMethod()} ${request.givenTarget()} HTTP/1.${request.minorVersion}`;
}

function writeLine(request: HttpMessage, length: number, line: LogWriter): void {
  const cut = cutRequestLine(request, length);
  if (cut !== null) return line.encoded(cut, hashEncoded);
  line.encoded(request.givenMethod(), hashEncoded);
  line.text(" ");
  line.encoded(request.givenTarget(), hashEncoded);
  line.text(" HTTP/1.");
  line.number(request.minorVersion);
}
