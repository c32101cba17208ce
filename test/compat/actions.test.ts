/** http-request and http-response actions: what each changes, and what answers in the origin's place. */
import { type Case, compareArea } from "./compare.ts";
import { get, oneToOne } from "./configs.ts";
import { okResponse } from "../support/origin.ts";

const requestRules = `
    http-request set-var(txn.who) req.hdr(X-Who)
    http-request set-header X-Set "%[src] %[var(txn.who)]" if { path_beg /set }
    http-request set-header X-Fmt "%{+Q}[path] %[method] 100%%" if { path_beg /set }
    http-request add-header X-Twice one if { path_beg /add }
    http-request add-header X-Twice two if { path_beg /add }
    http-request del-header X-Gone if { path_beg /del }
    http-request del-header X-Pre -m beg if { path_beg /del }
    http-request replace-header X-List a(.) <\\1> if { path_beg /replace }
    http-request replace-value X-List b(.) [\\1] if { path_beg /replace }
    http-request set-path /prefix%[path] if { path_beg /path }
    http-request set-query %[query,regsub(a,b,g)] if { path_beg /path }
    http-request set-uri /whole?uri=%[path] if { path_beg /uri }
    http-request set-pathq /pq?x=1 if { path_beg /pathq }
    http-request set-method PUT if { path_beg /method }
    http-request replace-path (.*)/old/(.*) \\1/new/\\2 if { path_sub /old/ }
    http-request unset-var(txn.who) if { path_beg /unset }
    http-request set-header X-Who2 %[var(txn.who)] if { path_beg /unset }
    http-request set-header X-Anon yes if !{ hdr(X-Who) -m found }
    http-request deny if { path /deny }
    http-request deny deny_status 429 if { path /deny-429 }
    http-request tarpit if { path /tarpit }
    http-request tarpit deny_status 401 if { path /tarpit-401 }
    http-request redirect location /there if { path /location }
    http-request redirect location http://other.example/%[path] code 303 if { path_beg /fmt-location }
    http-request redirect prefix https://p.example code 301 if { path_beg /prefix-me }
    http-request redirect prefix https://p.example drop-query if { path_beg /dropq }
    http-request redirect prefix /app append-slash drop-query if { path /slash }
    http-request redirect scheme https if { path_beg /scheme }
    http-request redirect scheme https code 308 set-cookie A=1 if { path_beg /set-cookie }
    http-request redirect location / clear-cookie A= if { path_beg /clear-cookie }
    http-request return if { path /return-empty }
    http-request return status 201 content-type text/plain string "made" hdr X-H "v %[path]" if { path /return-string }
    http-request return status 200 content-type text/plain lf-string "path=%[path] %[req.hdr(host)]" if { path /return-lf }
    http-request return status 404 default-errorfiles if { path /return-default }
    http-request deny deny_status 503 content-type text/html string "<b>no</b>" if { path /deny-string }
    http-request deny deny_status 418 hdr X-Tea pot content-type text/plain lf-string "%[method]" if { path /deny-418 }
    http-response set-header X-Resp "%[status] %[res.hdr(X-From)]"
    http-response add-header X-From two if { res.hdr(X-From) -m found }
    http-response del-header Server
    http-response replace-header Set-Cookie (.*)=(.*) \\1=\\2;Secure
    http-response replace-value X-List a b
    http-response set-status 202 reason "Take it" if { status 299 }
    http-response deny if { status 298 }
    http-response return status 200 content-type text/plain string "instead" if { status 297 }
    http-after-response set-header X-After always
`;

const statusFor: Readonly<Record<string, number>> = { "/299": 299, "/298": 298, "/297": 297 };

const area = {
  config: oneToOne(
    requestRules,
    "timeout tarpit 100ms\n    redirect prefix /legacy if { path /old-redirect }",
  ).replace("timeout server 5s", "timeout server 5s\n    timeout tarpit 100ms"),
  origins: {
    web: ({ request }: { request: { target: string } }): string => {
      const status = statusFor[request.target] ?? 200;
      const fields = "Server: origin\r\nX-From: one\r\nSet-Cookie: a=1\r\nX-List: a, a2,a\r\n";
      return okResponse("ok", fields).replace("200 OK", `${status} Fine`);
    },
  },
};

const targets = [
  "/",
  "/set",
  "/add",
  "/path/x?a=a",
  "/path",
  "/uri/abc?q",
  "/pathq/1",
  "/method",
  "/x/old/y?z=1",
  "/deny",
  "/deny-429",
  "/tarpit",
  "/tarpit-401",
  "/location",
  "/fmt-location/x",
  "/prefix-me/a?b=c",
  "/dropq/a?b",
  "/slash?x",
  "/scheme/a?b",
  "/set-cookie",
  "/clear-cookie",
  "/return-empty",
  "/return-string",
  "/return-lf",
  "/return-default",
  "/deny-string",
  "/deny-418",
  "/299",
  "/298",
  "/297",
  "/old-redirect",
  "/unset",
];
const byTarget = targets.map((target): [string, Case] => [
  target,
  async (side) => [await side.ask("fe", get(target, "X-Who: me\r\n")), side.seen("web")],
]);

compareArea("actions", area, {
  ...Object.fromEntries(byTarget),
  "without the variable": async (side) => [await side.ask("fe", get("/set")), side.seen("web")],
  "del-header by prefix": async (side) => [
    await side.ask(
      "fe",
      get("/del", "X-Gone: 1\r\nX-Prefix-A: 2\r\nx-gone: 3\r\nX-Kept: 4\r\nX-PREfix: 5\r\n"),
    ),
    side.seen("web"),
  ],
  "replace-header and replace-value": async (side) => [
    await side.ask("fe", get("/replace", "X-List: a1, a2,b3\r\nX-List: ba4, b5\r\n")),
    side.seen("web"),
  ],
  "a redirect closes or keeps": async (side) => {
    using client = await side.connect("fe");
    const first = await client.exchange(get("/scheme/1"));
    return [first.head, (await client.exchange(get("/scheme/2"))).head];
  },
  // With all of the body haproxy 2.6 closes as well, 3.2 does not.
  "a redirected POST of which a part is here": async (side) =>
    side.ask("fe", "POST /scheme HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabc"),
  "a redirected HEAD": async (side) => side.ask("fe", "HEAD /scheme HTTP/1.1\r\nHost: a\r\n\r\n"),
  "return to HEAD": async (side) =>
    side.ask("fe", "HEAD /return-string HTTP/1.1\r\nHost: a\r\n\r\n"),
});
