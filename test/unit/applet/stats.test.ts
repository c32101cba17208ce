import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes } from "../../../runtime-adapters/shared/bytes.ts";
import { isStatsRequest, parseStatsRequest } from "../../../src/applet/stats-request.ts";
import { StatsService } from "../../../src/applet/stats-service.ts";
import type { StatsModel } from "../../../src/config/model.ts";
import { World } from "../cli/world.ts";
import { Exchange } from "./exchange.ts";

const MODEL: StatsModel = {
  enabled: true,
  uri: "/stats",
  realm: "HAProxy Statistics",
  auth: [],
  refreshSec: 10,
  showLegends: true,
  showModules: false,
  showNode: "",
  showDesc: "",
  hideVersion: false,
  scope: [],
  admin: null,
  httpRequestRules: [],
};

function page(
  change: Partial<StatsModel> = {},
  admin = false,
  world: World = new World(),
): StatsService {
  return new StatsService({
    model: { ...MODEL, ...change },
    proxyName: "fe",
    control: world.control,
    isAdmin: () => admin,
    bytes,
  });
}

const settled = (): Promise<void> => new Promise((done) => setImmediate(done));

async function post(form: string, admin = true, world: World = new World()): Promise<Exchange> {
  const exchange = Exchange.serve(page({}, admin, world), "POST", "/stats");
  exchange.post(form);
  await settled();
  return exchange;
}

test("the page has HAProxy's fields, a refresh and a table for each proxy", () => {
  const { status, fields, body, ended } = Exchange.serve(page(), "GET", "/stats");
  assert.equal(status, 200);
  assert.deepEqual(fields, {
    "cache-control": "no-cache",
    "content-type": "text/html",
    refresh: "10",
  });
  assert.ok(ended);
  for (const part of [
    "Sluice version 0.1.0",
    "pid = 4242",
    "uptime = 1d 2h03m04s",
    " on n1",
    ": my &lt;desc&gt;",
    '<h2 id="fe">',
    '<h2 id="be">',
    '<tr class="server down">',
    '<tr class="server unchecked">',
    '<tr class="server maint">',
    "balancing: roundrobin, cookie: &#39;S&#39;",
    "127.0.0.1:18464",
    'href="/stats;csv;norefresh"',
    'href="/stats;json;norefresh"',
  ])
    assert.ok(body.includes(part), part);
  assert.ok(!body.includes('<form method="post"'));
});

test("the whole page is HTML with its tags closed", () => {
  const { body } = Exchange.serve(page({}, true), "GET", "/stats");
  for (const tag of ["table", "tr", "div", "form", "ul", "li", "select", "h2", "thead", "tbody"]) {
    const count = (pattern: RegExp): number => body.match(pattern)?.length ?? 0;
    assert.equal(count(new RegExp(`<${tag}[ >]`, "g")), count(new RegExp(`</${tag}>`, "g")), tag);
  }
});

test("what protocols count is shown when asked for", () => {
  const plain = Exchange.serve(page(), "GET", "/stats").body;
  assert.ok(!plain.includes("Extra modules"));
  const { body } = Exchange.serve(page({ showModules: true }), "GET", "/stats");
  assert.ok(body.includes('<th colspan="2">Extra modules</th>'));
  assert.ok(body.includes("<th>ssl</th><th>h1</th></tr></thead>"));
  assert.match(body, /<tr class="frontend">.*Total number of ssl sessions established: \d+\n/);
  assert.match(body, /<td title="[^"]*Total number of streams: \d+\n[^"]*">h1<\/td><\/tr>/);
});

test("names are escaped", () => {
  const world = new World();
  const [fe, be] = world.control.proxies();
  Object.assign(world.control, {
    proxies: () => [{ ...fe!, name: `<b>"x"`, description: "<i>" }, be!],
  });
  const { body } = Exchange.serve(page({}, false, world), "GET", "/stats;st=%3Cscript%3E<script>");
  assert.ok(body.includes("&lt;b&gt;&quot;x&quot;"));
  assert.ok(!body.includes('<b>"x'));
  assert.ok(!body.includes("<script>"));
});

test("what the configuration hides stays hidden", () => {
  const { body, fields } = Exchange.serve(
    page({
      hideVersion: true,
      showLegends: false,
      showNode: null,
      showDesc: null,
      refreshSec: null,
    }),
    "GET",
    "/stats",
  );
  assert.ok(!body.includes("0.1.0"));
  assert.ok(!body.includes("127.0.0.1"));
  assert.ok(!body.includes("my &lt;desc&gt;"));
  assert.equal(fields["refresh"], undefined);
});

test("csv and json are the other forms, norefresh holds the page still", () => {
  const csv = Exchange.serve(page(), "GET", "/stats;csv");
  assert.equal(csv.fields["content-type"], "text/plain");
  assert.ok(csv.body.startsWith("# pxname,svname,"));
  const json = Exchange.serve(page(), "GET", "/stats;json;norefresh");
  assert.equal(json.fields["content-type"], "application/json");
  assert.equal(json.fields["refresh"], undefined);
  assert.ok(Array.isArray(JSON.parse(json.body)));
});

test("scope narrows the page, by the configuration and by the request", () => {
  const own = Exchange.serve(page({ scope: ["."] }), "GET", "/stats;csv").body;
  assert.deepEqual(
    own
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => line.slice(0, 3)),
    ["fe,", "fe,"],
  );
  const asked = Exchange.serve(page(), "GET", "/stats?scope=be").body;
  assert.ok(asked.includes('<h2 id="be">') && !asked.includes('<h2 id="fe">'));
});

test("up hides servers that are down or in maintenance", () => {
  const { body } = Exchange.serve(page(), "GET", "/stats;up");
  assert.ok(!body.includes('class="server down"') && !body.includes('class="server maint"'));
  assert.ok(body.includes('class="server unchecked"'));
});

test("without the password there is a 401 with the realm", () => {
  const service = page({ auth: [{ user: "admin", password: "Secure:123!" }], realm: 'My "Stats"' });
  const refused = Exchange.serve(service, "GET", "/stats");
  assert.equal(refused.status, 401);
  assert.equal(refused.fields["www-authenticate"], 'Basic realm="My \\"Stats\\""');
  assert.equal(refused.body.length, refused.sizeBytes);
  const login = (credentials: string): number =>
    Exchange.serve(service, "GET", "/stats", { authorization: `Basic ${btoa(credentials)}` })
      .status;
  assert.equal(login("admin:Secure:123!"), 200);
  assert.equal(login("admin:wrong"), 401);
  assert.equal(login("admin:Secure:123!x"), 401);
  assert.equal(
    Exchange.serve(service, "GET", "/stats", { authorization: "Basic %%%" }).status,
    401,
  );
});

test("admins get the form, and a post redirects to its result", async () => {
  const world = new World();
  assert.ok(
    Exchange.serve(page({}, true, world), "GET", "/stats").body.includes('<option value="drain">'),
  );
  const done = await post("s=s1&action=drain&b=%233", true, world);
  assert.equal(done.status, 303);
  assert.equal(done.fields["location"], "/stats;st=DONE");
  assert.deepEqual(world.calls, ["state drain"]);
});

for (const [form, result] of [
  ["s=s1&action=ready&b=be", "DONE"],
  ["s=zz&action=ready&b=be", "ERRP"],
  ["s=s1&action=foo&b=be", "ERRP"],
  ["s=s1&action=ready&b=zz", "ERRP"],
  ["action=ready&b=be", "NONE"],
  ["s=s1&s=zz&action=ready&b=be", "PART"],
  [`s=s1&action=ready&b=be&x=${"y".repeat(20_000)}`, "EXCD"],
] as const) {
  test(`the form "${form.slice(0, 40)}" ends in ${result}`, async () => {
    assert.equal((await post(form)).fields["location"], `/stats;st=${result}`);
  });
}

test("who is no admin changes nothing", async () => {
  const world = new World();
  const denied = await post("s=s1&action=drain&b=be", false, world);
  assert.equal(denied.fields["location"], "/stats;st=DENY");
  assert.deepEqual(world.calls, []);
});

test("the result of an action is told on the page", () => {
  const { body } = Exchange.serve(page({}, true), "GET", "/stats;st=DONE");
  assert.ok(body.includes('<div class="note good">Action processed successfully.'));
});

test("HEAD has no body", () => {
  const { status, body, ended } = Exchange.serve(page(), "HEAD", "/stats");
  assert.deepEqual([status, body, ended], [200, "", true]);
});

test("a slow client gets the page in pieces, one that leaves no more", () => {
  const exchange = new Exchange("GET", "/stats;json");
  exchange.room = 1;
  page().serve(exchange);
  assert.equal(exchange.body.length, 16_384);
  assert.equal(exchange.ended, false);
  exchange.drain(Infinity);
  assert.ok(exchange.ended && exchange.body.endsWith("]"));
  const left = new Exchange("GET", "/stats;json");
  left.room = 1;
  page().serve(left);
  left.abort();
  left.drain(Infinity);
  assert.equal(left.body.length, 16_384);
  assert.equal(left.ended, false);
});

test("the URI matches by its beginning, for GET, HEAD and POST", () => {
  assert.ok(isStatsRequest("/stats", "GET", "/stats;csv"));
  assert.ok(isStatsRequest("/haproxy?stats", "POST", "/haproxy?stats"));
  assert.ok(!isStatsRequest("/stats", "PUT", "/stats"));
  assert.ok(!isStatsRequest("/stats", "GET", "/other"));
  assert.equal(parseStatsRequest("/haproxy?stats", "/haproxy?stats;csv").format, "csv");
});
