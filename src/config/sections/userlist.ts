/** The `userlist` section (manual 3.4). Groups may name users that come later, and users groups. */
import type { Arguments } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { UserlistModel } from "../model.ts";
import { expectSectionName } from "../values/proxy-name.ts";
import { type OpenSection, type SectionRow, openSection } from "../section.ts";
import type { Word } from "../words/word.ts";

/** A userlist while it is read: who is in which group is known at its end. */
export interface UserlistDraft {
  readonly users: {
    readonly name: Word;
    readonly password: string;
    readonly insecure: boolean;
    readonly groups: readonly Word[];
  }[];
  readonly groups: { readonly name: Word; readonly users: readonly Word[] }[];
}

/** The parts of a comma-separated list, each where it stands. */
function splitList(list: Word): readonly Word[] {
  return list.text.split(",").map((text) => ({ ...list, text }));
}

function parseGroup(args: Arguments, userlist: UserlistDraft, load: Load): void {
  const name = args.expect("a name");
  if (name === undefined) return;
  const users = args.takeIf("users") ? args.expect("a list of users after 'users'") : null;
  if (users === undefined || !args.end()) return;
  if (userlist.groups.some((group) => group.name.text === name.text)) {
    return load.diagnostics.warn(
      name,
      `group '${name.text}' is there already; the line is ignored`,
    );
  }
  userlist.groups.push({ name, users: users === null ? [] : splitList(users) });
}

function parseUser(args: Arguments, userlist: UserlistDraft, load: Load): void {
  const name = args.expect("a name");
  if (name === undefined) return;
  let password = "";
  let insecure = true;
  let groups: readonly Word[] = [];
  while (args.peek !== undefined) {
    const option = args.oneOf(["password", "insecure-password", "groups"]);
    const value = option === undefined ? undefined : args.expect(`a value after '${option}'`);
    if (option === undefined || value === undefined) return;
    if (option === "groups") groups = splitList(value);
    else [password, insecure] = [value.text, option === "insecure-password"];
  }
  if (userlist.users.some((user) => user.name.text === name.text)) {
    return load.diagnostics.warn(name, `user '${name.text}' is there already; the line is ignored`);
  }
  userlist.users.push({ name, password, insecure, groups });
}

export const userlistDirectives: readonly Directive<UserlistDraft>[] = [
  {
    name: "group",
    in: ["userlist"],
    syntax: "group <groupname> [users <user>,<user>,(...)]",
    manual: "3.4",
    summary: "adds a group",
    parse: parseGroup,
  },
  {
    name: "user",
    in: ["userlist"],
    syntax:
      "user <username> [password|insecure-password <password>] [groups <group>,<group>,(...)]",
    manual: "3.4",
    summary: "adds a user",
    parse: parseUser,
  },
];

/** Joins both ways of saying who is in a group; reports names that do not exist. */
function finish(name: string, draft: UserlistDraft, load: Load): UserlistModel {
  const groups = draft.groups.map((group) => group.name.text);
  for (const word of draft.users.flatMap((user) => user.groups)) {
    if (!groups.includes(word.text))
      load.diagnostics.error(word, `there is no group '${word.text}' in userlist '${name}'`);
  }
  for (const word of draft.groups.flatMap((group) => group.users)) {
    const exists = draft.users.some((user) => user.name.text === word.text);
    if (!exists)
      load.diagnostics.error(word, `there is no user '${word.text}' in userlist '${name}'`);
  }
  const users = draft.users.map((user) => {
    const own = user.groups.map((word) => word.text);
    const listed = draft.groups.filter((group) =>
      group.users.some((word) => word.text === user.name.text),
    );
    const all = new Set([...own, ...listed.map((group) => group.name.text)]);
    return {
      name: user.name.text,
      password: user.password,
      insecure: user.insecure,
      groups: [...all],
    };
  });
  return { name, users, groups };
}

export const userlistSection: SectionRow = {
  name: "userlist",
  syntax: "userlist <listname>",
  manual: "3.4",
  summary: "users and groups",
  open(args: Arguments, load: Load): OpenSection | undefined {
    const name = expectSectionName(args, load.diagnostics);
    if (name === undefined || !args.end()) return undefined;
    const draft: UserlistDraft = { users: [], groups: [] };
    const open = openSection("userlist", name.text, draft, userlistDirectives, load);
    const close = (): void => {
      const isDuplicate = load.userlists.some((each) => each.name === name.text);
      if (isDuplicate)
        load.diagnostics.warn(
          name,
          `userlist '${name.text}' is there already; this one is ignored`,
        );
      else load.userlists.push(finish(name.text, draft, load));
    };
    return { ...open, close };
  },
};
