/** `bind` and `stats socket` lines (manual 5.1): addresses and options into a BindModel. */
import type { Arguments } from "../arguments.ts";
import { parseBindAddresses } from "./addresses.ts";
import { bindOptions } from "./options.ts";
import { otherBindOptions } from "../refused/known-elsewhere.ts";
import type { Load } from "../load-state.ts";
import type { AddressModel, BindModel } from "../model.ts";
import { blankBind } from "../model/blank/bind.ts";
import { bindOptionsNotYet } from "../refused/not-yet.ts";
import { type OptionTable, parseOptions } from "../options/rows.ts";
import type { Line, Word } from "../words/word.ts";

const table: OptionTable<BindModel> = {
  rows: bindOptions,
  notYet: bindOptionsNotYet,
  elsewhere: otherBindOptions,
};

/** Parses options into `bind`; `what` names the line in messages. */
export function parseBindOptions(
  args: Arguments,
  what: string,
  bind: BindModel,
  load: Load,
  options: OptionTable<BindModel> = table,
): void {
  parseOptions(args, what, options, bind, load);
}

/** Parses what follows `bind`; undefined after reporting an unusable address. */
export function parseBind(
  args: Arguments,
  load: Load,
  defaults: BindModel = blankBind(args.line, "", []),
  options: OptionTable<BindModel> = table,
): BindModel | undefined {
  const where = args.expect("<address>:<port> or a socket's path");
  if (where === undefined) return undefined;
  const addresses = parseBindAddresses(where, load.diagnostics);
  const bind = bindLike(defaults, args.line, where.text, addresses ?? []);
  parseBindOptions(args, "bind", bind, load, options);
  checkBindTls(bind, where, load);
  if (bind.id !== null && bind.addresses.length > 1) {
    load.diagnostics.error(
      where,
      `'id' is the number of one socket, and this line has ${bind.addresses.length}`,
      "give each address a line of its own, or leave 'id' away",
    );
  }
  return addresses === undefined ? undefined : bind;
}

/** A bind line somewhere else with the options of another one. */
export function bindLike(
  options: BindModel,
  line: Line,
  text: string,
  addresses: readonly AddressModel[],
): BindModel {
  const crt = [...options.crt];
  const defaultCrt = [...options.defaultCrt];
  return { ...options, line, text, addresses, crt, defaultCrt, crtList: [...options.crtList] };
}

/** Reports TLS options that do not go together; `where` is what to point at. */
function checkBindTls(bind: BindModel, where: Word, load: Load): void {
  const { ignoresAuthorityErrors, ignoresCertificateErrors } = bind;
  if (ignoresAuthorityErrors !== ignoresCertificateErrors) {
    load.diagnostics.error(
      where,
      "'crt-ignore-err all' and 'ca-ignore-err all' cannot go alone: the runtimes do not tell whose error it was",
      "give both",
    );
  }
  const hasCertificate = bind.crt.length + bind.crtList.length > 0;
  if (bind.ssl && !hasCertificate) {
    load.diagnostics.error(where, "'ssl' needs a certificate", "add 'crt <file or folder>'");
  }
  if (bind.ssl && bind.verify !== "none" && bind.caFile === null) {
    load.diagnostics.error(
      where,
      `'verify ${bind.verify}' needs CA certificates`,
      "add 'ca-file <file>'",
    );
  }
  if (!bind.ssl && hasCertificate) {
    load.diagnostics.warn(
      where,
      "a certificate without 'ssl' has no effect",
      "add 'ssl' to this line",
    );
  }
}
