/**
 * A model as text to compare: what differs from the blank model, words as their text, places left
 * out. One fact a line, so that a change shows as the lines it changes.
 */
import type { ConfigModel } from "../../../src/config/model.ts";
import { blankBind } from "../../../src/config/model/blank/bind.ts";
import { blankGlobal } from "../../../src/config/model/blank/global.ts";
import { blankHttpCheck } from "../../../src/config/model/blank/check.ts";
import { blankProxy } from "../../../src/config/model/blank/proxy.ts";
import { blankServer } from "../../../src/config/model/blank/server.ts";
import { blankStats } from "../../../src/config/model/blank/stats.ts";
import type { Line } from "../../../src/config/words/word.ts";

const nowhere: Line = {
  words: [{ text: "", file: "", line: 0, column: 0, width: 0 }],
  source: "",
};
const at = nowhere.words[0]!;

export function modelText(model: ConfigModel): string {
  const out = ["global", ...differences(model.global, blankGlobal(), "  ")];
  for (const proxy of model.proxies) {
    out.push(`${proxy.kind} ${proxy.name}`);
    out.push(...differences(proxy, blankProxy(proxy.kind, proxy.name, at), "  "));
  }
  for (const section of ["userlists", "httpErrors", "resolvers"] as const) {
    for (const each of model[section]) out.push(`${section} ${json(each)}`);
  }
  for (const { name, local, disabled, bind, peers, tables } of model.peers) {
    const places = peers.map((peer) => ({ name: peer.name, address: peer.address }));
    const listens = bind?.addresses ?? [];
    out.push(`peers ${json({ name, local, disabled, listens, peers: places, tables })}`);
  }
  return `${out.join("\n")}\n`;
}

const leftOut: ReadonlySet<string> = new Set(["line", "position"]);

function differences(value: object, blank: object, indent: string): string[] {
  const before: ReadonlyMap<string, unknown> = new Map(Object.entries(blank));
  return Object.entries(value)
    .filter(([key, each]) => !leftOut.has(key) && json(each) !== json(before.get(key)))
    .flatMap(([key, each]) => field(key, each, indent));
}

function field(key: string, value: unknown, indent: string): string[] {
  const blank = blankOf(key);
  if (blank === undefined || typeof value !== "object" || value === null) {
    return [`${indent}${key} ${json(value)}`];
  }
  const all: readonly object[] = Array.isArray(value) ? value : [value];
  return all.flatMap((each) => [`${indent}${key}`, ...differences(each, blank, `${indent}  `)]);
}

function blankOf(key: string): object | undefined {
  if (key === "servers") return blankServer(nowhere);
  if (key === "binds" || key === "statsSockets") return blankBind(nowhere, "", []);
  if (key === "httpCheck") return blankHttpCheck();
  if (key === "stats") return blankStats();
  if (key === "timeouts" || key === "rules") return blankProxy("listen", "", at)[key];
  return undefined;
}

function json(value: unknown): string {
  return JSON.stringify(value, (key, each: unknown) => {
    if (key === "line") return undefined;
    if (each instanceof Map || each instanceof Set) return Array.from<unknown>(each);
    return isWord(each) ? each.text : each;
  });
}

function isWord(value: unknown): value is { readonly text: string } {
  return typeof value === "object" && value !== null && "text" in value && "width" in value;
}
