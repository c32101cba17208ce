/** Choice of the backend: use_backend in order, dynamic names, maps of each kind. */
import { type Case, compareArea } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { okResponse } from "../support/origin.ts";

const backends = ["one", "two", "three", "fallback"];

const config = `${httpDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request set-header X-Str %[path,map_str(str.map)]
    http-request set-header X-Str-Default "%[path,map_str(str.map,none)]"
    http-request set-header X-Beg %[path,map_beg(beg.map,none)]
    http-request set-header X-End %[path,map_end(end.map,none)]
    http-request set-header X-Sub %[path,map_sub(end.map,none)]
    http-request set-header X-Dir %[path,map_dir(dir.map,none)]
    http-request set-header X-Dom %[req.hdr(host),map_dom(dom.map,none)]
    http-request set-header X-Reg %[path,map_reg(reg.map,none)]
    http-request set-header X-Regm %[path,map_regm(reg.map,none)]
    http-request set-header X-Ip %[req.hdr_ip(x-ip),map_ip(ip.map,none)]
    http-request set-header X-Int %[req.hdr(x-num),map_str_int(int.map,7),add(1)]
    use_backend two if { path_beg /two } { method GET }
    use_backend one if { path_beg /one } or { hdr(x-to) one }
    use_backend %[req.hdr(x-backend)] if { hdr(x-backend) -m found }
    use_backend %[req.hdr(host),lower,map(hosts.map,three)] if { hdr(host) -m found }
    default_backend fallback
${backends
  .map(
    (name) => `
backend ${name}
    http-response set-header X-Backend ${name}
    server ${name} 127.0.0.1:\${P:web}`,
  )
  .join("\n")}
`;

const files = {
  "hosts.map": "# hosts\none.example one\n two.example   two  \nbad.example nowhere\n",
  "str.map": "/a first\n/b second value\n/a again\n",
  "beg.map": "/ root\n/lo short\n/long longer\n/longest longest\n",
  "end.map": ".png image\n.tar.gz archive\n.gz compressed\n",
  "dir.map": "img images\nimg/icons icons\n",
  "dom.map": "example domain\nexample.org org\n",
  "reg.map": "^/v([0-9]+)/(.*)$ version-\\1-\\2\n^/x.*z$ xz\n",
  "ip.map": "10.0.0.0/8 ten\n10.1.0.0/16 ten-one\n10.1.2.3 exact\n2001:db8::/32 doc\n",
  "int.map": "1 10\n42 420\n",
};

const requests: Readonly<Record<string, string>> = {
  "a static rule": get("/two/x"),
  "the first rule that holds wins": get("/two", "X-To: one\r\n"),
  "an or": get("/x", "X-To: one\r\n"),
  "a dynamic name": get("/", "X-Backend: two\r\n"),
  "a dynamic name that is no backend": get("/", "X-Backend: nobody\r\n"),
  "a host in the map": get("/").replace("www.example.com", "ONE.example"),
  "a host with spaces in its line": get("/").replace("www.example.com", "two.example"),
  "a host that maps to no backend": get("/").replace("www.example.com", "bad.example"),
  "the map's default": get("/"),
  "no Host": "GET / HTTP/1.0\r\n\r\n",
  "str: first entry wins": get("/a"),
  "str: value with a space": get("/b"),
  "longest beginning": get("/longer/x"),
  "shortest beginning": get("/lox"),
  end: get("/x/y.tar.gz"),
  dir: get("/a/img/b"),
  "dir of two": get("/img/icons/x.png"),
  reg: get("/v12/rest"),
  "reg without groups": get("/xyz"),
  dom: get("/").replace("www.example.com", "www.example.org:80"),
  "ip exact": get("/", "X-Ip: 10.1.2.3\r\n"),
  "ip longest prefix": get("/", "X-Ip: 10.1.9.9\r\n"),
  "ip short prefix": get("/", "X-Ip: 10.200.0.1\r\n"),
  "ip v6": get("/", "X-Ip: 2001:db8::7\r\n"),
  "ip absent": get("/", "X-Ip: 192.0.2.1\r\n"),
  "int value": get("/", "X-Num: 42\r\n"),
  "int default": get("/", "X-Num: 5\r\n"),
};

compareArea(
  "routing and maps",
  { config, files, origins: { web: okResponse("ok") } },
  Object.fromEntries(
    Object.entries(requests).map(([name, text]): [string, Case] => [
      name,
      async (side) => [await side.ask("fe", text), side.seen("web")],
    ]),
  ),
);
