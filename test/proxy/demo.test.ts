/** The demo configuration does what `npm start` says of it, from whatever folder it is started in. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { until } from "../support/deadline.ts";
import { type HttpResponse, valueOf } from "../support/http-reading.ts";
import { sluiceProgram, startSluice } from "../support/programs.ts";
import type { Proxy } from "../support/proxy.ts";
import { request } from "../support/raw-client.ts";
import { makeTempFolder } from "../support/temp-folder.ts";

const config = resolve(import.meta.dirname, "../../config");
const get = (target: string, host = "127.0.0.1", fields = ""): string =>
  `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n${fields}\r\n`;

describe("the demo", () => {
  let proxy: Proxy;
  const site = (text: string): Promise<HttpResponse> => request(proxy.port("8080"), text);
  before(async () => {
    const text = readFileSync(join(config, "demo.cfg"), "utf8")
      .replaceAll(/127\.0\.0\.1:(\d+)$/gm, "127.0.0.1:$${P:$1}")
      .replaceAll(/(server \w+ 127\.0\.0\.1):(\d+)/g, "$1:$${P:$2}")
      .replace("/tmp/sluice-demo.sock", "${DIR}/demo.sock")
      .replace("default-path config", `default-path origin ${config}`);
    proxy = await startSluice(text);
    await until(async () => (await site(get("/"))).status === 200, "the site");
  });
  after(() => proxy?.stop());

  test("the file as it is, is valid from an empty folder", async () => {
    const folder = makeTempFolder();
    const { args, command } = sluiceProgram();
    const status = await new Promise<number>((settle) => {
      const child = execFile(command, [...args, "-c", "-f", join(config, "demo.cfg")], {
        cwd: folder.path,
      });
      child.on("close", (code) => settle(code ?? -1));
    });
    folder.remove();
    assert.equal(status, 0);
  });

  test("three origins in turn", async () => {
    const origins = new Set<string>();
    for (let i = 0; i < 3; i++) origins.add(valueOf(await site(get("/")), "x-origin") ?? "none");
    assert.deepEqual([...origins].sort(), ["blue", "green", "red"]);
  });

  test("host routing by a map", async () => {
    const blog = await site(get("/", "blog.localhost"));
    assert.equal(valueOf(blog, "x-served-by"), "blog/blue");
    assert.match(blog.body, /<code>\/blog\/<\/code>/);
    assert.match(
      valueOf(await site(get("/", "shop.localhost")), "set-cookie") ?? "",
      /^SRV=(red|green);/,
    );
  });

  test("a rate-limited path", async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) statuses.push((await site(get("/limited"))).status);
    assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429]);
    assert.match(await proxy.cli("show table rate"), /key=127\.0\.0\.1 .*http_req_rate\(10000\)=6/);
  });

  test("the stats page and the metrics", async () => {
    const fields = `Authorization: Basic ${btoa("admin:sluice")}\r\n`;
    assert.match((await request(proxy.port("8404"), get("/stats", "x", fields))).body, /colours/);
    assert.match(
      (await request(proxy.port("8405"), get("/metrics"))).body,
      /^haproxy_process_nbthread 1$/m,
    );
  });

  test("the admin socket takes a server out and back in", async () => {
    assert.match(await proxy.cli("show info"), /^Name: Sluice$/m);
    await proxy.cli("disable server colours/red");
    for (let i = 0; i < 4; i++) assert.notEqual(valueOf(await site(get("/")), "x-origin"), "red");
    await proxy.cli("enable server colours/red");
  });
});
