/**
 * The kinds of log variables that are the proxy's own: how numbers, texts, addresses and dates are
 * written plain, as JSON and as CBOR. The choice is made when a format is compiled, never on a line.
 */
import { DateText } from "../../core/date.ts";
import { ipToBytes } from "../../core/ip-bytes.ts";
import type { IpAddress } from "../../core/ip.ts";
import type { CompileScope, ProcessFacts } from "../compile-scope.ts";
import { hexOf } from "./cbor.ts";
import { encodedNumber, encodedParts, encodedText } from "./encoding.ts";
import type { LogAlias, Piece } from "./pieces.ts";
import { styledText } from "./text.ts";
import type { TextStyle } from "./text.ts";
import type { Txn } from "../txn.ts";

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
