/** `unix-bind` (manual 3.1): what unix sockets of `bind` lines get where these say nothing. */
import type { Arguments } from "../arguments.ts";
import type { Directive } from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { GlobalModel } from "../model.ts";

const ID = { min: 0, max: 0xfffffffe };

function parseMode(args: Arguments, load: Load): number | undefined {
  const word = args.expect("<mode>");
  if (word === undefined) return undefined;
  if (/^[0-7]{1,4}$/.test(word.text)) return Number.parseInt(word.text, 8);
  load.diagnostics.error(word, `'${word.text}' is no mode`, "expected octal digits, such as 660");
  return undefined;
}

/** Takes one option with its argument; false after reporting. */
function parseOption(args: Arguments, { process }: GlobalModel, load: Load): boolean {
  const { unixBind } = process;
  const option = args.oneOf(["prefix", "mode", "user", "uid", "group", "gid"]);
  if (option === undefined) return false;
  if (option === "mode") {
    const mode = parseMode(args, load);
    unixBind.mode = mode ?? unixBind.mode;
    return mode !== undefined;
  }
  if (option === "uid" || option === "gid") {
    const id = args.integer(`<${option}>`, ID);
    unixBind[option] = id ?? unixBind[option];
    return id !== undefined;
  }
  const word = args.expect(`<${option}>`);
  if (word === undefined) return false;
  unixBind[option] = word.text;
  return true;
}

export const unixBindDirective: Directive<GlobalModel> = {
  name: "unix-bind",
  in: ["global"],
  syntax:
    "unix-bind [prefix <prefix>] [mode <mode>] [user <user>] [uid <uid>] [group <group>] [gid <gid>]",
  manual: "3.1",
  summary: "folder, mode and owner of unix sockets that 'bind' lines of proxies listen at",
  parse(args: Arguments, global: GlobalModel, load: Load): void {
    while (args.peek !== undefined) if (!parseOption(args, global, load)) return;
  },
};

/** After the last line: binds of proxies take what they say nothing of. */
export function completeUnixBinds({ global, proxies }: Load): void {
  const { prefix, mode, user, group, uid, gid } = global.process.unixBind;
  for (const bind of proxies.flatMap(({ model }) => model.binds)) {
    if (!bind.addresses.some(({ kind }) => kind === "unix")) continue;
    bind.addresses = bind.addresses.map((address) =>
      address.kind === "unix" ? { ...address, path: `${prefix}${address.path}` } : address,
    );
    bind.mode ??= mode;
    if (bind.user === null && bind.uid === null) [bind.user, bind.uid] = [user, uid];
    if (bind.group === null && bind.gid === null) [bind.group, bind.gid] = [group, gid];
  }
}
