/** Farms of origins that say their name, and long series of requests to see which one each went to. */
import type { Area, Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { okResponse } from "../support/origin.ts";

/** Names of the origins, one behind each server of that name. */
export const originNames: readonly string[] = ["a", "b", "c", "d", "e"];

/** A backend with those lines; `servers` are the options of each server line by name. */
export function farmArea(
  lines: readonly string[],
  servers: Readonly<Record<string, string>>,
  since?: string,
): Area {
  const serverLines = Object.entries(servers).map(
    ([name, options]) => `    server ${name} 127.0.0.1:\${P:${name}} ${options}\n`,
  );
  return {
    config: `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    default_backend be

backend be
${lines.map((line) => `    ${line}\n`).join("")}${serverLines.join("")}`,
    origins: Object.fromEntries(originNames.map((name) => [name, okResponse(name)])),
    ...(since === undefined ? {} : { since }),
  };
}

/** The servers that those requests went to, one after another on one connection; "-" for an error. */
export async function chosen(side: Side, requests: readonly string[]): Promise<string> {
  using client = await side.connect("fe");
  let names = "";
  for (const text of requests) {
    const { startLine, body } = await client.exchange(text);
    names += startLine.includes(" 200 ") ? body : "-";
  }
  return names;
}

/** Requests with each key in the header X-Key; an empty one stands for a request without. */
export function keyed(keys: readonly string[]): string[] {
  return keys.map((key) => get("/", key === "" ? "" : `X-Key: ${key}\r\n`));
}

/** Keys of letters and digits, the same in each run. */
export function someKeys(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `key-${(at * 7919) % 100_003}-${"xyz"[at % 3]!}`);
}

/** Numbers all over 32 bits, the same in each run. */
export function someNumbers(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${Math.imul(at + 1, 0x9e3779b1) >>> 0}`);
}

/** Some requests without a key. */
export function without(count: number): string[] {
  return keyed(Array.from({ length: count }, () => ""));
}
