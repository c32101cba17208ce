/** Plugins in the running proxy: the guide's own one, and one that does everything plugins can. */
import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { until } from "../support/deadline.ts";
import { type Origin, okResponse, startOrigin } from "../support/origin.ts";
import { startSluice } from "../support/programs.ts";
import type { Proxy } from "../support/proxy.ts";
import { request } from "../support/raw-client.ts";
import { type SyslogReceiver, startSyslogReceiver } from "../support/syslog-receiver.ts";

const guidePlugin = resolve(import.meta.dirname, "../../../shared/acceptance/plugins/auth.ts");
const everyKind = join(import.meta.dirname, "fixtures/every-kind.ts");

const defaults = `
defaults
    mode http
    timeout connect 2s
    timeout client 5s
    timeout server 5s
`;

function get(path: string, fields = ""): string {
  return `GET ${path} HTTP/1.1\r\nHost: www.example.com\r\n${fields}\r\n`;
}

function token(payload: string): string {
  return `Authorization: Bearer e30.${Buffer.from(payload).toString("base64url")}.c2ln\r\n`;
}

const skip = existsSync(guidePlugin) ? false : "the acceptance material is not here";

describe("the guide's plugin", { skip }, () => {
  const outcomes: readonly (readonly [string, string, string])[] = [
    ["missing", "", "missing "],
    ["invalid_format", "Authorization: Basic dTpw\r\n", "invalid_format "],
    ["malformed", "Authorization: Bearer a.b\r\n", "malformed "],
    ["decode_error", "Authorization: Bearer a.!!.c\r\n", "decode_error "],
    ["expired", token('{"exp":1000,"sub":"ann"}'), "expired "],
    ["valid", token('{"exp":99999999999,"sub":"Zoë"}'), "valid Zo\u00c3\u00ab"],
    ["valid without a name", token("{}"), "valid unknown"],
  ];
  for (const prefix of ["lua", "plugin"]) {
    test(`every outcome of ${prefix}.jwt_verify`, async () => {
      await using proxy = await startSluice(`
global
    plugin-load ${guidePlugin}
${defaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request ${prefix}.jwt_verify
    http-request return status 200 content-type text/plain lf-string "%[var(txn.auth_status)] %[var(txn.auth_user)]"
`);
      for (const [name, fields, answer] of outcomes) {
        const { body } = await request(proxy.port("fe"), get("/", fields));
        assert.equal(body, answer, name);
      }
    });
  }
});

describe("what plugins register", () => {
  let proxy: Proxy;
  let origin: Origin;
  let syslog: SyslogReceiver;

  before(async () => {
    origin = await startOrigin(okResponse("from the origin"));
    syslog = await startSyslogReceiver();
    const config = `
global
    log 127.0.0.1:\${P:log} local0
    plugin-load ${everyKind} one two
    tune.lua.session-timeout 300ms
${defaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    log global
    http-request plugin.wait 20 if { path /wait }
    http-request lua.answer if { path /answer }
    http-request plugin.throw if { path /throw }
    http-request plugin.reject if { path /reject }
    http-request plugin.never if { path /never }
    http-request plugin.inject if { path /inject }
    http-request plugin.taint if { path /taint }
    http-request set-header X-Tainted %[var(txn.tainted)] if { path /taint }
    http-request set-header X-Waited %[var(txn.waited)] if { path /wait }
    http-request use-service plugin.app if { path_beg /app/ }
    http-request use-service lua.plain if { path /plain }
    http-request return status 200 content-type text/plain lf-string "%[plugin.sum(19,23)]|%[str(abc),plugin.reverse]|%[lua.failing]|" if { path /samples }
    http-request deny status 403 if { path /acl } { plugin.sum(1,1) -m int 2 }
    http-response plugin.stamp sealed
    default_backend be
backend be
    server web 127.0.0.1:\${P:web}
`;
    proxy = await startSluice(config, { ports: { web: origin.port, log: syslog.port } });
  });

  after(async () => {
    await proxy?.stop();
    await origin?.stop();
    syslog?.stop();
  });

  const ask = (path: string, fields?: string) => request(proxy.port("fe"), get(path, fields));
  const fieldOf = (
    fields: readonly (readonly [string, string])[],
    name: string,
  ): string | undefined => fields.find(([each]) => each === name)?.[1];

  test("an action that waits parks the request, and the request goes on with what it set", async () => {
    const { status, fields } = await ask("/wait", "X-Name: ann\r\n");
    assert.equal(status, 200);
    assert.equal(fieldOf(fields, "x-stamp"), "sealed");
    assert.equal(fieldOf(origin.requests.at(-1)!.fields, "x-waited"), "20 ms, ANN");
  });

  test("an action answers", async () => {
    const { startLine, fields, body } = await ask("/answer");
    assert.equal(startLine, "HTTP/1.1 418 I'm a teapot");
    assert.equal(fieldOf(fields, "x-by"), "plugin");
    assert.equal(body, "short and stout");
  });

  const failures: readonly (readonly [string, RegExp])[] = [
    ["throw", /every-kind\.ts': action 'throw' failed: thrown on purpose/],
    ["reject", /every-kind\.ts': action 'reject' failed: rejected on purpose/],
    ["never", /every-kind\.ts': action 'never' did not settle in time, the limit is 300 ms/],
    [
      "inject",
      /every-kind\.ts': action 'inject' failed: TypeError: the value of header 'x-bad' has a control character/,
    ],
  ];
  for (const [name, message] of failures) {
    test(`an action that fails gives 500 and an error line: ${name}`, async () => {
      const reached = origin.requests.length;
      const { status } = await ask(`/${name}`);
      assert.equal(status, 500);
      assert.equal(origin.requests.length, reached);
      // local0 is facility 16, err is 3.
      assert.ok((await syslog.waitFor(message)).startsWith("<131>"));
      assert.equal((await ask("/fine")).status, 200);
    });
  }

  test("a line end that a plugin puts into a variable stays inside the field", async () => {
    await ask("/taint");
    const { fields } = origin.requests.at(-1)!;
    assert.equal(fieldOf(fields, "x-tainted"), "a%0D%0Ax-worse: b");
    assert.equal(fieldOf(fields, "x-worse"), undefined);
  });

  test("fetches and converters in formats, and in a condition", async () => {
    assert.equal((await ask("/samples")).body, "42|cba||");
    await syslog.waitFor(/fetch 'failing' failed: no such thing/);
    assert.equal((await ask("/acl")).status, 403);
  });

  test("a Hono app is a service", async () => {
    const hello = await ask("/app/hello/ann");
    assert.equal(hello.status, 200);
    assert.equal(hello.body, "hello ann on www.example.com");
    const echo = await request(
      proxy.port("fe"),
      "POST /app/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
    );
    assert.equal(echo.status, 201);
    assert.equal(echo.body, '{"length":5}');
    assert.equal((await ask("/app/nothing")).status, 404);
  });

  test("a service that throws gives 500 and an error line", async () => {
    assert.equal((await ask("/app/broken")).status, 500);
    await syslog.waitFor(/service .*app.* failed: the handler broke/);
  });

  test("a function is a service, also under lua.", async () => {
    assert.equal((await ask("/plain")).body, "GET http://www.example.com/plain");
  });

  test("a task runs once, on the control thread, with the plugin's arguments", async () => {
    await syslog.waitFor("a task runs on thread 1 with one+two");
  });
});

test("an unknown action, fetch or file is refused by name, at its place", async () => {
  await assert.rejects(
    startSluice(`
global
    plugin-load ${join(import.meta.dirname, "fixtures/absent.ts")}
${defaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request plugin.nothing
    http-request set-header A %[plugin.nobody]
`),
    (error: Error) => {
      assert.match(error.message, /absent\.ts/);
      assert.match(error.message, /no plugin registered an action 'nothing' for 'http-request'/);
      assert.match(error.message, /unknown fetch method 'plugin\.nobody'/);
      return true;
    },
  );
});

test("a reload runs the plugin's file as it is then; variables of the process stay", async () => {
  const plugin = (answer: string): string =>
    `export default (core) => core.registerAction("say", ["http-req"], (txn) => txn.reply(200, {}, "${answer} " + txn.getVar("proc.kept")));`;
  await using proxy = await startSluice(
    `
global
    nbthread 2
    plugin-load \${DIR}/say.ts
${defaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request set-var(proc.kept) str(kept) if { path /keep }
    http-request return status 204 if { path /keep }
    http-request plugin.say
`,
    { files: { "say.ts": plugin("first") } },
  );
  const say = async (): Promise<string> => (await request(proxy.port("fe"), get("/"))).body;
  assert.equal(await say(), "first undefined");
  await request(proxy.port("fe"), get("/keep"));
  await until(async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, say));
    return answers.every((answer) => answer === "first kept");
  }, "the variable on both threads");
  writeFileSync(join(proxy.folder, "say.ts"), plugin("second"));
  await proxy.cli("reload");
  for (let i = 0; i < 8; i++) assert.equal(await say(), "second kept");
});
