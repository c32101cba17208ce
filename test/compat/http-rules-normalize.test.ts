/** http-request normalize-uri (manual 4.4): each normalizer over usual and odd targets. */
import { type Case, compareArea } from "./compare.ts";
import { get } from "./configs.ts";
import { observed, okOrigin, ruleDefaults } from "./rule-table.ts";

/** Each normalizer has a frontend of its own: conditions would have 2.6 forget some of them. */
const normalizers: Readonly<Record<string, string>> = {
  slashes: "path-merge-slashes",
  dot: "path-strip-dot",
  dotdot: "path-strip-dotdot",
  full: "path-strip-dotdot full",
  upper: "percent-to-uppercase",
  upstrict: "percent-to-uppercase strict",
  decode: "percent-decode-unreserved",
  destrict: "percent-decode-unreserved strict",
  sort: "query-sort-by-name",
  strip: "fragment-strip",
  encode: "fragment-encode",
};

const frontends = Object.entries(normalizers)
  .map(
    ([name, rule]) => `
frontend ${name}
    bind 127.0.0.1:\${P:${name}}
    http-request set-uri %[req.hdr(X-Uri)] if { req.hdr(X-Uri) -m found }
    http-request normalize-uri ${rule}
    http-request return status 200 content-type text/plain lf-string "%[url]"
`,
  )
  .join("");

const config = `
global
    expose-experimental-directives
${ruleDefaults}${frontends}`;

const targets: Readonly<Record<string, readonly string[]>> = {
  slashes: ["//", "/", "/foo//bar", "///a//b/?x=//y", "/a", "http://h//x//y"],
  dot: [
    "/.",
    "/./bar/",
    "/a/./a",
    "/.well-known/",
    "/a/.",
    "/a/./",
    "/././.",
    "/a./.b?x=/./",
    "//./",
  ],
  dotdot: [
    "/foo/../",
    "/foo/../bar/",
    "/foo/bar/../",
    "/../bar/",
    "/bar/../../",
    "/foo//../",
    "/foo/%2E%2E/",
    "/foo/..",
    "/foo/bar/..",
    "/..",
    "/../..",
    "/a/b/../../c",
    "/a/../../b/..",
    "/a..b/..c/d../",
    "/a/../?x=/../",
  ],
  full: [
    "/../bar/",
    "/bar/../../",
    "/..",
    "/../..",
    "/a/../../b",
    "/../../a/..",
    "/a/b/../../../c/..",
  ],
  upper: ["/%2f%aA%Ff?x=%3a", "/%zz", "/%", "/%2", "/%2%2f", "/plain"],
  upstrict: ["/%2f", "/%zz", "/%", "/%2", "/a?b=%g0"],
  decode: ["/%61dmin", "/foo%3Fbar=baz", "/%%36%36", "/%ZZ", "/%2d%2E%5f%7e?x=%41%26", "/%2f"],
  destrict: ["/%61dmin", "/%%36%36", "/%ZZ", "/a%2"],
  sort: [
    "/?c=3&a=1&b=2",
    "/?aaa=3&a=1&aa=2",
    "/?a=3&b=4&a=1&b=5&a=2",
    "/",
    "/?",
    "/?&b&a",
    "/?b=1&a&",
  ],
};

const asked =
  (port: string, target: string, fields = ""): Case =>
  (side) =>
    observed(side, port, [get(target, `Connection: close\r\n${fields}`)]);

const cases = Object.entries(targets).flatMap(([name, list]) =>
  list.map((target) => [`${name}: ${target}`, asked(name, target)] as const),
);
// No request brings a fragment that far, but a rule may.
const fragments = ["/#foo", "/a?b#c#d", "/#", "/a"].flatMap((target) =>
  ["strip", "encode"].map(
    (name) => [`${name}: ${target}`, asked(name, "/", `X-Uri: ${target}\r\n`)] as const,
  ),
);

compareArea(
  "normalize-uri",
  { config, origins: okOrigin },
  Object.fromEntries([...cases, ...fragments]),
);
