/** `bind` and `stats socket` lines (manual 5.1): addresses and options into a BindModel. */
import type { Arguments } from "./arguments.ts";
import { parseBindAddresses } from "./bind-addresses.ts";
import { bindOptions } from "./bind-options.ts";
import { otherBindOptions } from "./known-elsewhere.ts";
import type { Load } from "./load-state.ts";
import type { BindModel } from "./model.ts";
import { blankBind } from "./model/blank.ts";
import { bindOptionsNotYet } from "./not-yet.ts";
import { type OptionTable, parseOptions } from "./option-rows.ts";

const table: OptionTable<BindModel> = {
  rows: bindOptions,
  notYet: bindOptionsNotYet,
  elsewhere: otherBindOptions,
};

/** Parses what follows `bind`; undefined after reporting an unusable address. */
export function parseBind(args: Arguments, load: Load): BindModel | undefined {
  const where = args.expect("<address>:<port> or a socket's path");
  if (where === undefined) return undefined;
  const addresses = parseBindAddresses(where, load.diagnostics);
  const bind = blankBind(args.line, where.text, addresses ?? []);
  parseOptions(args, "bind", table, bind, load);
  if (bind.ssl && bind.crt.length === 0 && bind.crtList.length === 0) {
    load.diagnostics.error(where, "'ssl' needs a certificate", "add 'crt <file or folder>'");
  }
  if (bind.ssl && bind.verify !== "none" && bind.caFile === null) {
    load.diagnostics.error(
      where,
      `'verify ${bind.verify}' needs CA certificates`,
      "add 'ca-file <file>'",
    );
  }
  if (!bind.ssl && (bind.crt.length > 0 || bind.crtList.length > 0)) {
    load.diagnostics.warn(
      where,
      "a certificate without 'ssl' has no effect",
      "add 'ssl' to this line",
    );
  }
  return addresses === undefined ? undefined : bind;
}
