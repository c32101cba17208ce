/** `add`, `set`, `del` and `clear` of maps and ACLs (management manual 9.3). */
import type { PatternChange, PatternUse } from "../../pattern/store.ts";
import type { Answer, CliCall, CliCommand } from "../command.ts";
import { finishOrFail } from "../finish.ts";
import { entryOf, onReference } from "./pattern-target.ts";

/** Keys with values from a payload: one entry a line; or what is wrong with it. */
function cutPayload(
  payload: string,
  use: PatternUse,
): readonly (readonly [string, string | null])[] | string {
  const entries: (readonly [string, string | null])[] = [];
  for (const line of payload.split("\n")) {
    const text = line.trim();
    if (text === "") continue;
    if (use === "acl") {
      entries.push([text, null]);
      continue;
    }
    const match = /^(\S+)\s+(.*)$/.exec(text);
    if (match === null) return `Missing value for key '${text}'.\n`;
    entries.push([match[1]!, match[2]!]);
  }
  return entries;
}

const ADD_USAGE: Readonly<Record<PatternUse, string>> = {
  map:
    "'add map' expects three parameters (map identifier, key and value) or one parameter " +
    "(map identifier) and a payload\n",
  acl: "'add acl' expects two parameters: ACL identifier and pattern.\n",
};

function add(call: CliCall, use: PatternUse): Answer {
  const { args, payload, control } = call;
  const [, key, value] = args;
  const complete = use === "map" ? value !== undefined : key !== undefined;
  if (args.length === 0 || (payload === null && !complete)) return ADD_USAGE[use];
  return onReference(call, use, ({ id }) => {
    const entries =
      payload === null ? [[key ?? "", value ?? null] as const] : cutPayload(payload, use);
    if (typeof entries === "string") return entries;
    const changes = entries.map(([entryKey, entryValue]): PatternChange => ({
      op: "add",
      reference: id,
      key: entryKey,
      value: use === "map" ? entryValue : null,
    }));
    return finishOrFail(control.changePatterns(changes));
  });
}

function setValue(call: CliCall): Answer {
  const [, key, value] = call.args;
  if (key === undefined || value === undefined) {
    return "'set map' expects three parameters: map identifier, key and value.\n";
  }
  return onReference(call, "map", ({ id }) =>
    finishOrFail(
      call.control.changePatterns([{ op: "set", reference: id, entry: entryOf(key), value }]),
    ),
  );
}

function remove(call: CliCall, use: PatternUse): Answer {
  const [, key] = call.args;
  if (key === undefined) {
    return `This command expects two parameters: ${use === "map" ? "map" : "ACL"} identifier and key.\n`;
  }
  return onReference(call, use, ({ id }) =>
    finishOrFail(
      call.control.changePatterns([{ op: "delete", reference: id, entry: entryOf(key) }]),
    ),
  );
}

function clear(call: CliCall, use: PatternUse): Answer {
  if (call.args.length === 0) return `Missing ${use === "map" ? "map" : "ACL"} identifier.\n`;
  return onReference(call, use, ({ id }) =>
    finishOrFail(call.control.changePatterns([{ op: "clear", reference: id }])),
  );
}

export const PATTERN_CHANGE_COMMANDS: readonly CliCommand[] = [
  {
    words: ["add", "map"],
    level: "user",
    usage: "add map [@<ver>] <map> <key> <val>",
    summary: "add a map entry (payload supported instead of key/val)",
    run: (call) => add(call, "map"),
  },
  {
    words: ["add", "acl"],
    level: "user",
    usage: "add acl [@<ver>] <acl> <pattern>",
    summary: "add an acl entry",
    run: (call) => add(call, "acl"),
  },
  {
    words: ["set", "map"],
    level: "user",
    usage: "set map <map> [<key>|#<ref>] <value>",
    summary: "modify a map entry",
    run: setValue,
  },
  {
    words: ["del", "map"],
    level: "user",
    usage: "del map <map> [<key>|#<ref>]",
    summary: "delete map entries matching <key>",
    run: (call) => remove(call, "map"),
  },
  {
    words: ["del", "acl"],
    level: "user",
    usage: "del acl <acl> [<key>|#<ref>]",
    summary: "delete acl entries matching <key>",
    run: (call) => remove(call, "acl"),
  },
  {
    words: ["clear", "map"],
    level: "user",
    usage: "clear map [@<ver>] <map>",
    summary: "clear the contents of this map",
    run: (call) => clear(call, "map"),
  },
  {
    words: ["clear", "acl"],
    level: "user",
    usage: "clear acl [@<ver>] <acl>",
    summary: "clear the contents of this acl",
    run: (call) => clear(call, "acl"),
  },
];
