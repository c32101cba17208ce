/**
 * Takes out of an observation what two right programs may differ in: port numbers, the temporary
 * folder, dates, measured times. Everything else stays as it was.
 */
import type { Proxy } from "../support/proxy.ts";

/** A copy of `value` with every string in it normalised. */
export function normalise(value: unknown, proxy: Proxy): unknown {
  if (typeof value === "string") return normaliseText(value, proxy);
  if (Array.isArray(value)) return value.map((item) => normalise(item, proxy));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, normalise(item, proxy)]),
    );
  }
  return value;
}

const httpDate = /\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d[ -]\w{3}[ -]\d{2,4} \d\d:\d\d:\d\d GMT/g;

function normaliseText(text: string, proxy: Proxy): string {
  let result = text.replaceAll(proxy.folder, "<folder>").replaceAll(httpDate, "<date>");
  for (const [name, port] of proxy.ports) {
    result = result.replaceAll(new RegExp(`\\b${port}\\b`, "g"), `<${name}>`);
  }
  return result;
}

/**
 * A log line without its times: priority and message stay; the date, the process, the client's
 * port and measured timers (all but -1) become words.
 */
export function normaliseLog(line: string): string {
  return line
    .replace(/^(<\d+>)\w{3} [ \d]\d \d\d:\d\d:\d\d /, "$1<date> ")
    .replace(/[\w.-]+\[\d+\]:/, "<tag>:")
    .replaceAll(/(127\.0\.0\.\d+):\d+/g, "$1:<port>")
    .replaceAll(/\[\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d(\.\d{3}| [+-]\d{4})\]/g, "[<time>]")
    .replace(
      / "" "" \d+ \d+ ("[^"]*" "[^"]*" "[^"]*") [-\d ]+ (?=[-A-Z]{4} )/,
      ' "" "" <port> <ms> $1 <timers> ',
    )
    .replaceAll(/(?<= )[+\-\d]+(\/[+\-\d]+){2,4}(?= )/g, (timers) =>
      timers.replaceAll(/(?<![\d-])\d+/g, "n"),
    );
}
