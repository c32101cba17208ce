/** normalize-uri (manual 4.4): brings the request's target into a normal form, one normalizer a rule. */
import { nearest } from "../../core/edit-distance.ts";
import {
  encodeFragment,
  mergeSlashes,
  type Normalize,
  percentDecodeUnreserved,
  percentToUppercase,
  sortQueryByName,
  stripDot,
  stripDotdot,
  stripFragment,
} from "../../http/normalize-uri.ts";
import { ActionWords } from "../action-words.ts";
import { type Action, type ActionRow, Outcome, type RuleScope } from "../types.ts";
import { REQUEST_SET } from "./row-shapes.ts";

interface Normalizer {
  /** What it looks at: the path, or the path with its query. */
  readonly part: "path" | "pathq";
  /** The word that may follow its name; null for none. */
  readonly flag: "full" | "strict" | null;
  make(flagged: boolean): Normalize;
}

const NORMALIZERS: ReadonlyMap<string, Normalizer> = new Map<string, Normalizer>([
  ["fragment-encode", { part: "pathq", flag: null, make: () => encodeFragment }],
  ["fragment-strip", { part: "pathq", flag: null, make: () => stripFragment }],
  ["path-merge-slashes", { part: "path", flag: null, make: () => mergeSlashes }],
  ["path-strip-dot", { part: "path", flag: null, make: () => stripDot }],
  ["path-strip-dotdot", { part: "path", flag: "full", make: stripDotdot }],
  ["percent-decode-unreserved", { part: "pathq", flag: "strict", make: percentDecodeUnreserved }],
  ["percent-to-uppercase", { part: "pathq", flag: "strict", make: percentToUppercase }],
  ["query-sort-by-name", { part: "pathq", flag: null, make: () => sortQueryByName }],
]);

/** The status of a request whose target a strict normalizer refused. */
const BAD_REQUEST = 400;

function compileNormalize(words: ActionWords, scope: RuleScope): Action | undefined {
  const name = words.expect("a normalizer");
  if (name === undefined) return undefined;
  const normalizer = NORMALIZERS.get(name.text);
  if (normalizer === undefined) {
    const names = [...NORMALIZERS.keys()];
    const near = nearest(name.text, names);
    const hint =
      near === undefined ? `it is one of ${names.join(", ")}` : `did you mean '${near}'?`;
    return words.fail(name, `unknown normalizer '${name.text}'`, hint);
  }
  const { flag, part } = normalizer;
  const normalize = normalizer.make(flag !== null && words.takeIf(flag));
  if (!words.end()) return undefined;
  if (!scope.experimental) {
    return words.fail(
      words.keyword,
      "'normalize-uri' is experimental, as in HAProxy",
      "'expose-experimental-directives' in the global section allows it",
    );
  }
  return (txn) => {
    const { request } = txn;
    const before = part === "path" ? request?.path() : request?.pathq();
    if (request === null || before === undefined) return Outcome.next;
    const after = normalize(before);
    if (after === null) {
      txn.refuse(BAD_REQUEST);
      return Outcome.done;
    }
    if (after === before) return Outcome.next;
    if (part === "path") request.setPath(after);
    else request.setPathq(after);
    return Outcome.next;
  };
}

export const normalizeUriActions: readonly ActionRow[] = [
  {
    name: "normalize-uri",
    sets: REQUEST_SET,
    manual: "4.4",
    syntax:
      "normalize-uri { fragment-encode | fragment-strip | path-merge-slashes | path-strip-dot | " +
      "path-strip-dotdot [full] | percent-decode-unreserved [strict] | " +
      "percent-to-uppercase [strict] | query-sort-by-name }",
    summary: "Brings the request's target into a normal form.",
    compile: (words, scope) => compileNormalize(new ActionWords(words, scope), scope),
  },
];
