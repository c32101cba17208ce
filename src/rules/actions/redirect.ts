/**
 * redirect (manual 4.2): `location` sends the client elsewhere, `prefix` to the same path under
 * another beginning, `scheme` to the same place under another scheme. `http-request redirect` takes
 * formats, the older `redirect` directive plain text.
 */
import type { RuleSetName } from "../../config/model.ts";
import type { Word } from "../../config/words/word.ts";
import { nearest } from "../../core/edit-distance.ts";
import { HOST } from "../../http/header-name.ts";
import { compileLogFormat, type Format } from "../../sample/log-format/log-format.ts";
import type { Txn } from "../../sample/txn.ts";
import { ActionWords } from "../action-words.ts";
import { constantField, LENGTH, type Reply, type ReplyField } from "../reply.ts";
import { type Action, type ActionRow, Outcome, type RuleScope } from "../types.ts";

/** The statuses in the words that redirects use, and whether caches may keep the answer. */
const REDIRECTS: ReadonlyMap<number, { readonly reason: string; readonly cacheable: boolean }> =
  new Map([
    [301, { reason: "Moved Permanently", cacheable: true }],
    [302, { reason: "Found", cacheable: false }],
    [303, { reason: "See Other", cacheable: false }],
    [307, { reason: "Temporary Redirect", cacheable: false }],
    [308, { reason: "Permanent Redirect", cacheable: true }],
  ]);
const DEFAULT_STATUS = 302;

type Kind = "location" | "prefix" | "scheme";
const KINDS: readonly Kind[] = ["location", "prefix", "scheme"];
const WORDS: readonly string[] = [
  ...KINDS,
  "code",
  "set-cookie",
  "set-cookie-fmt",
  "clear-cookie",
  "drop-query",
  "keep-query",
  "append-slash",
  "ignore-empty",
];

/** What the words said; the last of a kind counts. */
interface RedirectDraft {
  kind: Kind | null;
  target: Word | null;
  status: number;
  /** What stands in Set-Cookie; a format with `set-cookie-fmt`. */
  cookie: string | null;
  cookieFormat: Word | null;
  dropQuery: boolean;
  keepQuery: boolean;
  appendSlash: boolean;
  ignoreEmpty: boolean;
}

function readWords(words: ActionWords): RedirectDraft | undefined {
  const draft: RedirectDraft = {
    kind: null,
    target: null,
    status: DEFAULT_STATUS,
    cookie: null,
    cookieFormat: null,
    dropQuery: false,
    keepQuery: false,
    appendSlash: false,
    ignoreEmpty: false,
  };
  for (let word = words.take(); word !== undefined; word = words.take()) {
    if (!readWord(word, words, draft)) return undefined;
  }
  if (draft.kind !== null) return draft;
  return words.fail(words.keyword, "a redirect needs 'location', 'prefix' or 'scheme'");
}

function readWord(word: Word, words: ActionWords, draft: RedirectDraft): boolean {
  const kind = KINDS.find((known) => known === word.text);
  if (kind !== undefined) {
    draft.kind = kind;
    draft.target = words.expect(`a value after '${kind}'`) ?? null;
    return draft.target !== null;
  }
  switch (word.text) {
    case "code":
      return readStatus(words, draft);
    case "set-cookie":
    case "clear-cookie": {
      const cookie = words.expect(`a cookie after '${word.text}'`);
      const age = word.text === "clear-cookie" ? " Max-Age=0;" : "";
      draft.cookie = cookie === undefined ? null : `${cookie.text}; path=/;${age}`;
      draft.cookieFormat = null;
      return cookie !== undefined;
    }
    case "set-cookie-fmt":
      draft.cookieFormat = words.expect("a format after 'set-cookie-fmt'") ?? null;
      draft.cookie = null;
      return draft.cookieFormat !== null;
    case "drop-query":
      return (draft.dropQuery = true);
    case "keep-query":
      return (draft.keepQuery = true);
    case "append-slash":
      return (draft.appendSlash = true);
    case "ignore-empty":
      return (draft.ignoreEmpty = true);
  }
  const near = nearest(word.text, WORDS);
  const hint = near === undefined ? `it takes ${WORDS.join(", ")}` : `did you mean '${near}'?`;
  words.fail(word, `unexpected '${word.text}' in a redirect`, hint);
  return false;
}

function readStatus(words: ActionWords, draft: RedirectDraft): boolean {
  const code = words.expect("a status after 'code'");
  if (code === undefined) return false;
  draft.status = Number(code.text);
  if (REDIRECTS.has(draft.status)) return true;
  words.fail(
    code,
    `a redirect cannot have status '${code.text}'`,
    `expected one of ${[...REDIRECTS.keys()].join(", ")}`,
  );
  return false;
}

/** What the path of the request contributes to `prefix` and `scheme`. */
function pathOf(txn: Txn, { dropQuery, appendSlash }: RedirectDraft): string {
  const path = (dropQuery ? txn.request?.path() : txn.request?.pathq()) ?? "/";
  return appendSlash && !path.endsWith("/") ? `${path}/` : path;
}

/** Gives the Location; "" where `ignore-empty` may let the rule pass. */
function locationOf(draft: RedirectDraft, target: Format): Format {
  switch (draft.kind) {
    case "prefix":
      return (txn) => {
        const prefix = target(txn);
        return (prefix === "/" ? "" : prefix) + pathOf(txn, draft);
      };
    case "scheme":
      return (txn) =>
        `${target(txn)}://${txn.request?.fields.first(HOST) ?? ""}${pathOf(txn, draft)}`;
    default:
      return draft.keepQuery ? (txn) => withQuery(target(txn), txn.request?.query()) : target;
  }
}

/** The location with the request's query behind its own. */
function withQuery(location: string, query: string | undefined): string {
  if (query === undefined || query === "") return location;
  return `${location}${location.includes("?") ? "&" : "?"}${query}`;
}

function redirecting(draft: RedirectDraft, target: Format, cookie: Format | null): Action {
  const { reason, cacheable } = REDIRECTS.get(draft.status)!;
  const location = locationOf(draft, target);
  const rest: ReplyField[] = [];
  if (!cacheable) rest.push(constantField("cache-control", "no-cache"));
  if (draft.cookie !== null) rest.push(constantField("set-cookie", draft.cookie));
  if (cookie !== null) rest.push({ name: "set-cookie", value: (txn) => `${cookie(txn)}; path=/;` });
  const replyTo = (value: Format): Reply => ({
    status: draft.status,
    reason,
    body: () => "",
    close: false,
    fields: [LENGTH, { name: "location", value }, ...rest],
  });
  if (!draft.ignoreEmpty || draft.kind !== "location") {
    const reply = replyTo(location);
    return (txn) => {
      txn.reply(reply);
      return Outcome.done;
    };
  }
  return (txn) => {
    const value = location(txn);
    if (value === "") return Outcome.next;
    txn.reply(replyTo(() => value));
    return Outcome.done;
  };
}

function compileRedirect(
  words: ActionWords,
  set: RuleSetName,
  formatOf: (word: Word) => Format | undefined,
): Action | undefined {
  const draft = readWords(words);
  if (draft === undefined || draft.target === null) return undefined;
  if (set === "http-response" && draft.kind !== "location") {
    return words.fail(words.keyword, "a response can be redirected by 'location' only");
  }
  const target = formatOf(draft.target);
  const cookie = draft.cookieFormat === null ? null : formatOf(draft.cookieFormat);
  if (target === undefined || cookie === undefined) return undefined;
  return redirecting(draft, target, cookie);
}

const SYNTAX =
  "redirect { location <loc> | prefix <pfx> | scheme <sch> } [code <code>] [drop-query] " +
  "[keep-query] [append-slash] [ignore-empty] [set-cookie <name>[=<value>] | " +
  "set-cookie-fmt <fmt> | clear-cookie <name>[=]]";
const SETS: readonly RuleSetName[] = ["http-request", "http-response"];

export const redirectActions: readonly ActionRow[] = [
  {
    name: "redirect",
    sets: SETS,
    manual: "4.2",
    final: true,
    syntax: SYNTAX,
    summary: "Sends the client elsewhere.",
    compile: (words, scope, set) =>
      compileRedirect(new ActionWords(words, scope), set, (word) => compileLogFormat(word, scope)),
  },
  {
    name: "redirect",
    sets: ["http-request"],
    manual: "4.2",
    directive: true,
    syntax: SYNTAX,
    summary: "Sends the client elsewhere; its values are plain text.",
    compile: (words, scope: RuleScope, set) =>
      compileRedirect(
        new ActionWords(words, scope),
        set,
        ({ text }) =>
          () =>
            text,
      ),
  },
];
