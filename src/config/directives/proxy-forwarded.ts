/** `option forwarded` (manual 4.2, RFC 7239): the parameters of the header that servers get. */
import type { Arguments } from "../arguments.ts";
import { type Directive, backendSide } from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { ForwardedModel, ForwardedSource } from "../model/forwarded.ts";
import type { ProxyDraft } from "../proxy-draft.ts";

type Sourced = "host" | "by" | "byPort" | "for" | "forPort";

const SOURCED: ReadonlyMap<string, Sourced> = new Map([
  ["host", "host"],
  ["by", "by"],
  ["by_port", "byPort"],
  ["for", "for"],
  ["for_port", "forPort"],
]);
const EXPRESSION = "-expr";

/** What the option says without arguments. */
const USUAL: ForwardedModel = {
  proto: true,
  host: null,
  by: null,
  byPort: null,
  for: "own",
  forPort: null,
};

/** Null after reporting. A parameter that is given twice is the later one. */
function parseParameters(args: Arguments, load: Load): ForwardedModel | null {
  const chosen: { -readonly [Name in Sourced]: ForwardedModel[Name] } & { proto: boolean } = {
    ...USUAL,
    proto: false,
    for: null,
  };
  for (let word = args.take(); word !== undefined; word = args.take()) {
    if (word.text === "proto") {
      chosen.proto = true;
      continue;
    }
    const isExpression = word.text.endsWith(EXPRESSION);
    const name = isExpression ? word.text.slice(0, -EXPRESSION.length) : word.text;
    const parameter = SOURCED.get(name);
    if (parameter === undefined) {
      load.diagnostics.error(
        word,
        `'option forwarded' does not know '${word.text}'`,
        "expected 'proto', or 'host', 'by', 'by_port', 'for' or 'for_port', each of them with '-expr' or without",
      );
      return null;
    }
    const source: ForwardedSource | undefined = isExpression
      ? args.nested(word.text).expect("an expression")
      : "own";
    if (source === undefined) return null;
    if (isExpression) args.take();
    chosen[parameter] = source;
  }
  return chosen;
}

function warnOfLonePorts(model: ForwardedModel, args: Arguments, load: Load): void {
  for (const [side, port] of [
    ["by", "byPort"],
    ["for", "forPort"],
  ] as const) {
    if (model[port] === null || model[side] !== null) continue;
    load.diagnostics.warn(
      args.line.words[0]!,
      `'option forwarded' has '${side}_port' without '${side}' or '${side}-expr', so it is not used`,
    );
  }
}

export const proxyForwardedDirectives: readonly Directive<ProxyDraft>[] = [
  {
    name: "option forwarded",
    in: backendSide,
    manual: "4.2",
    syntax:
      "option forwarded [proto] [host | host-expr <expr>] [by | by-expr <expr>] " +
      "[by_port | by_port-expr <expr>] [for | for-expr <expr>] [for_port | for_port-expr <expr>]",
    summary: "tells servers who asked, for what and how, in a Forwarded header (RFC 7239)",
    parse(args: Arguments, { model }: ProxyDraft, load: Load): void {
      const forwarded = args.peek === undefined ? USUAL : parseParameters(args, load);
      if (forwarded === null) return;
      warnOfLonePorts(forwarded, args, load);
      model.forwarded = forwarded;
    },
    negate(args: Arguments, { model }: ProxyDraft): void {
      args.rest();
      model.forwarded = null;
    },
  },
];
