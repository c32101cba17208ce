/** Every match kind and the derived names, each condition asked of every value of a field. */
import { type Case, compareArea } from "./compare.ts";
import { httpDefaults } from "./configs.ts";

const conditions: readonly string[] = [
  "req.hdr(x) -m int 5",
  "req.hdr(x) -m int 1:9",
  "req.hdr(x) -m int :4",
  "req.hdr_val(x) le 4 ge 10",
  "req.hdr(x) -m len 3",
  "req.hdr(x) -m len gt 2",
  "req.hdr(x) -m str abc ABC",
  "req.hdr(x) -m str -i aBc",
  "req.hdr(x) -i -m beg AB",
  "req.hdr(x) -m beg",
  "req.hdr(x) -m end bc",
  "req.hdr(x) -m sub b",
  "req.hdr(x) -m dir b",
  "req.hdr(x) -m dir /b/",
  "req.hdr(x) -m dom b.c",
  "req.hdr(x) -m dom .b.",
  "req.hdr(x) -m found",
  "req.hdr(x),length -m bool",
  "req.hdr(x) -m bin 616263",
  "req.hdr(x) -m ip ::1",
  "req.hdr_ip(x) 1.2.3.4",
  "req.hdr_ip(x) 0.0.0.0/0",
  "req.hdr_ip(x) ::ffff:1.2.3.4",
  "req.hdr_ip(x) ::/0",
  "req.hdr_ip(x) 1.2.3.4/255.255.0.255",
  "req.hdr(x) -m reg ^a",
  "hdr_beg(x) a",
  "hdr_dom(x) b",
  "hdr_dir(x) b",
  "hdr_end(x) c",
  "hdr_len(x) 3",
  "hdr_reg(x) c$",
  "hdr_sub(x) b",
  "hdr(x) abc",
  "path_dir a",
  "path_dir /a/b",
  "path_end c",
  "url_dom h",
  "url_ip 1.2.3.4",
  "url_param(q) 1",
  "url_reg q",
  "base_beg h/a",
  "base_dir a",
  "base_len gt 3",
  "method GET",
  "method POST GET",
  "req_ver 1.1",
  "http_first_req",
  "cook(s) v",
  "cook_cnt(s) 1",
  "cook_beg(s) v",
  "cook_end(s) v",
  "cook_reg(s) v",
  "req.hdr(x) -m str -- -f",
  "req.hdr(x) -m int lt 0",
  "req.hdr(x) -m str",
  "req.hdr(x) -m bool",
  "req.hdr(x) -M -m str abc",
  "req.hdr(x) -n -m str abc",
  "src 127.0.0.1",
  "dst_port 1:65535",
  "always_true",
  "bool(1)",
  "int(5)",
  "int(5) -m bool",
  "str(abc) abc",
  "ipv4(1.2.3.4) 1.2.3.4/30",
  "bin(6162) -m bin 6162",
  "bin(6162) -m str ab",
  "bool(0) -m found",
  "date(0) gt 0",
  "ipv6(::1) -m str ::1",
  "meth(GET) -m str GET",
  "req.hdr(x) -i -i -m str ABC",
  "req.hdr(x) -u 77 -m str abc",
];

const values: readonly string[] = [
  ..."abc ABC 5 -5 7 12 1.2.3.4 ::1 a/b/c a.b.c:80 -f v ::ffff:1.2.3.4 0x5 5abc c".split(" "),
  "",
];

const rules = conditions.map(
  (condition, index) =>
    `    http-request set-var-fmt(txn.r) "%[var(txn.r)]${index}/" if { ${condition} }`,
);

compareArea(
  "match kinds",
  {
    config: `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
${rules.join("\n")}
    http-request return status 200 content-type text/plain lf-string %[var(txn.r)]
`,
  },
  Object.fromEntries(
    values.map((value): [string, Case] => [
      JSON.stringify(value),
      async (side) => {
        const fields = `Host: h\r\nCookie: s=v\r\nX: ${value}\r\n`;
        const { body } = await side.ask("fe", `GET /a/b/c?q=1 HTTP/1.1\r\n${fields}\r\n`);
        return body.split("/").map((index) => conditions[Number(index)] ?? "");
      },
    ]),
  ),
);
