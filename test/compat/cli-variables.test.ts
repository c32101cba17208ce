/** `get var` and `set var`: types and values as they are shown, and what is wrong with a line. */
import { type Case, compareArea } from "./compare.ts";
import { httpDefaults } from "./configs.ts";

const config = `
global
    set-var proc.number int(12)
    set-var proc.text str("this is a string")
    set-var-fmt proc.made "%[int(3)]-%[var(proc.number)]"
${httpDefaults}

frontend fe
    bind 127.0.0.1:\${P:fe}
`;

/** HAProxy 2.6 ends the answers of `get var` with one line feed less than 3.2 and all others. */
const say =
  (...commands: readonly string[]): Case =>
  async (side) => {
    const answers: string[] = [];
    for (const command of commands)
      answers.push(command, (await side.proxy.cli(command)).trimEnd());
    return answers;
  };

const VALUES = [
  "bool(true)",
  "ipv4(1.2.3.4)",
  "ipv6(2001:db8::1)",
  "bin(0aff41)",
  "meth(GET)",
  "int(-5)",
  "str(a\\ b),upper",
  "fmt a%[int(4)]b",
  "fmt %[var(proc.number),add(1)]",
];

compareArea(
  "CLI: variables of the process",
  { config },
  {
    "what the configuration sets": say(
      "get var proc.number",
      "get var proc.text",
      "get var proc.made",
      "get var proc.none",
      "get var sess.none",
      "get var none",
      "get var",
    ),
    "what the socket sets": say(
      ...VALUES.map((value) => `experimental-mode on; set var proc.v ${value}; get var proc.v`),
    ),
    "what is wrong": say(
      "set var proc.v int(1)",
      "experimental-mode on; set var",
      "experimental-mode on; set var proc.v",
    ),
  },
);
