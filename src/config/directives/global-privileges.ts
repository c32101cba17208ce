/** Who the process is once it serves (manual 3.1): its user, its group, its folder. */
import type { Directive } from "../directive.ts";
import type { GlobalModel } from "../model.ts";
import { globalFacts as facts, once, sizeSetting, textSetting } from "./setting.ts";

/** Numeric ids of users and groups. */
const idRange = { min: 0, max: 0xfffffffe };

export const globalPrivilegeDirectives: readonly Directive<GlobalModel>[] = [
  once(
    textSetting(
      facts("chroot", "3.1", "confines the process to a folder"),
      "jail dir",
      (g, text) => {
        g.chroot = text;
      },
    ),
    (g) => g.chroot,
  ),
  textSetting(facts("user", "3.1", "runs as this user"), "user name", (g, text) => {
    g.user = text;
  }),
  textSetting(facts("group", "3.1", "runs as this group"), "group name", (g, text) => {
    g.group = text;
  }),
  once(
    sizeSetting(facts("uid", "3.1", "runs as this user id"), idRange, (g, id) => {
      g.uid = id;
    }),
    (g) => g.uid,
  ),
  once(
    sizeSetting(facts("gid", "3.1", "runs as this group id"), idRange, (g, id) => {
      g.gid = id;
    }),
    (g) => g.gid,
  ),
];
