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
import type { TextStyle } from "./log-text.ts";
import type { Txn } from "./txn.ts";

type Render = (txn: Txn) => string;

/** Compiles a variable in a style. */
export type LogAlias = (style: TextStyle, scope: CompileScope) => Render;

/** A text that the proxy itself names; quoting flags apply. */
export function text(read: (txn: Txn, scope: CompileScope) => string | undefined): LogAlias {
  return (style, scope) =>
    style.encoding === "none"
      ? (txn) => styledText(read(txn, scope), style)
      : (txn) => encodedText(read(txn, scope), style);
}

/** A text that a client gave, with what may not stand in a line escaped, also before an encoding. */
export function givenText(read: (txn: Txn) => string | undefined): LogAlias {
  return (style) =>
    style.encoding === "none"
      ? (txn) => styledText(encoded(read(txn)), style)
      : (txn) => givenParts(read(txn), style);
}

/** A text that a client gave, which an encoding takes as it came. */
export function cookieText(read: (txn: Txn) => string | undefined): LogAlias {
  return (style) =>
    style.encoding === "none"
      ? (txn) => styledText(encoded(read(txn)), style)
      : (txn) => encodedText(read(txn), style);
}

function encoded(value: string | undefined): string | undefined {
  return value === undefined ? undefined : hashEncoded(value);
}

function givenParts(value: string | undefined, style: TextStyle): string {
  return value === undefined || value === ""
    ? encodedText(undefined, style)
    : encodedParts(hashEncodedParts(value), style);
}

/** A text in parts that no flag but an encoding changes. */
export function parts(read: (txn: Txn) => readonly string[]): LogAlias {
  return (style) =>
    style.encoding === "none"
      ? (txn) => styledText(read(txn).join(""), style)
      : (txn) => encodedParts(read(txn), style);
}

/** A number; no flag but an encoding changes it. */
export function number(read: (txn: Txn) => number): LogAlias {
  return (style) =>
    style.encoding === "none"
      ? (txn) => String(read(txn))
      : (txn) => encodedNumber(read(txn), style);
}

/** A number that +X shows in four hexadecimal digits or more. */
export function hexNumber(read: (txn: Txn, process: ProcessFacts) => number | undefined): LogAlias {
  return (style, { process }) =>
    (txn) => {
      const value = read(txn, process);
      const isPlain = style.encoding === "none";
      if (value === undefined || style.hex) {
        const shown = value?.toString(16).toUpperCase().padStart(4, "0");
        if (!isPlain) return encodedText(shown, style);
        return shown ?? styledText(undefined, style);
      }
      return isPlain ? String(value) : encodedNumber(value, style);
    };
}

/** A number that goes on growing after a line that was made early, which a "+" says. */
export function total(read: (txn: Txn) => number): LogAlias {
  return marked(read, ({ log }) => log.isLoggedEarly === true);
}

/** A number with a "+" before it when `isMarked`; encodings leave the sign out. */
export function marked(read: (txn: Txn) => number, isMarked: (txn: Txn) => boolean): LogAlias {
  return (style) =>
    style.encoding === "none"
      ? (txn) => (isMarked(txn) ? `+${read(txn)}` : String(read(txn)))
      : (txn) => encodedNumber(read(txn), style);
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
    const dates = new DateText((wallMs) => process.zoneOffsetMinutes(wallMs));
    return style.encoding === "none"
      ? (txn) => render(dates, txn)
      : (txn) => encodedText(render(dates, txn), style);
  };
}

/** Letters of the proxy's own; no flag but an encoding changes them. */
export function letters(read: (txn: Txn) => string): LogAlias {
  return (style) => (style.encoding === "none" ? read : (txn) => encodedText(read(txn), style));
}

type CaptureReader = (txn: Txn) => readonly (string | undefined)[];

/** `{a|b}`, "" when nothing is captured. */
export function captures(read: CaptureReader): LogAlias {
  return (style) => {
    if (style.encoding !== "none") return (txn) => encodedCaptures(read(txn), style);
    return (txn) => {
      const values = read(txn);
      if (values.length === 0) return "";
      let list = "{";
      for (let i = 0; i < values.length; i++) {
        if (i > 0) list += "|";
        const value = values[i];
        if (value !== undefined) list += headerEncoded(value);
      }
      return style.quoted ? `"${list}}"` : `${list}}`;
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

const badRequest: LogAlias = text(({ session }) => (session.http ? "<BADREQ>" : undefined));

/** A part of the request; the same words for all parts of what was no request. */
export function requestPart(
  read: (request: HttpMessage) => string | undefined,
  dashIfMissing: boolean = true,
): LogAlias {
  return (style, scope) => {
    const own = dashIfMissing ? style : { ...style, mandatory: false };
    const noRequest = badRequest(style, scope);
    return (txn) => {
      const { request } = txn;
      if (request === null) return noRequest(txn);
      const value = read(request);
      return style.encoding === "none" ? styledText(encoded(value), own) : givenParts(value, style);
    };
  };
}
