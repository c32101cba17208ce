/**
 * Random patterns as PCRE reads them: each replaces all its matches in each text, with what its
 * groups hold. Texts are short, which goes to the runtime's engine where that reads a pattern as
 * PCRE does, or long, which goes to the machine of src/pattern/regex where a pattern is ambiguous.
 * With another seed a long text may differ because PCRE gives up at its match limit.
 */
import { randomOf, randomPattern, randomText } from "../support/random-regex.ts";
import { type Case, compareArea } from "./compare.ts";
import { httpDefaults } from "./configs.ts";

const SEED = Number(process.env["SLUICE_REGEX_SEED"] ?? 20_261_122);
const PATTERNS = 120;
const TEXTS = 12;
const random = randomOf(SEED);

/** What random patterns rarely hit. */
const chosen: readonly string[] = [
  "(?:(a)|b)*",
  "(a*)*",
  "(|a)*",
  "(|a)+",
  "(?:a|b??|c)+",
  "(a|b*?)*?c",
  "^a",
  "\\Aa",
  "$",
  "\\b",
  "\\Ba",
  "(?m)^a?",
  "(?i)a(?-i)b",
  "(?x) a b # c",
  "(?U)a+(b+?)",
  "(?n)(a)b",
  "(?s).",
  "(?<=a)b|(?<!a)c",
  "(a)\\1",
  "(?i)(a)\\1",
  "a(?#c){2}",
];
const patterns: readonly string[] = [
  ...chosen,
  ...Array.from({ length: PATTERNS }, () => randomPattern(random)).filter((text) => text !== ""),
];

/** The text as one word of a configuration line. */
const word = (text: string): string => text.replaceAll(/[\\'" #]/g, "\\$&");

/** A frontend in which each pattern has its turn, with a converter behind it. */
function frontend(name: string, converter: string): string {
  const rules = patterns.map((pattern, index) => {
    const replaced = `req.fhdr(x),regsub('${pattern}','<\\0;\\1;\\2;\\3>',g)${converter}`;
    return `    http-request set-var(txn.r${index}) ${word(replaced)}`;
  });
  const shown = patterns.map((_, index) => `%[var(txn.r${index})]`).join("/");
  return `
frontend ${name}
    bind 127.0.0.1:\${P:${name}}
${rules.join("\n")}
    http-request return status 200 content-type text/plain lf-string ${word(shown)}
`;
}

const short: readonly string[] = [
  "",
  "aabbcc",
  ...Array.from({ length: TEXTS }, () => randomText(random, 10)),
];
/** What is made of them is too long to be answered; a hash of it is. */
const long: readonly string[] = [
  `${"ab-".repeat(120)}c`,
  `${"a".repeat(600)}bc`,
  "aBc".repeat(150),
];

function asked(name: string, texts: readonly string[]): [string, Case][] {
  return texts.map((text) => [
    JSON.stringify(text.slice(0, 40)),
    async (side) => {
      const { body } = await side.ask(name, `GET / HTTP/1.1\r\nHost: h\r\nX: ${text}\r\n\r\n`);
      return body.split("/").map((replaced, index) => [patterns[index], replaced]);
    },
  ]);
}

compareArea(
  `random regular expressions, SLUICE_REGEX_SEED=${SEED}`,
  { config: httpDefaults + frontend("fe", "") + frontend("hashed", ",crc32") },
  Object.fromEntries([...asked("fe", short), ...asked("hashed", long)]),
);
