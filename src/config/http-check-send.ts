/** `http-check send` (manual 4.2): the request of an HTTP check, its fields as plain text. */
import type { Arguments } from "./arguments.ts";
import type { Diagnostics } from "./diagnostics.ts";
import type { HttpCheckModel } from "./model.ts";
import type { Word } from "./word.ts";

/** Applies the line to `check`; on a mistake reports and leaves it as it was. */
export function parseHttpCheckSend(
  args: Arguments,
  check: HttpCheckModel,
  diagnostics: Diagnostics,
): void {
  const sent: HttpCheckModel = { ...check, headers: [] };
  if (args.peek === undefined) {
    args.expect("at least one of meth, uri, ver, hdr and body");
    return;
  }
  for (let word = args.take(); word !== undefined; word = args.take()) {
    if (!parsePart(word, args, sent, diagnostics)) return;
  }
  Object.assign(check, sent);
}

function parsePart(
  word: Word,
  args: Arguments,
  sent: HttpCheckModel,
  diagnostics: Diagnostics,
): boolean {
  if (["uri-lf", "body-lf", "comment"].includes(word.text)) {
    diagnostics.error(
      word,
      `'http-check send ${word.text}' is not supported by this version of Sluice yet`,
    );
    return false;
  }
  const value = args.expect(`a value after '${word.text}'`);
  if (value === undefined) return false;
  switch (word.text) {
    case "meth":
      sent.method = value.text;
      return true;
    case "uri":
      sent.uri = value.text;
      return true;
    case "body":
      sent.body = value.text;
      return true;
    case "ver":
      sent.version = value.text;
      if (/^HTTP\/1\.[01]$/.test(value.text)) return true;
      diagnostics.error(
        value,
        `'${value.text}' is not a version of HTTP/1`,
        "expected HTTP/1.0 or HTTP/1.1",
      );
      return false;
    case "hdr":
      return addHeader(value, args, sent, diagnostics);
    default:
      diagnostics.error(
        word,
        `'http-check send' does not know '${word.text}'`,
        "expected meth, uri, ver, hdr or body",
      );
      return false;
  }
}

function addHeader(
  name: Word,
  args: Arguments,
  sent: HttpCheckModel,
  diagnostics: Diagnostics,
): boolean {
  const value = args.expect("a value after the header's name");
  if (value === undefined) return false;
  if (/%[^%]/.test(value.text)) {
    diagnostics.error(
      value,
      "variables in a check's headers are not supported by this version of Sluice yet",
      "write %% for a per cent sign",
    );
    return false;
  }
  const text = value.text.replaceAll("%%", "%");
  if (/[^!#$%&'*+.^_`|~0-9A-Za-z-]/.test(name.text)) {
    diagnostics.error(name, `'${name.text}' is not a header's name`);
    return false;
  }
  if (name.text.toLowerCase() === "host") sent.host = text;
  else sent.headers.push({ name: name.text, value: text });
  return true;
}
