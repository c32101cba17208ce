/** `option forwarded` (newer than 2.6): what each form of it sends to servers, as haproxy 3.2. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { diagnosticsOf, haproxyVerdict } from "../support/verdicts.ts";
import { haproxyVersion } from "../support/programs.ts";
import { type Case, compareArea } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { okOrigin } from "./rule-table.ts";

/** Words of the option, and the header for a client 192.0.2.1:1000 and for [2001:db8::1]:1000. */
const forms: readonly (readonly [words: string, v4: string, v6?: string])[] = [
  ["", "proto=http;for=192.0.2.1", 'proto=http;for="[2001:db8::1]"'],
  ["proto", "proto=http"],
  ["host", 'host="www.example.com"'],
  ["by", "by=127.0.0.1"],
  ["by by_port-expr int(7)", 'by="127.0.0.1:7"'],
  ["for", "for=192.0.2.1", 'for="[2001:db8::1]"'],
  ["for for_port", 'for="192.0.2.1:1000"', 'for="[2001:db8::1]:1000"'],
  [
    "for_port for by host proto",
    'proto=http;host="www.example.com";by=127.0.0.1;for="192.0.2.1:1000"',
    'proto=http;host="www.example.com";by=127.0.0.1;for="[2001:db8::1]:1000"',
  ],
  ["for_port", ""],
  ["host by_port", 'host="www.example.com"'],
  // Of what is given twice the later word counts.
  ["host-expr str(a) host", 'host="www.example.com"'],
  ["host host-expr str(a)", 'host="a"'],
  [
    "for-expr str(x) for for_port-expr int(3) for_port",
    'for="192.0.2.1:1000"',
    'for="[2001:db8::1]:1000"',
  ],
  // Hosts.
  ["host-expr str(a.b:80)", 'host="a.b:80"'],
  ["host-expr str(A..b)", 'host="A..b"'],
  ["host-expr str([::1]:8)", 'host="[::1]:8"'],
  ["host-expr str(::1)", 'host=""'],
  ["host-expr str(a_b)", 'host=""'],
  ["host-expr str(-a)", 'host=""'],
  ["host-expr str(a:)", 'host=""'],
  ["host-expr str(a:99999)", 'host=""'],
  ["host-expr req.hdr(x-none)", 'host=""'],
  ["host-expr str()", 'host=""'],
  ["host-expr int(5)", 'host="5"'],
  ["host-expr src", 'host="192.0.2.1"', 'host=""'],
  // Names.
  ["for-expr str(abc)", "for=_abc"],
  ["for-expr str(_abc)", "for=_abc"],
  ["for-expr str(_)", "for=__"],
  ["for-expr str(unknown)", "for=unknown"],
  ["for-expr str(UNKNOWN)", "for=_UNKNOWN"],
  ["for-expr str(10.0.0.1)", "for=10.0.0.1"],
  ["for-expr str(255.1.1.256)", "for=_255.1.1.256"],
  ["for-expr str(10.0.0.1:5)", "for=unknown"],
  ["for-expr str([::1])", 'for="[::1]"'],
  ["for-expr str(::1)", "for=unknown"],
  ["for-expr str(a@b)", "for=unknown"],
  ["for-expr str()", "for=unknown"],
  ["for-expr req.hdr(x-none)", "for=unknown"],
  ["for-expr req.hdr(x-none) for_port", 'for="unknown:1000"'],
  ["for-expr ipv6(::2)", 'for="[::2]"'],
  ["for-expr ipv6(::ffff:1.2.3.4)", 'for="[::ffff:1.2.3.4]"'],
  ["for-expr int(10)", "for=_10"],
  ["for-expr bool(true)", "for=_1"],
  ["for-expr method", "for=_GET"],
  ["by-expr str(_x) by_port-expr str(p)", 'by="_x:_p"'],
  // Ports.
  [
    "by for_port for by_port-expr int(0)",
    'by="127.0.0.1:_0";for="192.0.2.1:1000"',
    'by="127.0.0.1:_0";for="[2001:db8::1]:1000"',
  ],
  ["by by_port-expr int(-1)", 'by="127.0.0.1:_-1"'],
  ["by by_port-expr int(70000)", 'by="127.0.0.1:_70000"'],
  ["by by_port-expr str(080)", 'by="127.0.0.1:080"'],
  ["by by_port-expr str(_p)", 'by="127.0.0.1:_p"'],
  ["by by_port-expr str(+80)", 'by="127.0.0.1"'],
  ["by by_port-expr str()", 'by="127.0.0.1"'],
  ["by by_port-expr req.hdr(x-none)", 'by="127.0.0.1"'],
  ["by by_port-expr src", 'by="127.0.0.1:_192.0.2.1"', 'by="127.0.0.1"'],
];

const config = `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request set-src req.hdr(x-src)
    http-request set-src-port int(1000)
    unique-id-format id
    unique-id-header X-Unique
    option originalto
    use_backend b%[path,field(2,/)]
${forms
  .map(
    ([words], at) =>
      `backend b${at}\n    option forwarded ${words}\n    server web 127.0.0.1:\${P:web}`,
  )
  .join("\n")}
backend border
    option forwarded
    option forwardfor
    http-send-name-header X-Name
    server web 127.0.0.1:\${P:web}
defaults inherited
    mode http
    timeout connect 2s
    timeout client 5s
    timeout server 5s
    option forwarded host
backend binherited from inherited
    server web 127.0.0.1:\${P:web}
backend bnone from inherited
    no option forwarded
    server web 127.0.0.1:\${P:web}
`;

/** Fields that the server gets for a request of that client. */
const fieldsOf = async (
  side: Parameters<Case>[0],
  target: string,
  source: string,
  more = "",
): Promise<readonly (readonly [string, string])[]> => {
  await side.ask("fe", get(target, `X-Src: ${source}\r\n${more}`));
  return side.seen("web").at(-1)!.fields;
};

const forwardedIn = (fields: readonly (readonly [string, string])[]): readonly string[] =>
  fields.filter(([name]) => name === "forwarded").map(([, value]) => value);

/** What servers get when those Forwarded fields came. */
const added =
  (came: readonly string[], expected: readonly string[]): Case =>
  async (side) => {
    const more = came.map((value) => `Forwarded: ${value}\r\n`).join("");
    const found = forwardedIn(await fieldsOf(side, "/0", "192.0.2.1", more));
    assert.deepEqual(found, expected);
    return found;
  };

const own = "proto=http;for=192.0.2.1";

compareArea(
  "option forwarded",
  { config, origins: okOrigin, since: "2.8" },
  {
    ...Object.fromEntries(
      forms.map(([words, v4, v6 = v4], at): [string, Case] => [
        `option forwarded ${words}`,
        async (side) => {
          const found = [
            forwardedIn(await fieldsOf(side, `/${at}`, "192.0.2.1")),
            forwardedIn(await fieldsOf(side, `/${at}`, "2001:db8::1")),
          ];
          assert.deepEqual(found, [[v4], [v6]]);
          return found;
        },
      ]),
    ),
    "its place among the fields": async (side) => {
      const fields = await fieldsOf(side, "/order", "192.0.2.1");
      const names = fields.map(([name]) => name);
      assert.deepEqual(names.slice(-5), [
        "x-unique",
        "forwarded",
        "x-forwarded-for",
        "x-original-to",
        "x-name",
      ]);
      return names;
    },
    "a backend has what its defaults say": async (side) => {
      const found = [
        forwardedIn(await fieldsOf(side, "/inherited", "192.0.2.1")),
        forwardedIn(await fieldsOf(side, "/none", "192.0.2.1")),
      ];
      assert.deepEqual(found, [['host="www.example.com"'], []]);
      return found;
    },
    "to a valid one it is added": added(["for=_a"], [`for=_a,${own}`]),
    "to valid ones it is added": added(["for=_a, for=_b "], [`for=_a, for=_b,${own}`]),
    "to the last of valid ones": added(["for=_a", "by=_b"], ["for=_a", `by=_b,${own}`]),
    "behind an invalid one it is new": added(["a"], ["a", own]),
    "behind an invalid part it is new": added(["for=_a,"], ["for=_a,", own]),
    "behind an empty one it is new": added(["for=_a", ""], ["for=_a", "", own]),
    "behind an invalid one before a valid one it is new": added(
      ["a", "for=_a"],
      ["a", "for=_a", own],
    ),
  },
);

const verdicts: readonly (readonly [words: string, isTaken: boolean])[] = [
  ["option forwarded foo", false],
  ["option forwarded host-expr", false],
  ["option forwarded for-expr", false],
  ["option forwarded proto-expr int(1)", false],
  ["option forwarded for if TRUE", false],
  ["option forwarded by_port", true],
  ["option forwarded for\n option forwarded host", true],
  ["no option forwarded", true],
  ["no option forwarded host", true],
  ["default option forwarded", false],
];

const [major, minor] = haproxyVersion() ?? [0, 0];
const isKnown = major > 2 || (major === 2 && minor >= 8);
for (const [words, isTaken] of verdicts) {
  test(`'${words}' is ${isTaken ? "taken" : "refused"}`, () => {
    const text = `defaults\n mode http\n timeout connect 1s\n timeout server 1s\nbackend b\n ${words}\n server s 127.0.0.1:1\n`;
    assert.equal(diagnosticsOf(text).errorCount === 0, isTaken);
    if (isKnown) assert.match(haproxyVerdict(text).said, isTaken ? /^((?!ALERT).)*$/s : /ALERT/);
  });
}

test("in a frontend it is said to do nothing", () => {
  const { all } = diagnosticsOf(
    "defaults\n mode http\n timeout client 1s\nfrontend f\n bind :1\n option forwarded\n",
  );
  assert.deepEqual(
    all.map(({ severity, at }) => [severity, at?.line]),
    [["warning", 6]],
  );
});
