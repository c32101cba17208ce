/** Converters of strings as a whole (manual 7.3.1): case, length, trimming, regsub, hosts. */
import { toLowerAscii, toUpperAscii } from "../../core/ascii.ts";
import { compileRegex } from "../../pattern/regex.ts";
import { argText } from "../rows.ts";
import type { ConverterRow } from "../types.ts";
import { replaceAll, replaceFirst } from "../../pattern/replacement.ts";
import { ofText, shapedText } from "./rows.ts";

const regsub: ConverterRow = shapedText(
  "regsub",
  "str",
  "str",
  [
    { name: "regex", type: "regex" },
    { name: "subst", type: "str" },
    { name: "flags", type: "str", optional: true },
  ],
  "Replaces what a regex matches, once or with flag g everywhere; flag i ignores case.",
  (args, scope, at) => {
    const flags = argText(args, 2);
    if (!/^[gi]*$/.test(flags)) {
      scope.diagnostics.error(
        args[2]?.at ?? at,
        `converter 'regsub': invalid flags '${flags}', only g and i are known`,
      );
      return undefined;
    }
    const compiled = compileRegex(argText(args, 0), flags.includes("i") ? "i" : "");
    if ("fault" in compiled) {
      scope.diagnostics.error(args[0]?.at ?? at, `converter 'regsub': ${compiled.fault}`);
      return undefined;
    }
    const { regex } = compiled;
    const replacement = argText(args, 1);
    const replace = flags.includes("g") ? replaceAll : replaceFirst;
    return (text) => replace(text, regex, replacement);
  },
);

function trimmer(
  name: string,
  summary: string,
  trim: (text: string, characters: string) => string,
): ConverterRow {
  return shapedText(name, "str", "str", [{ name: "chars", type: "str" }], summary, (args) => {
    const characters = argText(args, 0);
    return (text) => trim(text, characters);
  });
}

function trimStart(text: string, characters: string): string {
  let at = 0;
  while (at < text.length && characters.includes(text[at]!)) at++;
  return text.slice(at);
}

function trimEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text[end - 1]!)) end--;
  return text.slice(0, end);
}

function cutLine(text: string): string {
  const end = text.search(/[\r\n]/);
  return end === -1 ? text : text.slice(0, end);
}

/** The runtime's own case folding is faster, and the same while all is ASCII. */
function lower(text: string): string {
  return /[\x80-\xff]/.test(text) ? toLowerAscii(text) : text.toLowerCase();
}

/** Where the port's colon stands in a Host value, the last one outside brackets, or its length. */
function portColon(host: string): number {
  const colon = host.lastIndexOf(":");
  return colon === -1 || host.lastIndexOf("]") > colon ? host.length : colon;
}

export const stringConverters: readonly ConverterRow[] = [
  regsub,
  ofText("lower", "str", "str", "ASCII letters in lower case.", lower),
  ofText("upper", "str", "str", "ASCII letters in upper case.", toUpperAscii),
  ofText("length", "str", "int", "Length of the string.", (text) => text.length),
  ofText("cut_crlf", "str", "str", "The string up to the first CR or LF.", cutLine),
  ofText("host_only", "str", "str", "A Host value without its port, in lower case.", (text) =>
    lower(text.slice(0, portColon(text))),
  ),
  ofText("port_only", "str", "int", "The port of a Host value, 0 without one.", (text) =>
    Number(/^\d{1,10}/.exec(text.slice(portColon(text) + 1))?.[0] ?? 0),
  ),
  trimmer("ltrim", "Without such characters at the start.", trimStart),
  trimmer("rtrim", "Without such characters at the end.", trimEnd),
];
