/** `add`, `set`, `del`, `clear`, `prepare` and `commit` of maps and ACLs (management manual 9.3). */
import type { EntryName, PatternReference } from "../../pattern/reference.ts";
import type { PatternChange, PatternUse } from "../../pattern/store.ts";
import type { Answer, CliCall } from "../command.ts";
import { finishOrFail, finishWith } from "../finish.ts";
import { entryName, onReference, USE_NAMES, versionArgs } from "./pattern-target.ts";
import { information } from "../message.ts";

const ADD_USAGE: Readonly<Record<PatternUse, string>> = {
  map:
    "'add map' expects three parameters (map identifier, key and value) or one parameter " +
    "(map identifier) and a payload\n",
  acl: "'add acl' expects two parameters: ACL identifier and pattern.\n",
};

const SHARED =
  "This ACL is shared with a map containing samples. You must use the command 'add map' to add values.\n";

/** `add map [@<ver>] <map> <key> <value>`, or a payload; `add acl [@<ver>] <acl> <pattern>` */
export function add(call: CliCall, use: PatternUse): Answer {
  const { version, rest } = versionArgs(call.args);
  const [name, key, value] = rest;
  const payload = use === "map" ? call.payload : null;
  const complete = use === "map" ? value !== undefined : key !== undefined;
  if (name === undefined || (payload === null && !complete)) return ADD_USAGE[use];
  const act = (reference: PatternReference): Answer => {
    if (use === "acl" && reference.usedByMap) return SHARED;
    const common = { reference: reference.id, version };
    return make(
      call,
      payload === null
        ? { ...common, op: "add", key: key!, value: use === "map" ? value! : null }
        : { ...common, op: "add-text", text: payload, layout: "payload", linesBefore: 0 },
    );
  };
  // It finds the sets of the other use as well.
  return onReference(call, name, use, act, null);
}

/** What `set map` says of a reference that is none, and of one that no entry has. */
const MISSING_REFERENCE: readonly string[] = ["entry not found.\n", "key or pattern not found.\n"];

/** `set map <map> [<key>|#<ref>] <value>`: takes the sets of ACLs as well. */
export function set(call: CliCall): Answer {
  const [name, key, value] = call.args;
  if (name === undefined || key === undefined || value === undefined) {
    return "'set map' expects three parameters: map identifier, key and value.\n";
  }
  const act = (reference: PatternReference): Answer =>
    onEntry(reference, key, MISSING_REFERENCE[Number(key.startsWith("#0x"))]!, (entry) =>
      make(call, { op: "set", reference: reference.id, entry, value }),
    );
  return onReference(call, name, "map", act, null);
}

/** `del map <map> [<key>|#<ref>]` */
export function del(call: CliCall, use: PatternUse): Answer {
  const [name, key] = call.args;
  if (name === undefined || key === undefined) {
    return `This command expects two parameters: ${USE_NAMES[use]} identifier and key.\n`;
  }
  return onReference(call, name, use, (reference) =>
    onEntry(reference, key, "Key not found.\n", (entry) =>
      make(call, { op: "delete", reference: reference.id, entry }),
    ),
  );
}

/** `clear map [@<ver>] <map>` */
export function clear(call: CliCall, use: PatternUse): Answer {
  const { version, rest } = versionArgs(call.args);
  const [name] = rest;
  if (name === undefined) return `Missing ${USE_NAMES[use]} identifier.\n`;
  return onReference(call, name, use, ({ id }) =>
    make(call, { op: "clear", reference: id, version }),
  );
}

/** `prepare map <map>` */
export function prepare(call: CliCall, use: PatternUse): Answer {
  const [name = ""] = call.args;
  return onReference(call, name, use, (reference) => {
    const change = { op: "prepare", reference: reference.id } as const;
    const done = call.control.changePatterns([change]);
    const { nextVersion } = reference;
    return finishWith(done, () => information(`New version created: ${nextVersion}\n`));
  });
}

/** `commit map @<ver> <map>` */
export function commit(call: CliCall, use: PatternUse): Answer {
  const { version, rest } = versionArgs(call.args);
  const [name] = rest;
  if (version === null) return "Missing version number.\n";
  if (name === undefined) return `Missing ${USE_NAMES[use]} identifier.\n`;
  return onReference(call, name, use, ({ id }) =>
    make(call, { op: "commit", reference: id, version }),
  );
}

/** `save map <map>`: HAProxy does not have it. */
export function save(call: CliCall, use: PatternUse): Answer {
  const [name] = call.args;
  if (name === undefined) return `Missing ${USE_NAMES[use]} identifier.\n`;
  return onReference(call, name, use, (reference) =>
    finishOrFail(call.control.savePatterns(reference)),
  );
}

function onEntry(
  reference: PatternReference,
  text: string,
  missing: string,
  act: (entry: EntryName) => Answer,
): Answer {
  const entry = entryName(text, reference);
  return entry === null ? missing : act(entry);
}

function make({ control }: CliCall, change: PatternChange): Answer {
  return finishOrFail(control.changePatterns([change]));
}
