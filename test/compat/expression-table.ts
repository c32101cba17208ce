/**
 * Evaluates a table of expressions through `http-request return lf-string` in both programs: each
 * row's text must come out the same. All rows of a table stand in one configuration.
 */
import assert from "node:assert/strict";
import { type Case, compareArea } from "./compare.ts";
import { httpDefaults } from "./configs.ts";

/** A log-format text, usually one `%[expression]`; with `fields`, another request than usual. */
export type Row =
  | string
  | {
      readonly text: string;
      readonly fields: string;
      readonly target?: string;
      /** What both programs answer; without it they only have to agree. */
      readonly expected?: string;
    };

/** The request that rows see unless they bring their own fields. */
const usualFields: string = [
  "Host: WWW.Example.COM:8080",
  "User-Agent: Mozilla/5.0 (X11) bot",
  "Cookie: SESSION=abc123; theme=dark; empty=",
  "Accept-Language: da, en-gb;q=0.8, en;q=0.7",
  "X-Multi: one, two,three",
  "X-Multi: four",
  "X-Num: 42",
  "X-Neg: -17",
  "X-Ip: 10.1.2.3",
  "X-Ip6: 2001:db8::1",
  "X-Empty:",
  "X-B64: SGVsbG8=",
  "X-Url: a%20b%2Bc+d%zz",
  "X-Text: The quick brown Fox",
  'X-Json: {"a":{"b":[1,2,"x"]},"n":12.5,"t":true}',
  "Authorization: Basic dXNlcjpwYXNz",
  "X-Forwarded-For: 192.0.2.1, 198.51.100.7",
]
  .map((field) => `${field}\r\n`)
  .join("");

const usualTarget = "/dir/sub%20dir/file.png;v=1?a=1&b=two%20words&empty=&list=x,y&A=2";

/** A row that HAProxy knows from a version on: what the manual says it gives stands in it. */
export type NewerRow = Exclude<Row, string> & { readonly expected: string };

/** Rows of a keyword newer than Debian's HAProxy; an oracle of that version is asked as well. */
export function newerExpressions(
  title: string,
  since: string,
  rows: readonly NewerRow[],
  lines = "",
  files: Readonly<Record<string, string>> = {},
): void {
  compareExpressions(title, rows, lines, since, files);
}

/** A row with the usual request and what it gives, without the brackets around it. */
export function gives(text: string, expected: string, fields: string = usualFields): NewerRow {
  return { text, fields, expected: `<${expected}>` };
}

/**
 * Declares one test a row. `lines` go into the frontend before the rows, `files` into the folder
 * that names in the configuration are relative to.
 */
export function compareExpressions(
  title: string,
  rows: readonly Row[],
  lines = "",
  since?: string,
  files: Readonly<Record<string, string>> = {},
): void {
  const rules = rows.map((row, index) => {
    const text = typeof row === "string" ? row : row.text;
    return `    http-request return status 200 content-type text/plain lf-string ${oneWord(`<${text}>`)} if { req.hdr(X-Row) -m str ${index} }`;
  });
  const config = `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe} name main
    ${lines}
${rules.join("\n")}

backend spare
    server s1 127.0.0.1:9
    server s2 127.0.0.1:9 disabled
    server s3 127.0.0.1:9 backup weight 5
`;
  const names = new Set<string>();
  const cases = rows.map((row, index): [string, Case] => {
    const asked: Exclude<Row, string> =
      typeof row === "string" ? { text: row, fields: usualFields } : row;
    const { text, fields, target = usualTarget, expected } = asked;
    const shown =
      typeof row === "string" ? text : `${text} with ${JSON.stringify(fields.slice(0, 60))}`;
    const name = names.has(shown) ? `${shown} (row ${index})` : shown;
    names.add(name);
    const request = `GET ${target} HTTP/1.1\r\nX-Row: ${index}\r\n${fields}\r\n`;
    const evaluate: Case = async (side) => {
      const { body } = await side.ask("fe", request);
      if (expected !== undefined) assert.equal(body, expected);
      return body;
    };
    return [name, evaluate];
  });
  compareArea(
    title,
    since === undefined ? { config, files } : { config, files, since },
    Object.fromEntries(cases),
  );
}

/** The text as one word of a configuration line, quotes in it and all. */
function oneWord(text: string): string {
  return text.replaceAll(/[\\'" #]/g, "\\$&");
}
