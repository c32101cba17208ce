/** The commands of maps and ACLs (management manual 9.3), each verb once for both. */
import type { PatternUse } from "../../pattern/store.ts";
import type { Answer, CliCall, CliCommand } from "../command.ts";
import { add, clear, commit, del, prepare, save, set } from "./pattern-change.ts";
import { get, show } from "./pattern-show.ts";

type Run = (call: CliCall, use: PatternUse) => Answer;

/** A verb, what it runs, and for each use what follows "verb map" in a listing and a summary. */
type Verb = readonly [
  verb: string,
  run: Run,
  rows: { readonly [Use in PatternUse]?: readonly [usage: string, summary: string] },
];

const VERBS: readonly Verb[] = [
  [
    "show",
    show,
    {
      map: ["[@ver] [map]", "report available maps or dump a map's contents"],
      acl: ["[@<ver>] <acl>]", "report available acls or dump an acl's contents"],
    },
  ],
  [
    "get",
    get,
    {
      map: ["<acl> <value>", "report the keys and values matching a sample for a map"],
      acl: ["<acl> <value>", "report the patterns matching a sample for an ACL"],
    },
  ],
  [
    "add",
    add,
    {
      map: ["[@<ver>] <map> <key> <val>", "add a map entry (payload supported instead of key/val)"],
      acl: ["[@<ver>] <acl> <pattern>", "add an acl entry"],
    },
  ],
  ["set", set, { map: ["<map> [<key>|#<ref>] <value>", "modify a map entry"] }],
  [
    "del",
    del,
    {
      map: ["<map> [<key>|#<ref>]", "delete map entries matching <key>"],
      acl: ["<acl> [<key>|#<ref>]", "delete acl entries matching <key>"],
    },
  ],
  [
    "clear",
    clear,
    {
      map: ["[@<ver>] <map>", "clear the contents of this map"],
      acl: ["[@<ver>] <acl>", "clear the contents of this acl"],
    },
  ],
  [
    "prepare",
    prepare,
    {
      map: ["<acl>", "prepare a new version for atomic map replacement"],
      acl: ["<acl>", "prepare a new version for atomic ACL replacement"],
    },
  ],
  [
    "commit",
    commit,
    {
      map: ["@<ver> <map>", "commit the map at this version"],
      acl: ["@<ver> <acl>", "commit the ACL at this version"],
    },
  ],
  [
    "save",
    save,
    {
      map: ["<map>", "write the contents of this map to its file"],
      acl: ["<acl>", "write the contents of this acl to its file"],
    },
  ],
];

const USES: readonly PatternUse[] = ["map", "acl"];

export const PATTERN_COMMANDS: readonly CliCommand[] = VERBS.flatMap(([verb, run, rows]) =>
  USES.flatMap((use) => {
    const row = rows[use];
    if (row === undefined) return [];
    const [usage, summary] = row;
    return {
      words: [verb, use],
      level: verb === "save" ? ("admin" as const) : ("user" as const),
      usage: `${verb} ${use} ${usage}`,
      summary,
      run: (call: CliCall) => run(call, use),
    };
  }),
);
