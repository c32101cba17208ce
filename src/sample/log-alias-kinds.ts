/**
 * The kinds of log variables: how numbers, texts, addresses, dates and captures are written plain,
 * as JSON and as CBOR. The choice is made when a format is compiled, never on a line.
 */
import { DateText } from "../core/date.ts";
import { ipToBytes } from "../core/ip-bytes.ts";
import type { IpAddress } from "../core/ip.ts";
import type { HttpMessage } from "../http/message.ts";
import type { CompileScope, ProcessFacts } from "./compile-scope.ts";
import { hexOf } from "./log-cbor.ts";
import {
  encodedList,
  encodedNothing,
  encodedNumber,
  encodedParts,
  encodedText,
} from "./log-encoding.ts";
import {
  hashEncoded,
  hashEncodedParts,
  headerEncoded,
  headerEncodedParts,
  styledText,
} from "./log-text.ts";
import { formatOf, type Piece } from "./log-pieces.ts";
import type { TextStyle } from "./log-text.ts";
import type { LogWriter } from "./log-writer.ts";
import type { Txn } from "./txn.ts";

/** Compiles a variable in a style. */
export type LogAlias = (style: TextStyle, scope: CompileScope) => Piece;

/** A text that the proxy itself names; quoting flags apply. */
export function text(read: (txn: Txn, scope: CompileScope) => string | undefined): LogAlias {
  return (style, scope) =>
    style.encoding === "none"
      ? styled((txn) => read(txn, scope), style)
      : (txn) => encodedText(read(txn, scope), style);
}

/** A text of the proxy's own in its style. */
function styled(read: (txn: Txn) => string | undefined, style: TextStyle): Piece {
  if (style.quoted || style.escaped) return (txn) => styledText(read(txn), style);
  const missing = style.mandatory ? "-" : "";
  return (txn) => {
    const value = read(txn);
    return value === undefined || value === "" ? missing : value;
  };
}

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
export function givenText(read: (txn: Txn) => string | undefined): LogAlias {
  return (style) =>
    style.encoding === "none" ? styledGiven(read, style) : (txn) => givenParts(read(txn), style);
}

/** A text that a client gave, which an encoding takes as it came. */
export function cookieText(read: (txn: Txn) => string | undefined): LogAlias {
  return (style) =>
    style.encoding === "none" ? styledGiven(read, style) : (txn) => encodedText(read(txn), style);
}

function encoded(value: string | undefined): string | undefined {
  return value === undefined ? undefined : hashEncoded(value);
}

function givenParts(value: string | undefined, style: TextStyle): string {
  return value === undefined || value === ""
    ? encodedText(undefined, style)
    : encodedParts(hashEncodedParts(value), style);
}

/** A name of the proxy's own with `suffix` behind it when `isMarked`; quoting flags apply. */
export function suffixed(
  read: (txn: Txn) => string,
  suffix: string,
  isMarked: (txn: Txn) => boolean,
): LogAlias {
  return (style) => {
    if (style.encoding !== "none") {
      return (txn) => encodedParts(isMarked(txn) ? [read(txn), suffix] : [read(txn)], style);
    }
    if (style.quoted || style.escaped)
      return (txn) => styledText(isMarked(txn) ? read(txn) + suffix : read(txn), style);
    return {
      write: (txn, line) => {
        line.text(read(txn));
        if (isMarked(txn)) line.text(suffix);
      },
    };
  };
}

/** A number; no flag but an encoding changes it. */
export function number(read: (txn: Txn) => number): LogAlias {
  return (style) =>
    style.encoding === "none"
      ? { write: (txn, line) => line.number(read(txn)) }
      : (txn) => encodedNumber(read(txn), style);
}

/** A number that +X shows in four hexadecimal digits or more. */
export function hexNumber(read: (txn: Txn, process: ProcessFacts) => number | undefined): LogAlias {
  return (style, { process }) => {
    const missing = styledText(undefined, style);
    if (style.encoding === "none" && !style.hex) {
      return {
        write: (txn, line) => {
          const value = read(txn, process);
          if (value === undefined) line.text(missing);
          else line.number(value);
        },
      };
    }
    return (txn) => {
      const value = read(txn, process);
      if (value !== undefined && !style.hex) return encodedNumber(value, style);
      const shown = value?.toString(16).toUpperCase().padStart(4, "0");
      return style.encoding === "none" ? (shown ?? missing) : encodedText(shown, style);
    };
  };
}

/** A number that goes on growing after a line that was made early, which a "+" says. */
export function total(read: (txn: Txn) => number): LogAlias {
  return marked(read, ({ log }) => log.isLoggedEarly === true);
}

/** A number with a "+" before it when `isMarked`; encodings leave the sign out. */
export function marked(read: (txn: Txn) => number, isMarked: (txn: Txn) => boolean): LogAlias {
  return (style) => {
    if (style.encoding !== "none") return (txn) => encodedNumber(read(txn), style);
    return {
      write: (txn, line) => {
        if (isMarked(txn)) line.text("+");
        line.number(read(txn));
      },
    };
  };
}

/** An address; +X shows its bytes. */
export function address(read: (txn: Txn) => IpAddress | null | undefined): LogAlias {
  return (style) => (txn) => {
    const ip = read(txn) ?? undefined;
    const shown = ip === undefined || !style.hex ? ip?.toString() : hexOf(ipToBytes(ip));
    return style.encoding === "none" ? styledText(shown, style) : encodedText(shown, style);
  };
}

/** A date; no flag but an encoding changes it. */
export function date(render: (dates: DateText, txn: Txn) => string): LogAlias {
  return (style, { process }) => {
    const dates = datesOf(process);
    return style.encoding === "none"
      ? (txn) => render(dates, txn)
      : (txn) => encodedText(render(dates, txn), style);
  };
}

/** A date with its milliseconds; no flag but an encoding changes it. */
export function fineDate(readWallMs: (txn: Txn) => number): LogAlias {
  return (style, { process }) => {
    const dates = datesOf(process);
    if (style.encoding !== "none") return (txn) => encodedText(dates.log(readWallMs(txn)), style);
    return {
      write: (txn, line) => {
        const wallMs = readWallMs(txn);
        line.text(dates.logSecond(wallMs));
        line.threeDigits(Math.floor(wallMs) % 1000);
      },
    };
  };
}

function datesOf(process: ProcessFacts): DateText {
  return new DateText((wallMs) => process.zoneOffsetMinutes(wallMs));
}

/** Letters of the proxy's own; no flag but an encoding changes them. */
export function letters(read: (txn: Txn) => string): LogAlias {
  return (style) => (style.encoding === "none" ? read : (txn) => encodedText(read(txn), style));
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

/** A part of the request; the same words for all parts of what was no request. */
export function requestPart(
  read: (request: HttpMessage) => string | undefined,
  dashIfMissing: boolean = true,
): LogAlias {
  return (style, scope) => {
    const own = dashIfMissing ? style : { ...style, mandatory: false };
    const noRequest = formatOf(badRequest(style, scope));
    return (txn) => {
      const { request } = txn;
      if (request === null) return noRequest(txn);
      const value = read(request);
      return style.encoding === "none" ? styledText(encoded(value), own) : givenParts(value, style);
    };
  };
}

/** `%r`: method, target and version; the same words as in parts of it for what was no request. */
export const requestLine: LogAlias = (style, scope) => {
  const whole = givenText(({ request }) => (request === null ? NO_REQUEST : lineOf(request)));
  if (style.encoding !== "none" || style.escaped) return whole(style, scope);
  const mark = style.quoted ? '"' : "";
  return {
    write: (txn, line) => {
      const { request } = txn;
      line.text(mark);
      if (request === null) line.text(NO_REQUEST);
      else writeLine(request, line);
      line.text(mark);
    },
  };
};

function lineOf(request: HttpMessage): string {
  return `${request.methodText()} ${request.targetText()} HTTP/1.${request.minorVersion}`;
}

function writeLine(request: HttpMessage, line: LogWriter): void {
  line.encoded(request.methodText(), hashEncoded);
  line.text(" ");
  line.encoded(request.targetText(), hashEncoded);
  line.text(" HTTP/1.");
  line.number(request.minorVersion);
}
