/**
 * Regular expressions as PCRE reads them: each pattern is asked of every subject. What JS cannot
 * say is refused by Sluice, which unit tests see to (test/unit/pattern/regex.test.ts).
 */
import { type Case, compareArea } from "./compare.ts";
import { httpDefaults } from "./configs.ts";

const patterns: readonly string[] = [
  "(?i)ABC",
  "(?i:AB)c",
  "\\Aab",
  "c\\z",
  "c\\Z",
  "(?<n>a)\\k<n>",
  "(?P<n>a)(?P=n)",
  "[[:alpha:]]+1",
  "[[:^alpha:]]1",
  "[[:word:]][[:space:]]",
  "\\h+x",
  "\\Ha",
  "[\\h]",
  "a(?=b)",
  "a(?!b)c",
  "(?<=a)b",
  "(?<!a)b",
  "\\d{2,}",
  "a{2",
  "]",
  "a|b|",
  "[]a]",
  "[^]a]b",
  "\\x41",
  "\\x{41}",
  "\\101",
  "\\o{101}",
  "\\N",
  "\\v",
  "\\V",
  "(?#c)abc",
  "\\Qa.b\\E",
  "\\bab\\b",
  "\\Bb",
  "^$",
  "(?s)a.b",
  "(?m)^b",
  "\\\\",
  "\\e",
  "\\Sx",
];

const subjects: readonly string[] = [
  ..."ab aab abc ABC aBC aa a1 A x ] } a.b AB b 22 bab a\\b".split(" "),
  "",
  "A A",
  "a\tb",
  "a x",
];

/** The pattern as one word of a configuration line. */
const word = (text: string): string => text.replaceAll(/[\\'" #]/g, "\\$&");

const rules = patterns.map(
  (pattern, index) =>
    `    http-request set-var-fmt(txn.r) "%[var(txn.r)]${index}/" if { req.fhdr(x) -m reg -- ${word(pattern)} }`,
);

compareArea(
  "regular expressions",
  {
    config: `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
${rules.join("\n")}
    http-request return status 200 content-type text/plain lf-string %[var(txn.r)]
`,
  },
  Object.fromEntries(
    subjects.map((subject): [string, Case] => [
      JSON.stringify(subject),
      async (side) => {
        const { body } = await side.ask("fe", `GET / HTTP/1.1\r\nHost: h\r\nX: ${subject}\r\n\r\n`);
        return body.split("/").map((index) => patterns[Number(index)] ?? "");
      },
    ]),
  ),
);
