/** ACLs: match kinds, flags, files, negation, combination, the predefined names. */
import { compareArea, type Case } from "./compare.ts";
import { httpDefaults } from "./configs.ts";

/** Each condition is one header on the answer to requests: present when it holds. */
const conditions = [
  "{ path /exact }",
  "{ path -i /EXACT }",
  "{ path -m beg /ex }",
  "{ path_beg /dir/ /other/ }",
  "{ path_end .png .jpg }",
  "{ path_end -i .PNG }",
  "{ path_sub ara }",
  "{ path_dir sub }",
  "{ path_dir sub/deep }",
  "{ path_reg ^/v[0-9]+/ }",
  "{ path_reg -i ^/EXACT$ }",
  "{ path_len 6 }",
  "{ path_len gt 6 }",
  "{ path_len 5:7 }",
  "{ hdr(host) www.example.com }",
  "{ hdr(host) -i www.example.com }",
  "{ hdr_dom(host) -i example }",
  "{ hdr_dom(host) -i example.com }",
  "{ hdr_beg(host) -i www. }",
  "{ hdr_end(host) -i .com }",
  "{ hdr_sub(user-agent) -i BOT }",
  "{ hdr_reg(user-agent) bot$ }",
  "{ hdr(x-list) two }",
  "{ hdr_cnt(x-list) 3 }",
  "{ hdr_cnt(x-list) gt 1 }",
  "{ hdr_val(x-num) ge 42 }",
  "{ hdr_val(x-num) lt 42 }",
  "{ hdr_val(x-num) 40:50 }",
  "{ hdr_val(x-num) :41 }",
  "{ hdr_val(x-num) 43: }",
  "{ hdr_val(x-num) 1 42 99 }",
  "{ hdr(x-num) -m int eq 42 }",
  "{ hdr(x-num) -m found }",
  "{ hdr(x-empty) -m found }",
  "{ hdr(x-none) -m found }",
  "{ hdr(x-empty) -m len 0 }",
  "{ hdr_ip(x-ip) 10.0.0.0/8 }",
  "{ hdr_ip(x-ip) 10.1.2.3 }",
  "{ hdr_ip(x-ip) 192.168.0.0/16 10.1.2.0/255.255.255.0 }",
  "{ hdr(x-ip) -m ip 10.0.0.0/8 }",
  "{ hdr_ip(x-ip) 2001:db8::/32 }",
  "{ src 127.0.0.1 }",
  "{ src 127.0.0.0/8 }",
  "{ src 10.0.0.0/8 }",
  "{ method GET }",
  "{ method POST PUT }",
  "{ method get }",
  "{ url_param(a) 1 }",
  "{ url_param(a) -m found }",
  "{ cook(s) abc }",
  "{ cook(s) -m beg ab }",
  "{ cook(s) -m end bc }",
  "{ cook(s) -m sub b }",
  "{ cook(s) -m reg ^a.c$ }",
  "{ cook(s) -m bin 616263 }",
  "!{ path /exact }",
  "{ path /exact } { method GET }",
  "{ path /nothing } or { method GET }",
  "{ path /exact } !{ method POST } or { always_false }",
  "is_exact",
  "!is_exact",
  "is_exact is_local",
  "either",
  "twice",
  "from_file",
  "from_file_ci",
  "many_values",
  "unless_name",
  "METH_GET",
  "LOCALHOST",
  "HTTP_1.1",
  "HTTP_1.0",
  "TRUE",
  "FALSE",
  "HTTP_URL_ABS",
  "HTTP_URL_SLASH",
  "HTTP_URL_STAR",
  "HTTP_CONTENT",
  "METH_POST",
  "{ path -f paths.lst }",
  "{ hdr(host),lower,host_only www.example.com }",
  "{ hdr(x-num),add(1) 43 }",
  "{ var(txn.v) -m str set }",
  "{ str(a) -m str -- -f a }",
  "{ nbsrv(be) lt 3 }",
  "{ always_true }",
];

const config = `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request set-var(txn.v) str(set)
    acl is_exact path /exact
    acl is_local src 127.0.0.0/8
    acl either path /exact
    acl either path /other/x
    acl twice path_beg /e
    acl twice method POST
    acl from_file path -f paths.lst
    acl from_file_ci path -i -f paths.lst /extra
    acl many_values hdr(host) -i a b c www.example.com
    acl unless_name hdr(user-agent) -i -m sub bot
${conditions.map((condition, index) => `    http-request set-var-fmt(txn.c${index}) "1" if ${condition}`).join("\n")}
    http-request return status 200 content-type text/plain lf-string "${conditions.map((_, index) => `%[var(txn.c${index})],`).join("")}"

backend be
    server s1 127.0.0.1:9
`;

const requests: Readonly<Record<string, string>> = {
  usual:
    "GET /exact?a=1 HTTP/1.1\r\nHost: WWW.Example.COM\r\nUser-Agent: a Bot bot\r\nX-List: one, two\r\nX-List: three\r\nX-Num: 42\r\nX-Empty:\r\nX-Ip: 10.1.2.3\r\nCookie: s=abc\r\n\r\n",
  "other case and lengths":
    "GET /Exact HTTP/1.1\r\nHost: www.example.com\r\nUser-Agent: bott\r\nX-Num: 0042x\r\nX-Ip: 10.1.2.300\r\nCookie: s=abcd\r\n\r\n",
  directories: "GET /dir/sub/deep/file.png HTTP/1.1\r\nHost: example\r\nX-Ip: 2001:db8::5\r\n\r\n",
  "a POST": "POST /other/x?a= HTTP/1.1\r\nHost: c\r\nContent-Length: 0\r\nX-Num: -5\r\n\r\n",
  "HTTP/1.0 and absolute form":
    "GET http://example.com/v12/paras HTTP/1.0\r\nHost: example.com\r\nX-Num: text\r\n\r\n",
  "the file's second line": "GET /from/File HTTP/1.1\r\nHost: b.example.com.\r\n\r\n",
  "a star": "OPTIONS * HTTP/1.1\r\nHost: b\r\n\r\n",
};

compareArea(
  "ACLs",
  { config, files: { "paths.lst": "# comment\n/exact\n\n/from/file\n  /indented\n" } },
  Object.fromEntries(
    Object.entries(requests).map(([name, text]): [string, Case] => [
      name,
      async (side) => {
        const { body } = await side.ask("fe", text);
        const holds = body.split(",");
        return conditions.filter((_, index) => holds[index] === "1");
      },
    ]),
  ),
);
