/** Compression as HAProxy 3.2 knows it: requests, directions, least sizes, Vary of one's own. */
import { type Case, compareArea } from "./compare.ts";
import { codedView, fetching } from "./coded-answer.ts";
import { observed, ruleDefaults } from "./rule-table.ts";

const text = "some text ".repeat(30);

const origins = {
  web: ({ request }: { request: { target: string } }): string => {
    const vary = decodeURIComponent(request.target.split("?")[1] ?? "");
    const head = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n${vary}`;
    return `${head}Content-Length: ${text.length}\r\n\r\n${text}`;
  },
};

function config(frontendLines: string, backendLines: string): string {
  return `${ruleDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    ${frontendLines}
    default_backend be

backend be
    ${backendLines}
    server web 127.0.0.1:\${P:web}
`;
}

/** What the server sees of an upload, decoded, and what comes back. */
function uploading(fields: string, body: string, version = "1.1"): Case {
  return async (side) => {
    const head = `POST / HTTP/${version}\r\nHost: h\r\nConnection: close\r\n${fields}`;
    const { answer } = await observed(side, "fe", [
      `${head}Content-Length: ${body.length}\r\n\r\n${body}`,
    ]);
    const [seen] = side.seen("web");
    const coding = seen!.fields.find(([name]) => name === "content-encoding")?.[1];
    const isOurs = seen!.fields.some(([name]) => name === "vary");
    const framed = `${seen!.body.length.toString(16)}\r\n${seen!.body}\r\n0\r\n\r\n`;
    const mark = "transfer-encoding: chunked\r\nvary: Accept-Encoding";
    const view = isOurs
      ? codedView(`X\r\n${mark}\r\ncontent-encoding: ${coding}\r\n\r\n${framed}`).body
      : seen!.body;
    return { answer, startLine: seen!.startLine, fields: seen!.fields, body: view };
  };
}

const uploads: Record<string, Case> = {
  "a body": uploading("Content-Type: text/plain\r\n", text),
  "of another type": uploading("Content-Type: image/png\r\n", text),
  "of no type": uploading("", text),
  "coded already": uploading("Content-Type: text/plain\r\nContent-Encoding: br\r\n", text),
  "with a tag": uploading('Content-Type: text/plain\r\nETag: "a"\r\nVary: X\r\n', text),
  small: uploading("Content-Type: text/plain\r\n", "abc"),
  "from HTTP/1.0": uploading("Content-Type: text/plain\r\n", text, "1.0"),
  "from old Mozillas": uploading("Content-Type: text/x\r\nUser-Agent: Mozilla/4.0\r\n", text),
  "that must not be transformed": uploading(
    "Content-Type: text/x\r\nCache-Control: no-transform\r\n",
    text,
  ),
};

const response = { "a response": fetching("/", "Accept-Encoding: gzip, deflate\r\n") };

for (const [frontendLines, backendLines] of [
  ["compression direction request\n compression algo-req gzip", ""],
  ["compression direction both\n compression algo gzip", ""],
  [
    "compression direction both\n compression algo-req gzip\n compression type-req text/",
    "compression minsize-req 100\n compression algo-res deflate",
  ],
  [
    "compression direction request\n compression algo-req gzip",
    "compression direction both\n compression algo-req raw-deflate\n compression algo gzip",
  ],
  ["compression algo-req gzip", "compression direction request"],
] as const) {
  const title = `compression: ${frontendLines} before ${backendLines}`.replaceAll("\n", ",");
  // HAProxy 3.2 announces a body of GET that it then does not send: such requests are not asked.
  const hangs = /algo-req/.test(frontendLines + backendLines) && !/type-req/.test(frontendLines);
  const cases = hangs ? uploads : { ...uploads, ...response };
  compareArea(title, { config: config(frontendLines, backendLines), origins, since: "3.2" }, cases);
}

for (const [frontendLines, backendLines] of [
  ["compression algo gzip\n compression minsize-res 300", ""],
  ["compression algo gzip\n compression minsize-res 301", ""],
  ["compression algo gzip\n compression minsize-res 301", "compression minsize-res 100"],
  ["compression algo gzip\n compression minsize-res 100", "compression minsize-res 301"],
  ["compression algo gzip\n compression minsize-res 301", "compression algo-res deflate"],
  ["compression algo gzip", "compression direction response"],
  ["compression algo gzip\n compression direction response", "compression offload"],
] as const) {
  const title = `compression: ${frontendLines} before ${backendLines}`.replaceAll("\n", ",");
  compareArea(
    title,
    { config: config(frontendLines, backendLines), origins, since: "3.2" },
    response,
  );
}

const varied = (line: string): [string, Case] => [
  line,
  fetching(`/?${encodeURIComponent(`${line}\r\n`)}`, "Accept-Encoding: gzip\r\n"),
];

compareArea(
  "compression: Vary is completed",
  { config: config("compression algo gzip", ""), origins, since: "3.2" },
  Object.fromEntries(
    [
      "Vary: Origin",
      "Vary: Accept-Encoding",
      "Vary: *",
      "Vary: accept-encoding, X",
      "Vary: ",
      "Vary: A\r\nVary: B",
      "Vary: X-Accept-Encoding",
    ].map(varied),
  ),
);
