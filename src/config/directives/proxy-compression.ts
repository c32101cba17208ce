/** `compression …`: which bodies are compressed, and how (manual 4.2). */
import { type Arguments, unsigned } from "../arguments.ts";
import { type Directive, anyProxy } from "../directive.ts";
import type { Load } from "../load-state.ts";
import {
  type CodingModel,
  COMPRESSION_ALGORITHMS,
  type CompressionAlgorithmModel,
  type CompressionModel,
} from "../model/compression.ts";
import type { ProxyDraft } from "../proxy-draft.ts";

type Side = "request" | "response";

const nothing: CodingModel = { algorithms: [], types: [], minBytes: 0 };
const untouched: CompressionModel = {
  direction: "response",
  request: nothing,
  response: nothing,
  offload: false,
};

/** Changes what the section says, made anew: sections that inherit it share it. */
function change({ model }: ProxyDraft, said: Partial<CompressionModel>): void {
  model.compression = { ...(model.compression ?? untouched), ...said };
}

function changeSide(draft: ProxyDraft, side: Side, said: Partial<CodingModel>): void {
  const before = draft.model.compression ?? untouched;
  change(draft, { [side]: { ...before[side], ...said } });
}

/** HAProxy reads no further than it has to, and says nothing of the rest. */
function ignoreRest(args: Arguments, load: Load): void {
  const extra = args.peek;
  if (extra !== undefined)
    load.diagnostics.warn(extra, `'${args.name}' does not look at '${extra.text}'`);
}

function takeAlgorithm(args: Arguments): CompressionAlgorithmModel | undefined {
  const name = args.oneOf(COMPRESSION_ALGORITHMS);
  return name === undefined ? undefined : { name, at: args.last };
}

function facts(name: string, argument: string, summary: string) {
  return {
    name: `compression ${name}`,
    in: anyProxy,
    manual: "4.2",
    syntax: `compression ${name}${argument === "" ? "" : ` ${argument}`}`,
    summary,
  };
}

const LISTED = COMPRESSION_ALGORITHMS.join("|");

/** `algo` and `algo-res`: those of further lines are added. */
function responseAlgorithms(name: string): Directive<ProxyDraft> {
  return {
    ...facts(name, `{ ${LISTED} } ...`, "algorithms that responses may be compressed with"),
    parse(args: Arguments, draft: ProxyDraft): void {
      const algorithms = [...(draft.model.compression?.response.algorithms ?? [])];
      do {
        const algorithm = takeAlgorithm(args);
        if (algorithm === undefined) return;
        algorithms.push(algorithm);
      } while (args.peek !== undefined);
      changeSide(draft, "response", { algorithms });
    },
  };
}

function types(name: string, side: Side): Directive<ProxyDraft> {
  return {
    ...facts(name, "<mime type> ...", `what the content types of ${side}s to compress begin with`),
    parse(args: Arguments, draft: ProxyDraft): void {
      if (args.expect("<mime type>") === undefined) return;
      const given = [args.last, ...args.rest()].map((word) => word.text.toLowerCase());
      const before = draft.model.compression?.[side].types ?? [];
      changeSide(draft, side, { types: [...before, ...given] });
    },
  };
}

function leastSize(name: string, side: Side): Directive<ProxyDraft> {
  return {
    ...facts(name, "<size>", `bodies of ${side}s smaller than this are not compressed`),
    parse(args: Arguments, draft: ProxyDraft, load: Load): void {
      const minBytes = args.size("a size", unsigned);
      if (minBytes === undefined) return;
      ignoreRest(args, load);
      changeSide(draft, side, { minBytes });
    },
  };
}

export const proxyCompressionDirectives: readonly Directive<ProxyDraft>[] = [
  responseAlgorithms("algo"),
  responseAlgorithms("algo-res"),
  {
    ...facts("algo-req", `{ ${LISTED} }`, "the algorithm that requests are compressed with"),
    parse(args: Arguments, draft: ProxyDraft, load: Load): void {
      const algorithm = takeAlgorithm(args);
      if (algorithm === undefined) return;
      ignoreRest(args, load);
      changeSide(draft, "request", { algorithms: [algorithm] });
    },
  },
  types("type", "response"),
  types("type-res", "response"),
  types("type-req", "request"),
  leastSize("minsize-req", "request"),
  leastSize("minsize-res", "response"),
  {
    ...facts("offload", "", "servers are not told that the client takes compressed responses"),
    parse(args: Arguments, draft: ProxyDraft, load: Load): void {
      ignoreRest(args, load);
      if (draft.section === "defaults")
        load.diagnostics.warn(args.line, `'${args.name}' has no effect in a defaults section`);
      else change(draft, { offload: true });
    },
  },
  {
    ...facts("direction", "{ request | response | both }", "which bodies are compressed"),
    parse(args: Arguments, draft: ProxyDraft, load: Load): void {
      const direction = args.oneOf(["request", "response", "both"]);
      if (direction === undefined) return;
      ignoreRest(args, load);
      change(draft, { direction });
    },
  },
];
