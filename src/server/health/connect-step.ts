/** `tcp-check connect` and `http-check connect` (manual 4.2): the next connection of a check. */
import { readCheckAddress } from "../../config/server/check-address.ts";
import type { Word } from "../../config/words/word.ts";
import { castTo, compileExpression } from "../../sample/expression.ts";
import type { Eval } from "../../sample/types.ts";
import type { ConnectStep } from "./sequence.ts";
import { type CheckRule, refuse } from "./rule-words.ts";

const PROTOCOLS: ReadonlySet<string> = new Set(["none", "h1", "h2", "fcgi"]);

type Draft = { -readonly [Key in keyof ConnectStep]: ConnectStep[Key] };

/** Compiles the rule; undefined after reporting. `comment` is that of a rule before it, or "". */
export function compileConnect(rule: CheckRule, comment: string): ConnectStep | undefined {
  const step: Draft = {
    kind: "connect",
    number: rule.number,
    comment,
    name: "connect",
    usesServer: false,
    port: null,
    address: null,
    tls: false,
    serverName: null,
    alpn: null,
    sendsProxy: false,
    lingers: false,
    viaSocks4: false,
  };
  for (let word = rule.args.take(); word !== undefined; word = rule.args.take()) {
    if (!readOption(word, rule, step)) return undefined;
  }
  return step;
}

function readOption(word: Word, rule: CheckRule, step: Draft): boolean {
  switch (word.text) {
    case "default":
      step.usesServer = true;
      return true;
    case "send-proxy":
      step.sendsProxy = true;
      return true;
    case "ssl":
      step.tls = true;
      return true;
    case "linger":
      step.lingers = true;
      return true;
    case "port":
      return readPort(rule, step);
    case "addr":
      return readAddress(rule, step);
    case "sni":
    case "alpn":
    case "comment":
      return readText(word.text, rule, step);
    case "proto":
      return readProtocol(rule);
    case "via-socks4":
      step.viaSocks4 = true;
      return true;
    default:
      refuse(
        rule,
        word,
        `'${rule.args.name}' does not know '${word.text}'`,
        "expected comment, port, addr, send-proxy, ssl, sni, alpn, proto, via-socks4, linger or default",
      );
      return false;
  }
}

function readText(name: "sni" | "alpn" | "comment", rule: CheckRule, step: Draft): boolean {
  const value = rule.args.expect(`a value after '${name}'`);
  if (value === undefined) return false;
  if (name === "sni") step.serverName = value.text;
  else if (name === "alpn") step.alpn = value.text.split(",");
  else step.comment = value.text;
  return true;
}

/** The protocol above the connection: checks by HTTP speak HTTP/1, others none. */
function readProtocol(rule: CheckRule): boolean {
  const value = rule.args.expect("a protocol after 'proto'");
  if (value === undefined) return false;
  const { text } = value;
  const own = rule.family === "http-check" ? "h1" : "none";
  if (text === own) return true;
  if (!PROTOCOLS.has(text)) refuse(rule, value, `'${text}' is not a protocol`);
  else refuse(rule, value, refusedProtocol(text, rule.family), `expected ${own}`);
  return false;
}

function refusedProtocol(name: string, family: string): string {
  if (family === "tcp-check" || name === "none") return `'${name}' is no protocol of ${family}`;
  return name === "h2"
    ? "HTTP/2 is not supported by this version of Sluice yet: checks speak HTTP/1"
    : "FastCGI is not supported";
}

function readAddress(rule: CheckRule, step: Draft): boolean {
  const where = rule.args.expect("an address after 'addr'");
  if (where === undefined) return false;
  const address = readCheckAddress(where, rule.scope.diagnostics);
  if (address === undefined) return false;
  // As in HAProxy, the port of any address is not used either.
  const isAny = address.kind === "ip" && (address.host === "0.0.0.0" || address.host === "::");
  step.address = isAny ? null : address;
  return true;
}

function readPort(rule: CheckRule, step: Draft): boolean {
  const value = rule.args.expect("a port after 'port'");
  if (value === undefined) return false;
  if (!/^\d+$/.test(value.text)) {
    step.port = portOf(value, rule) ?? null;
    return step.port !== null;
  }
  const port = Number(value.text);
  if (port < 1 || port > 65535) {
    refuse(rule, value, `'${value.text}' is not a port from 1 to 65535`);
    return false;
  }
  step.port = () => port;
  step.name = `connect port ${port}`;
  return true;
}

function portOf(word: Word, rule: CheckRule): Eval | undefined {
  const expression = compileExpression(word, rule.scope);
  return expression === undefined ? undefined : castTo(expression, "int", rule.scope, word)?.eval;
}
