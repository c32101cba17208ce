/** `show map|acl` and `get map|acl` (management manual 9.3). */
import { parseIp } from "../../core/ip.ts";
import type { PatternReference } from "../../pattern/reference.ts";
import type { PatternUse } from "../../pattern/store.ts";
import type { MatchRow, PatternEntry, PatternIndex } from "../../pattern/types.ts";
import type { SampleValue } from "../../sample/types.ts";
import type { Answer, CliCall, CliCommand } from "../command.ts";
import type { ControlPlane } from "../control.ts";
import { entryName, onReference } from "./pattern-target.ts";

function listReferences(control: ControlPlane, use: PatternUse): string {
  const used = control.patterns.references.filter((reference) =>
    use === "map" ? reference.usedByMap : reference.usedByAcl,
  );
  const lines = used.map(
    ({ id, fileName, description, size }) =>
      `${id} (${fileName ?? ""}) ${description}. curr_ver=0 next_ver=0 entry_cnt=${size}\n`,
  );
  return `# id (file) description\n${lines.join("")}`;
}

function dumpReference(reference: PatternReference): string {
  let text = "";
  for (const { id, key, value } of reference.entries) {
    text += `${entryName(id)} ${key}${value === null ? "" : ` ${value}`}\n`;
  }
  return text;
}

const show = (call: CliCall, use: PatternUse): Answer =>
  call.args.length === 0
    ? listReferences(call.control, use)
    : onReference(call, use, dumpReference);

/** The typed text as a sample of the kind's input; undefined if it cannot be one. */
function sampleOf(row: MatchRow, text: string): SampleValue | undefined {
  if (row.input === "addr" || row.input === "ipv4" || row.input === "ipv6") return parseIp(text);
  if (row.input === "int") return /^-?\d+$/.test(text) ? Number(text) : undefined;
  return text;
}

function findIn(row: MatchRow, index: PatternIndex, text: string): PatternEntry | null {
  const sample = sampleOf(row, text);
  return sample === undefined ? null : index.find(sample);
}

function lookUp(reference: PatternReference, use: PatternUse, text: string): string {
  const word = use === "map" ? "found" : "match";
  let answer = "";
  for (const { row, ignoreCase, index } of reference.indexes) {
    const entry = findIn(row, index, text);
    const kind = `type=${row.name}, case=${ignoreCase ? "insensitive" : "sensitive"}`;
    if (entry === null) {
      answer += `${kind}, ${word}=no\n`;
      continue;
    }
    const found = `${kind}, ${word}=yes, idx=${row.storage}`;
    const { key, value } = entry;
    answer +=
      use === "acl"
        ? `${found}, pattern="${key}"\n`
        : `${found}, key="${key}", value="${value ?? ""}", type="str"\n`;
  }
  return answer;
}

function get(call: CliCall, use: PatternUse): Answer {
  const [, text] = call.args;
  if (text === undefined) {
    return `Missing ${use === "map" ? "map" : "ACL"} identifier and/or key.\n`;
  }
  return onReference(call, use, (reference) => lookUp(reference, use, text));
}

export const PATTERN_COMMANDS: readonly CliCommand[] = [
  {
    words: ["show", "map"],
    level: "user",
    usage: "show map [@ver] [map]",
    summary: "report available maps or dump a map's contents",
    run: (call) => show(call, "map"),
  },
  {
    words: ["show", "acl"],
    level: "user",
    usage: "show acl [@<ver>] <acl>]",
    summary: "report available acls or dump an acl's contents",
    run: (call) => show(call, "acl"),
  },
  {
    words: ["get", "map"],
    level: "user",
    usage: "get map <acl> <value>",
    summary: "report the keys and values matching a sample for a map",
    run: (call) => get(call, "map"),
  },
  {
    words: ["get", "acl"],
    level: "user",
    usage: "get acl <acl> <value>",
    summary: "report the patterns matching a sample for an ACL",
    run: (call) => get(call, "acl"),
  },
];
