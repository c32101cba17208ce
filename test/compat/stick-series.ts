/** Series of requests through stick rules: who answered each, and what the tables held after it. */
import { okResponse } from "../support/origin.ts";
import type { OriginScript } from "../support/origin.ts";
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";

/** An origin that says its name and, at the path of that name, sets the header `X-Sid`. */
function namedOrigin(name: string): OriginScript {
  return ({ request }) => {
    const sid = /[?&]sid=(\w+)/.exec(request.target)?.[1];
    return okResponse(name, sid === undefined ? "" : `X-Sid: ${sid}\r\n`);
  };
}

export const stickOrigins: Readonly<Record<string, OriginScript>> = {
  a: namedOrigin("a"),
  b: namedOrigin("b"),
  c: namedOrigin("c"),
};

/** The entries of a table, sorted, without what differs from run to run. */
export async function entriesOf(side: Side, table: string): Promise<string[]> {
  const dump = await side.proxy.cli(`show table ${table}`);
  return dump
    .replaceAll(/^0x\w+: | (exp|shard)=\d+/gm, "")
    .split("\n")
    .toSorted();
}

/** A step of a series: a request's target, one with fields, or a command of the admin socket. */
export type SeriesStep = string | { readonly target: string; readonly fields: string };

/** Does the steps in turn; a step that begins with "/" is a request. */
function series(steps: readonly SeriesStep[], tables: readonly string[]): Case {
  return async (side) => {
    const seen: unknown[] = [];
    for (const step of steps) {
      const asked = typeof step === "string" ? { target: step, fields: "" } : step;
      if (asked.target.startsWith("/")) {
        const { startLine, body } = await side.ask("fe", get(asked.target, asked.fields));
        seen.push([step, startLine, body.length > 1 ? "page" : body]);
      } else {
        seen.push([step, await side.proxy.cli(asked.target)]);
      }
      for (const table of tables) seen.push(await entriesOf(side, table));
    }
    return seen;
  };
}

/**
 * The configuration: `backend` is the lines of backend `be`, `more` further sections, `servers` a
 * name of an origin and options each.
 */
export function stickConfig(
  backend: string,
  more: string = "",
  servers: readonly string[] = ["a", "b"],
): string {
  const lines = servers.map((server) => {
    const [name, ...options] = server.split(" ");
    return `    server ${name} 127.0.0.1:\${P:${name}} ${options.join(" ")}\n`;
  });
  return `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    default_backend be
backend be
    ${backend}
${lines.join("")}
${more}
`;
}

/** One area of one series. */
export function compareSeries(
  title: string,
  config: string,
  steps: readonly SeriesStep[],
  tables: readonly string[] = ["be"],
  since?: string,
): void {
  compareArea(
    title,
    { config, origins: stickOrigins, ...(since === undefined ? {} : { since }) },
    { series: series(steps, tables) },
  );
}
