/** Names of users and groups in a configuration: those that the system does not know are errors. */
import type { Diagnostics } from "../../config/diagnostics/diagnostics.ts";
import type { BindModel, ConfigModel } from "../../config/model.ts";
import type { Line } from "../../config/words/word.ts";
import type { Process } from "../../runtime/process.ts";

interface Named {
  /** Null for what the model keeps no position of. */
  readonly at: Line | null;
  readonly user: string | null;
  readonly group: string | null;
}

/** Once, while the files of accounts can be read: not after a chroot. */
export function checkAccounts(
  { global, proxies }: ConfigModel,
  process: Pick<Process, "uidOf" | "gidOf">,
  diagnostics: Diagnostics,
): void {
  const binds: readonly BindModel[] = [
    ...global.statsSockets,
    ...proxies.flatMap((proxy) => proxy.binds),
  ];
  const places: readonly Named[] = [
    { at: null, user: global.user, group: global.group },
    { at: null, ...global.process.unixBind },
    ...binds.map(({ line, user, group }) => ({ at: line, user, group })),
  ];
  const told = new Set<string>();
  const tell = (at: Line | null, text: string): void => {
    if (!told.has(text)) diagnostics.error(at, text);
    told.add(text);
  };
  for (const { at, user, group } of places) {
    if (user !== null && process.uidOf(user) < 0) tell(at, `there is no user '${user}'`);
    if (group !== null && process.gidOf(group) < 0) tell(at, `there is no group '${group}'`);
  }
}
