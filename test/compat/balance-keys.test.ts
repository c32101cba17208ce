/** Keys of every kind: expressions, posted parameters, cookies of RDP; and which server they lead to. */
import { compareArea } from "./compare.ts";
import { chosen, farmArea, originNames, someKeys, without } from "./balance-farm.ts";
import { get, post } from "./configs.ts";

const keys = someKeys(40);
const servers = { a: "weight 2", b: "", c: "", d: "weight 3", e: "" };

const expressions: Readonly<Record<string, readonly string[]>> = {
  "req.hdr(x-key),lower": ["Ab", "aB", "abc", ...keys].map((key) => get("/", `X-Key: ${key}\r\n`)),
  "req.hdr(x-key),add(1)": ["1", "-3", "70000", "x"].map((key) => get("/", `X-Key: ${key}\r\n`)),
  "req.hdr(x-key),bool": ["0", "1", "2"].map((key) => get("/", `X-Key: ${key}\r\n`)),
  "req.hdr(x-key),b64dec": ["AP9B", "", "!"].map((key) => get("/", `X-Key: ${key}\r\n`)),
  "req.hdr_ip(x-key),ipmask(24)": ["1.2.3.4", "1.2.3.5", "9.8.7.6", "x"].map((key) =>
    get("/", `X-Key: ${key}\r\n`),
  ),
  src: without(4),
  method: [get("/"), post("/", "x"), get("/")],
  "urlp(id)": keys.map((key) => get(`/?x=1&id=${key}`)),
  "req.cook(none)": without(12),
};
for (const [expression, requests] of Object.entries(expressions)) {
  for (const type of ["map-based crc32", "consistent"]) {
    compareArea(
      `hash ${expression}, ${type}`,
      farmArea([`balance hash ${expression}`, `hash-type ${type}`], servers),
      { picks: (side) => chosen(side, requests) },
    );
  }
}

for (const line of ["uri", "uri depth 2", "uri len 9 path-only", "uri whole"]) {
  const uris = keys.flatMap((key) => [
    `/${key}/a?b`,
    `/a/${key}/b`,
    `http://www.example.com/${key}/x?y=${key}`,
  ]);
  compareArea(
    `${line}, consistent`,
    farmArea([`balance ${line}`, "hash-type consistent"], servers),
    {
      picks: (side) =>
        chosen(
          side,
          uris.map((uri) => get(uri)),
        ),
    },
  );
}

const bodies = [
  "id=one",
  "x=1&id=two&y",
  "id=",
  "",
  "xid=1&id=three",
  "a b&id=six",
  "x=\tb&id=eight",
  "x\x7f&id=ten",
  "id=\x7fnine",
  "&&id=12",
  "id",
  "i",
  "ID=15",
  "y=%20&id=16&id=17",
  `pad=${"x".repeat(9000)}&id=18`,
  `pad=${"x".repeat(20_000)}&id=19`,
];
/** HAProxy 2.6 takes all of them as they are, from the second character on. */
const oddBodies = [
  "id=four five",
  "id=seven\r\n",
  "id=s\xe9ven",
  "id=13;id=14",
  "id=a=b",
  "id=a/b",
];
const chunked = (...chunks: readonly string[]): string =>
  `POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n${chunks
    .map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`)
    .join("")}0\r\n\r\n`;

compareArea(
  "url_param check_post",
  farmArea(["balance url_param id check_post"], { a: "", b: "", c: "", d: "", e: "" }),
  {
    bodies: (side) =>
      chosen(
        side,
        bodies.flatMap((body) => [post("/", body), post("/", body)]),
      ),
    "the query first": (side) =>
      chosen(side, [
        post("/?id=one", "id=two"),
        post("/?id=", "id=two"),
        post("/?id", "id=two"),
        post("/?x", "id=one"),
      ]),
    "only of POST": (side) =>
      chosen(side, [
        post("/", "id=one").replace("POST", "PUT"),
        post("/", "id=one").replace("POST", "PUT"),
        get("/"),
      ]),
    chunks: (side) =>
      chosen(side, [chunked("id=one"), chunked("x=1&id=t", "wo"), chunked("i", "d=two")]),
    "late bytes": async (side) => {
      using client = await side.connect("fe");
      client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 12\r\n\r\nx=1&");
      await new Promise((soon) => setTimeout(soon, 30));
      return (await client.exchange("id=three")).body;
    },
  },
);
compareArea(
  "url_param check_post, odd values",
  farmArea(["balance url_param id check_post"], { a: "", b: "", c: "", d: "", e: "" }, "3.2"),
  {
    bodies: (side) =>
      chosen(
        side,
        oddBodies.flatMap((body) => [post("/", body), post("/", body)]),
      ),
  },
);
compareArea(
  "url_param check_post in a listen section",
  {
    config: `
listen fe
    mode http
    bind 127.0.0.1:\${P:fe}
    timeout client 2s
    timeout connect 2s
    timeout server 2s
    balance url_param id check_post 64
${originNames.map((name) => `    server ${name} 127.0.0.1:\${P:${name}}\n`).join("")}`,
    origins: farmArea([], {}).origins!,
  },
  {
    bodies: (side) =>
      chosen(
        side,
        bodies.map((body) => post("/", body)),
      ),
  },
);
