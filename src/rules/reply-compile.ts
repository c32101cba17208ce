/**
 * The arguments of `return`, `deny` and `tarpit` (manual 4.2, http-request return): a status, and
 * an error page, a payload or nothing for a body, compiled to what gives the reply to send.
 */
import { ERROR_STATUSES } from "../http/default-errors.ts";
import { nearest } from "../core/edit-distance.ts";
import type { Word } from "../config/words/word.ts";
import type { ActionWords } from "./action-words.ts";
import { compilePayload, type PayloadKind, replyOfPayload } from "./reply-compile-payload.ts";
import { type ErrorFileKind, replyOfErrorFile } from "./reply-compile-file.ts";
import { bareReply, type Reply, type ReplyField } from "./reply.ts";
import type { RuleScope, RuleTxn } from "./types.ts";
import { compileLogFormat } from "../sample/log-format/log-format.ts";

/** Gives the reply for a transaction; the proxy's own error pages depend on its backend. */
export type ReplySource = (txn: RuleTxn) => Reply;

/** What an action takes for granted. */
export interface ReplyDefaults {
  readonly status: number;
  /** Without anything but a status the error page of that status is meant (deny, tarpit). */
  readonly page: boolean;
}

type BodyKind = PayloadKind | ErrorFileKind;

const BODY_KINDS: readonly BodyKind[] = [
  "default-errorfiles",
  "errorfile",
  "errorfiles",
  "file",
  "lf-file",
  "string",
  "lf-string",
];
const WORDS: readonly string[] = ["status", "content-type", "hdr", ...BODY_KINDS];

/** What the words said. */
interface ReplyDraft {
  status: number | null;
  statusWord: Word | null;
  /** The status was given as `status`: without a body it means no page (manual 4.4, deny). */
  isPlain: boolean;
  contentType: Word | null;
  body: { readonly kind: BodyKind; readonly at: Word; readonly value: Word } | null;
  readonly fields: ReplyField[];
}

/** Reads all words that are left; undefined after reporting. */
export function compileReply(
  words: ActionWords,
  scope: RuleScope,
  defaults: ReplyDefaults,
): ReplySource | undefined {
  const draft = readDraft(words, scope, defaults);
  return draft === undefined ? undefined : replySource(words, scope, defaults, draft);
}

/** The reply of an `http-error` line, whose status is known; error files are none of its bodies. */
export function compileOwnReply(
  words: ActionWords,
  scope: RuleScope,
  status: number,
): Reply | undefined {
  const draft = readDraft(words, scope, { status, page: false });
  if (draft === undefined) return undefined;
  const { body } = draft;
  if (body === null) return bodylessReply(draft, status, scope);
  if (!isPayload(body.kind))
    return words.fail(body.at, `'${body.kind}' stands right behind the status`);
  return payloadReply(words, scope, status, draft);
}

function readDraft(
  words: ActionWords,
  scope: RuleScope,
  defaults: ReplyDefaults,
): ReplyDraft | undefined {
  const draft: ReplyDraft = {
    status: null,
    statusWord: null,
    isPlain: false,
    contentType: null,
    body: null,
    fields: [],
  };
  for (let word = words.take(); word !== undefined; word = words.take()) {
    if (!readWord(word, words, scope, defaults, draft)) return undefined;
  }
  return draft;
}

function readWord(
  word: Word,
  words: ActionWords,
  scope: RuleScope,
  defaults: ReplyDefaults,
  draft: ReplyDraft,
): boolean {
  const { text } = word;
  if (text === "status" || (text === "deny_status" && defaults.page)) {
    draft.statusWord = words.peek ?? word;
    if (text === "status") draft.isPlain = true;
    draft.status = words.integer("a status", 200, 599) ?? null;
    return draft.status !== null;
  }
  if (text === "content-type") {
    draft.contentType = words.expect("a type after 'content-type'") ?? null;
    return draft.contentType !== null;
  }
  if (text === "hdr") return readField(words, scope, draft);
  const kind = BODY_KINDS.find((known) => known === text);
  if (kind === undefined) {
    const near = nearest(text, WORDS);
    const hint = near === undefined ? `it takes ${WORDS.join(", ")}` : `did you mean '${near}'?`;
    words.fail(word, `unexpected '${text}' after action '${words.keyword.text}'`, hint);
    return false;
  }
  if (draft.body !== null) {
    words.fail(
      word,
      `unexpected '${text}', '${draft.body.kind}' is there already`,
      "a reply has one body",
    );
    return false;
  }
  const value = kind === "default-errorfiles" ? word : words.expect(`a value after '${kind}'`);
  if (value !== undefined) draft.body = { kind, at: word, value };
  return value !== undefined;
}

/** Fields that the reply has of itself or that would break its framing. */
const IGNORED: readonly string[] = ["content-length", "content-type", "transfer-encoding"];

function readField(words: ActionWords, scope: RuleScope, draft: ReplyDraft): boolean {
  const name = words.expect("a name and a value after 'hdr'");
  const valueWord = name === undefined ? undefined : words.expect("a value for the header");
  const value = valueWord === undefined ? undefined : compileLogFormat(valueWord, scope);
  if (name === undefined || value === undefined) return false;
  if (IGNORED.includes(name.text.toLowerCase())) {
    scope.diagnostics.warn(name, `header '${name.text}' is ignored here, the reply brings its own`);
  } else draft.fields.push({ name: name.text, value, optional: true });
  return true;
}

function replySource(
  words: ActionWords,
  scope: RuleScope,
  defaults: ReplyDefaults,
  draft: ReplyDraft,
): ReplySource | undefined {
  const { body, contentType, fields } = draft;
  const status = draft.status ?? defaults.status;
  if (body === null) {
    const isBare = contentType === null && fields.length === 0 && !draft.isPlain;
    if (isBare && defaults.page && ERROR_STATUSES.includes(status))
      return (txn) => txn.errorReply(status);
    const reply = bodylessReply(draft, status, scope);
    return () => reply;
  }
  if (!isPayload(body.kind)) {
    if (contentType !== null) ignored(contentType, "content-type", "with an error file", scope);
    if (fields.length > 0) ignored(body.at, "hdr", "with an error file", scope);
    if (ERROR_STATUSES.includes(status))
      return replyOfErrorFile(words, scope, body.kind, body.value, status);
    const hint = `expected one of ${ERROR_STATUSES.join(", ")}`;
    return words.fail(
      draft.statusWord ?? body.at,
      `there is no error page for status ${status}`,
      hint,
    );
  }
  const reply = payloadReply(words, scope, status, draft);
  return reply === undefined ? undefined : () => reply;
}

function isPayload(kind: BodyKind): kind is PayloadKind {
  return kind === "string" || kind === "lf-string" || kind === "file" || kind === "lf-file";
}

function bodylessReply(
  { contentType, fields }: ReplyDraft,
  status: number,
  scope: RuleScope,
): Reply {
  if (contentType !== null) ignored(contentType, "content-type", "without a body", scope);
  const bare = bareReply(status);
  return { ...bare, fields: [...fields, ...bare.fields] };
}

function payloadReply(
  words: ActionWords,
  scope: RuleScope,
  status: number,
  { body, contentType, fields }: ReplyDraft,
): Reply | undefined {
  if (body === null || !isPayload(body.kind)) return undefined;
  const payload = compilePayload(words, scope, body.kind, body.value);
  if (payload === undefined) return undefined;
  return replyOfPayload(words, scope, { status, contentType, fields, payload, at: body.at });
}

function ignored(at: Word, what: string, when: string, scope: RuleScope): void {
  scope.diagnostics.warn(at, `'${what}' is ignored ${when}`);
}
