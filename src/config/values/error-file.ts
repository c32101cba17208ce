/**
 * `errorfile CODE FILE` (manual 4.2): a whole HTTP response in a file, read when the line is
 * parsed. An empty file sends nothing at all.
 */
import type { Arguments } from "../arguments.ts";
import type { Load } from "../load-state.ts";
import { unicodeFromLatin1 } from "../words/text.ts";
import type { ErrorPageModel } from "../model.ts";
import type { Word } from "../words/word.ts";

/** The statuses that the proxy answers with itself. */
const errorStatuses: readonly number[] = [
  200, 400, 401, 403, 404, 405, 407, 408, 410, 413, 414, 421, 422, 425, 429, 431, 500, 501, 502,
  503, 504,
];

interface ErrorFile {
  readonly status: number;
  readonly page: ErrorPageModel;
}

/** Parses `CODE FILE` and reads the file; undefined after reporting. */
export function readErrorFile(args: Arguments, load: Load): ErrorFile | undefined {
  const status = expectErrorStatus(args, load);
  const path = status === undefined ? undefined : args.expect("a file after the status");
  if (status === undefined || path === undefined || !args.end()) return undefined;
  const page = readErrorPage(path, load);
  return page === undefined ? undefined : { status, page };
}

/** Reads the file that `path` names; undefined after reporting. */
export function readErrorPage(path: Word, load: Load): ErrorPageModel | undefined {
  let content: string;
  try {
    const bytes = load.files.readBytes(unicodeFromLatin1(path.text));
    content = bytes.latin1Slice(0, bytes.length);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    load.diagnostics.error(path, `cannot read '${path.text}': ${reason}`);
    return undefined;
  }
  if (content !== "" && !/^HTTP\/\d\.\d \d{3}/.test(content)) {
    load.diagnostics.error(
      path,
      `'${path.text}' is not an HTTP response`,
      "it must begin with a status line such as 'HTTP/1.0 503 Service Unavailable'",
    );
    return undefined;
  }
  if (content.length > load.global.bufsizeBytes) {
    load.diagnostics.error(
      path,
      `'${path.text}' is larger than tune.bufsize (${load.global.bufsizeBytes} bytes)`,
    );
    return undefined;
  }
  return { path, content, reply: null };
}

/** Takes a status that the proxy answers with; undefined after reporting. */
export function expectErrorStatus(args: Arguments, load: Load): number | undefined {
  const word = args.expect("a status code");
  if (word === undefined) return undefined;
  const status = Number(word.text);
  if (errorStatuses.includes(status)) return status;
  load.diagnostics.error(
    word,
    `the proxy never answers with status '${word.text}'`,
    `expected one of ${errorStatuses.join(", ")}`,
  );
  return undefined;
}
