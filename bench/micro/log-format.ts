/**
 * Cost of a log line: the guide's format (bench/rule-set.cfg) and others made to text, and the whole
 * way into a datagram's buffer. Run with `node_modules/.bin/bun bench/micro/log-format.ts`.
 */
import { bench, do_not_optimize, run } from "mitata";
import { bytes } from "../../runtime-adapters/shared/bytes.ts";
import { DateText } from "../../src/core/date.ts";
import { LogLine } from "../../src/log/line.ts";
import { LogSender } from "../../src/log/sender.ts";
import { HTTP_LOG_FORMAT } from "../../src/sample/log-format/default-formats.ts";
import {
  compileLogFormat,
  compileLogLine,
  type LineFormat,
} from "../../src/sample/log-format/log-format.ts";
import type { CompileScope } from "../../src/sample/compile-scope.ts";
import type { Word } from "../../src/config/words/word.ts";
import { parsedGetResponse } from "../../test/unit/support/heads.ts";
import { requestTxn, testScope, wordOf } from "../../test/unit/support/txn.ts";

const EVERYTHING = 0xff;
const INFO = 6;
const GUIDE = `${HTTP_LOG_FORMAT} %ID`;
const JSON_FORMAT =
  "%{+json}o %(ip)ci %(port)cp %(at)tr %(fe)ft %(be)b %(srv)s %(status)ST %(size)B %(took)Ta %(line)r";

const txn = requestTxn(
  "GET /static/app/index.html?version=12 HTTP/1.1",
  ["Host: www.example.com"],
  {
    requestCaptures: ["www.example.com", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0)"],
    responseCaptures: ["text/html"],
    response: parsedGetResponse("HTTP/1.1 200 OK", "Content-Length: 0"),
    uniqueId: () => "7F000001:C350_7F000001:1F90_6742_0001:0A5D",
  },
);

function compiled<F>(compile: (word: Word, scope: CompileScope) => F | undefined, text: string): F {
  const format = compile(wordOf(text), testScope({ provides: EVERYTHING }));
  if (format === undefined) throw new Error(`the format is wrong: ${text}`);
  return format;
}

const sender = new LogSender(
  { maxBytes: 1024, format: null, facility: 16, maxLevel: 7, minLevel: 0 },
  { format: null, maxBytes: 65_535, send: () => true, close: () => {} },
  { tag: "sluice", pid: 4711, hostname: null },
  {
    bytes,
    dates: new DateText(() => 0),
    wallMs: () => 1_795_353_025_123.25,
    onDrop: () => {},
  },
  null,
);

const line = new LogLine(bytes, sender.maxBytes);

function send(format: LineFormat): void {
  line.clear();
  format(txn, line);
  sender.sendLine(INFO, line);
}

const guideText = compiled(compileLogFormat, GUIDE);
const guide = compiled(compileLogLine, GUIDE);
const json = compiled(compileLogLine, JSON_FORMAT);

bench("guide's format to text", () => do_not_optimize(guideText(txn)));
bench("guide's format into a line", () => send(guide));
bench("ten items as JSON into a line", () => send(json));
bench("a known text into a line", () => sender.send(INFO, "Proxy web started."));

await run();
