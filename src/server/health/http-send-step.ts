/**
 * `http-check send` (manual 4.2): the request of an HTTP check. Names go out in lower case as
 * HAProxy sends them, unless the proxy has another case for them; the body's length is added, and from HTTP/1.1 on `connection: close` unless a
 * Connection field is configured. The Host field decides the authority of an absolute URI.
 */
import type { HttpCheckModel } from "../../config/model.ts";
import type { Word } from "../../config/words/word.ts";
import { methodOfText } from "../../http/method.ts";
import type { NameCase } from "../../http/name-case.ts";
import type { CheckTxn } from "./check-txn.ts";
import type { HttpAnswer } from "./http-answer.ts";
import { type CheckRule, refuse, takeFormat } from "./rule-words.ts";
import type { SendStep } from "./sequence.ts";

/** Makes the receiver of an answer to a request of that method. */
export type AnswerMaker = (requestMethod: number) => HttpAnswer;

type Text = (txn: CheckTxn) => string;

interface Request {
  method: string;
  uri: Text;
  version: string;
  fields: { readonly name: string; readonly value: Text }[];
  body: Text | null;
  comment: string;
}

/** Fields that the check writes by itself. */
const OWN_FIELDS: ReadonlySet<string> = new Set(["content-length", "transfer-encoding"]);

/** A field that the check adds to every request, "" for none. */
export type StateField = (txn: CheckTxn) => string;

function fixed(text: string): Text {
  return () => text;
}

/** What `option httpchk` says of the first request, or what one says by itself. */
function blankRequest(model: HttpCheckModel | null, comment: string): Request {
  const host = model?.host ?? null;
  return {
    method: model?.method ?? "OPTIONS",
    uri: fixed(model?.uri ?? "/"),
    version: model?.version ?? "HTTP/1.0",
    fields: host === null ? [] : [{ name: "host", value: fixed(host) }],
    body: null,
    comment,
  };
}

/** The request of a check without `http-check send`. */
export function impliedSend(
  model: HttpCheckModel,
  state: StateField | null,
  newAnswer: AnswerMaker,
  nameCase: NameCase | null,
): SendStep {
  return sending(blankRequest(model, ""), 0, state, newAnswer, nameCase);
}

/** Compiles the rule; undefined after reporting. `model` is what the first request starts from. */
export function compileHttpSend(
  rule: CheckRule,
  comment: string,
  model: HttpCheckModel | null,
  state: StateField | null,
  newAnswer: AnswerMaker,
  nameCase: NameCase | null,
): SendStep | undefined {
  const request = blankRequest(model, comment);
  if (rule.args.peek === undefined) {
    rule.args.expect("at least one of meth, uri, ver, hdr and body");
    return undefined;
  }
  for (let word = rule.args.take(); word !== undefined; word = rule.args.take()) {
    if (!readPart(word, rule, request)) return undefined;
  }
  return sending(request, rule.number, state, newAnswer, nameCase);
}

function readPart(word: Word, rule: CheckRule, request: Request): boolean {
  switch (word.text) {
    case "uri-lf":
    case "body-lf":
      return readFormat(word.text, rule, request);
    case "hdr":
      return readField(rule, request);
    case "meth":
    case "uri":
    case "body":
    case "ver":
    case "comment":
      return readText(word.text, rule, request);
    default:
      refuse(
        rule,
        word,
        `'http-check send' does not know '${word.text}'`,
        "expected meth, uri, uri-lf, ver, hdr, body, body-lf or comment",
      );
      return false;
  }
}

function readFormat(part: "uri-lf" | "body-lf", rule: CheckRule, request: Request): boolean {
  const format = takeFormat(rule, `a format after '${part}'`);
  if (format === undefined) return false;
  if (part === "body-lf") request.body = format;
  else request.uri = (txn) => format(txn) || "/";
  return true;
}

function readText(
  part: "meth" | "uri" | "body" | "ver" | "comment",
  rule: CheckRule,
  request: Request,
): boolean {
  const value = rule.args.expect(`a value after '${part}'`);
  if (value === undefined) return false;
  if (part === "meth") request.method = value.text;
  else if (part === "uri") request.uri = fixed(value.text);
  else if (part === "body") request.body = fixed(value.text);
  else if (part === "comment") request.comment = value.text;
  else {
    request.version = value.text;
    if (/^HTTP\/1\.[01]$/.test(value.text)) return true;
    const hint = "expected HTTP/1.0 or HTTP/1.1";
    refuse(rule, value, `'${value.text}' is not a version of HTTP/1`, hint);
    return false;
  }
  return true;
}

function readField(rule: CheckRule, request: Request): boolean {
  const name = rule.args.expect("<name> <value> after 'hdr'");
  const value = name === undefined ? undefined : takeFormat(rule, "a value after the field's name");
  if (name === undefined || value === undefined) return false;
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name.text)) {
    refuse(rule, name, `'${name.text}' cannot be the name of a header`);
    return false;
  }
  const lower = name.text.toLowerCase();
  if (!OWN_FIELDS.has(lower)) request.fields.push({ name: lower, value });
  return true;
}

function sending(
  request: Request,
  number: number,
  state: StateField | null,
  newAnswer: AnswerMaker,
  nameCase: NameCase | null,
): SendStep {
  const methodNumber = methodOfText(request.method);
  return {
    kind: "send",
    number,
    comment: request.comment,
    name: "send",
    payload: (txn) => requestText(request, state, nameCase, txn),
    newAnswer: () => newAnswer(methodNumber),
  };
}

function requestText(
  request: Request,
  state: StateField | null,
  nameCase: NameCase | null,
  txn: CheckTxn,
): string {
  const { method, version } = request;
  const fields = request.fields.map(({ name, value }) => ({ name, value: value(txn) }));
  const valueOf = (wanted: string): string | undefined =>
    fields.find(({ name }) => name === wanted)?.value;
  const host = valueOf("host");
  const hasConnection = valueOf("connection") !== undefined;
  const body = request.body?.(txn) ?? "";
  if (state !== null) fields.push({ name: "x-haproxy-server-state", value: state(txn) });
  if (body !== "") fields.push({ name: "content-length", value: `${body.length}` });
  if (version !== "HTTP/1.0" && !hasConnection) fields.push({ name: "connection", value: "close" });
  const uri = request.uri(txn);
  const target = host === undefined ? uri : uri.replace(/^(\w+:\/\/)[^/]*/, `$1${host}`);
  const wire = (name: string): string => nameCase?.wire(name) ?? `${name}: `;
  const head = fields.map(({ name, value }) => `${wire(name)}${value}\r\n`).join("");
  return `${method} ${target} ${version}\r\n${head}\r\n${body}`;
}
