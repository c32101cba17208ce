/** Directives around the rules: persistence by condition, names of servers, captures, header names. */
import { compareArea } from "./compare.ts";
import { get } from "./configs.ts";
import { getting, okOrigin, ruleDefaults, sending } from "./rule-table.ts";

const config = `${ruleDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    declare capture request len 6
    http-request capture req.hdr(x-c) len 4
    capture request header X-C len 5
    declare capture response len 7
    capture response header X-R len 3
    option originalto
    http-request capture path id 0
    http-response capture status id 0
    http-request deny if { path /denied }
    use_backend strict if { path_beg /strict }
    use_backend lax if { path_beg /lax }
    use_backend buffered if { path_beg /buffered }
    default_backend be

backend be
    cookie S insert
    stick-table type string size 1k
    stick on req.hdr(X-Stick)
    http-send-name-header X-Server
    option originalto header X-Orig
    force-persist if { path /force } or { path /both }
    ignore-persist if { path /ignore } or { path /both }
    use-server down if { req.hdr(X-Use) down }
    use-server web if { req.hdr(X-Use) web }
    http-request capture method id 1 if { path /capture }
    http-request capture method id 9 if { path /capture }
    http-response capture str(response) id 1
    server web 127.0.0.1:\${P:web} cookie a
    server down 127.0.0.1:\${P:web} cookie b disabled

backend strict
    option http-restrict-req-hdr-names reject
    option originalto except 127.0.0.0/8
    server web 127.0.0.1:\${P:web}

backend lax
    option http-restrict-req-hdr-names delete
    http-request set-header X_Made yes
    server web 127.0.0.1:\${P:web}

backend buffered
    option http-buffer-request
    http-request set-header X-Body %[req.body]
    server web 127.0.0.1:\${P:web}
`;

const chunked = "Host: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
const posted = "Host: h\r\nConnection: close\r\nContent-Length: 6\r\n\r\n";

const sources = {
  "a cookie of a server that is there": "Cookie: S=a\r\n",
  "a cookie of a server that is down": "Cookie: S=b\r\n",
  "use-server of one that is down": "X-Use: down\r\n",
  "use-server before the cookie": "X-Use: web\r\nCookie: S=b\r\n",
  "no cookie": "",
};
const persistence = ["/usual", "/force", "/ignore", "/both"].flatMap((target) =>
  Object.entries(sources).map(
    ([name, fields]) => [`${target}: ${name}`, getting(target, fields)] as const,
  ),
);

compareArea(
  "directives around rules",
  { config, origins: okOrigin },
  {
    ...Object.fromEntries(persistence),
    captures: getting("/capture", "X-C: abcdefgh\r\n"),
    "captures of a denied request": getting("/denied", "X-C: abcdefgh\r\n"),
    "the server's name replaces the client's": getting("/name", "X-Server: mine\r\n"),
    "a header of an odd name is refused": getting("/strict", "A_b: 1\r\n"),
    "no header of an odd name": getting("/strict"),
    "a header of an odd name goes, a rule's own too": getting(
      "/lax",
      "A_b: 1\r\nA.c: 2\r\nA-b: 3\r\n",
    ),
    "a buffered body": sending(`POST /buffered HTTP/1.1\r\n${posted}abc`, 30, "def"),
    "a buffered body in chunks": sending(
      `POST /buffered HTTP/1.1\r\n${chunked}3\r\nabc\r\n`,
      30,
      "0\r\n\r\n",
    ),
    "nothing to buffer": sending(get("/buffered", "Connection: close\r\n")),
  },
);
