/** Backends whose streams go to an address that is no server's (manual 4.2). */
import { parseIp } from "../../core/ip.ts";
import { parseAddress } from "../values/address.ts";
import type { Arguments } from "../arguments.ts";
import { type Directive, backendSide } from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { ProxyModel } from "../model.ts";
import type { ProxyDraft } from "../proxy-draft.ts";
import { switchSetting } from "./setting.ts";
import type { Word } from "../words/word.ts";

const manual = "4.2";
const summary = "connects to where the client meant to";

function parseDispatch(args: Arguments, { model }: ProxyDraft, load: Load): void {
  const where = args.expect("<address>:<port>");
  if (where === undefined || !args.end()) return;
  const address = readAddress(where, load);
  if (address !== undefined) model.dispatch = address;
}

/** Undefined after reporting. */
function readAddress(where: Word, load: Load): NonNullable<ProxyModel["dispatch"]> | undefined {
  const refuse = (problem: string, hint = ""): undefined => {
    load.diagnostics.error(where, `'dispatch': ${problem}`, hint);
  };
  const parsed = parseAddress(where.text);
  if ("problem" in parsed) return refuse(parsed.problem, parsed.hint);
  const { address, transport, portSign, hasPort, lastPort } = parsed;
  if (transport === "datagram") return refuse("connections cannot be made to datagram addresses");
  if (address.kind === "fd") return refuse("connections cannot be made to a descriptor");
  if (address.kind !== "ip") return address;
  if (portSign !== "") return refuse("a port that depends on the client's is not allowed");
  if (!hasPort || address.port === 0) return refuse(`no port in '${where.text}'`);
  if (lastPort !== address.port) return refuse("one port, not a range");
  if (parseIp(address.host) === undefined)
    return refuse("only servers have host names", `use 'server <name> ${where.text}' instead`);
  return { kind: "ip", host: address.host, port: address.port };
}

function turnTransparent({ model }: ProxyDraft, on: boolean): void {
  if (on) model.switches.add("transparent");
  else model.switches.delete("transparent");
}

function transparent(name: string): Directive<ProxyDraft> {
  return switchSetting({ name, in: backendSide, manual, summary }, turnTransparent);
}

/** The option's old name, which cannot be negated. */
function oldTransparent(): Directive<ProxyDraft> {
  const { negate: _negate, restore: _restore, ...row } = transparent("transparent");
  return row;
}

export const proxyDirectDirectives: readonly Directive<ProxyDraft>[] = [
  {
    name: "dispatch",
    in: ["listen", "backend"],
    syntax: "dispatch <address>:<port>",
    manual,
    summary: "connects to one address that is no server's",
    parse: parseDispatch,
  },
  transparent("option transparent"),
  oldTransparent(),
];
