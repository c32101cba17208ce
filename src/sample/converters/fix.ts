/** Converters of FIX messages (manual 7.3.1). */
import { fixTag, fixValue, isFixMessage } from "../protocols/fix.ts";
import { argText } from "../rows.ts";
import type { ConverterRow } from "../types.ts";
import { ofText, shapedText } from "./rows.ts";

const tagValue: ConverterRow = shapedText(
  "fix_tag_value",
  "bin",
  "bin",
  [{ name: "tag", type: "str" }],
  "The value of a tag of a FIX message, by its number or one of its names.",
  (args, scope, at) => {
    const tag = fixTag(argText(args, 0));
    if (tag !== undefined) return (text) => fixValue(text, tag);
    const message = `converter 'fix_tag_value': '${argText(args, 0)}' is no tag`;
    const hint =
      "a number, BeginString, BodyLength, MsgType, SenderCompID, TargetCompID or CheckSum";
    scope.diagnostics.error(args[0]?.at ?? at, message, hint);
    return undefined;
  },
);

export const fixConverters: readonly ConverterRow[] = [
  ofText(
    "fix_is_valid",
    "bin",
    "bool",
    "True for a right FIX message, no sample while more of it may come.",
    isFixMessage,
  ),
  tagValue,
];
