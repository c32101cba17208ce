/** What `show map|acl` and `get map|acl` answer (management manual 9.3). */
import { parseIp } from "../../core/ip.ts";
import type { PatternReference } from "../../pattern/reference.ts";
import type { PatternEntry } from "../../pattern/types.ts";
import type { PatternSearch } from "../../pattern/search.ts";
import type { PatternUse } from "../../pattern/store.ts";
import type { MatchRow } from "../../pattern/types.ts";
import { wholeInt } from "../../sample/integer.ts";
import type { SampleValue } from "../../sample/types.ts";
import type { Answer, CliCall } from "../command.ts";
import type { ControlPlane } from "../control.ts";
import { listAnswer } from "../in-pieces.ts";
import { entryId, onReference, USE_NAMES, versionArgs } from "./pattern-target.ts";
import { failure } from "../message.ts";

/** `show map [[@<ver>] <map>]` */
export function show(call: CliCall, use: PatternUse): Answer {
  const { version, rest } = versionArgs(call.args);
  const [name] = rest;
  if (name === undefined && version === null) return listReferences(call.control, use);
  return onReference(call, name ?? "", use, (reference) => dump(reference, version));
}

function listReferences(control: ControlPlane, use: PatternUse): string {
  const used = control.patterns.references.filter((reference) =>
    use === "map" ? reference.usedByMap : reference.usedByAcl,
  );
  const lines = used.map((reference) => {
    const { id, fileName, description, currentVersion, nextVersion } = reference;
    const count = reference.totalSize * reference.searches.length;
    return `${id} (${fileName ?? ""}) ${description}. curr_ver=${currentVersion} next_ver=${nextVersion} entry_cnt=${count}\n`;
  });
  return `# id (file) description\n${lines.join("")}`;
}

function dump(reference: PatternReference, version: number | null): Answer {
  const entries = version === null ? reference.entries : reference.entriesOf(version);
  return listAnswer("", entries, reference.totalSize, entryLine);
}

function entryLine({ id, key, value }: PatternEntry): string {
  return `${entryId(id)} ${key}${value === null ? "" : ` ${value}`}\n`;
}

/** `get map <map> <value>` */
export function get(call: CliCall, use: PatternUse): Answer {
  const [name, text] = call.args;
  if (name === undefined || text === undefined) {
    return failure(`Missing ${USE_NAMES[use]} identifier and/or key.\n`);
  }
  const act = ({ searches }: PatternReference): Answer =>
    searches.map((search) => lookUp(search, use, text)).join("");
  // It looks into the sets of the other use as well.
  return onReference(call, name, use, act, null);
}

function lookUp(search: PatternSearch, use: PatternUse, text: string): string {
  const { row, ignoreCase } = search;
  const kind = `type=${row.name}, case=${ignoreCase ? "insensitive" : "sensitive"}`;
  const word = use === "map" ? "found" : "match";
  const sample = sampleOf(row, text);
  const entry = sample === undefined ? null : search.find(sample);
  if (entry === null) return `${kind}, ${word}=no\n`;
  const found = `${kind}, ${word}=yes, idx=${ignoreCase ? "list" : row.storage}`;
  if (use === "acl") return `${found}, pattern="${entry.key}"\n`;
  const value = entry.value ?? "";
  const shown =
    search.values === null ? "value=none" : `value="${value}", ${typeOf(search, value)}`;
  return `${found}, key="${entry.key}", ${shown}\n`;
}

/** The type that the search gives a value. */
function typeOf({ values }: PatternSearch, value: string): string {
  if (values === "int") return 'type="sint"';
  return values === "ip" ? `type="ipv${parseIp(value)?.family ?? 4}"` : 'type="str"';
}

/** The typed text as a sample of the kind's input; undefined if it cannot be one. */
function sampleOf(row: MatchRow, text: string): SampleValue | undefined {
  if (row.input === "addr" || row.input === "ipv4" || row.input === "ipv6") return parseIp(text);
  return row.input === "int" ? wholeInt(text) : text;
}
