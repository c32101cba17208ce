/** `unique-id-format`: its spaces are those of a log line, what is missing leaves nothing. */
import { type Case, compareArea } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { okOrigin } from "./rule-table.ts";

const formats = [
  "%{+X}o\\ %ci_%fi_%[int(30)]:%ST",
  "%{+X}o\\ \\ %ST",
  "\\ %ST",
  "\\ \\ %ST\\ \\ x\\ ",
  "%{+Q}o\\ %HM",
  "a\\ %{+Q}o\\ %HM\\ %{-Q}HM",
  "%[str()]\\ %[req.hdr(none)]\\ a",
  '"  two  spaces  %HM"',
];

const frontends = formats.map(
  (format, index) => `
frontend id${index}
    bind 127.0.0.1:\${P:id${index}}
    unique-id-format ${format}
    unique-id-header x-unique
    http-request set-header x-told "%[unique-id,length] [%[unique-id]] [%ID]"
    default_backend be
`,
);

const config = `${httpDefaults}
${frontends.join("")}
backend be
    server web 127.0.0.1:\${P:web}
`;

function identified(index: number): Case {
  return async (side) => {
    await side.ask(`id${index}`, get("/"));
    return side.seen("web");
  };
}

compareArea(
  "unique-id-format",
  { config, origins: okOrigin },
  Object.fromEntries(formats.map((format, index) => [format, identified(index)])),
);
