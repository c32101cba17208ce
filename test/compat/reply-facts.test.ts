/** What a reply of the proxy knows of itself while it is made, and rules after it of its body. */
import { compareArea } from "./compare.ts";
import { gettingEach, okOrigin, ruleDefaults } from "./rule-table.ts";

const page = (name: string): string =>
  `content-type text/plain lf-string "${name} %[status] %ST %[res.hdr(content-length)]"`;

const config = `${ruleDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-error status 403 ${page("refused")}
    http-error status 502 ${page("blocked")}
    http-error status 503 ${page("none")}
    http-request deny if { path /deny }
    http-response deny if { capture.req.uri /deny-response }
    http-response return status 404 ${page("replaced")} if { capture.req.uri /replace }
    http-response return status 200 content-type text/plain string hello if { capture.req.uri /hello }
    http-after-response set-header x-after "%[status] %[res.body] %[res.body_len]"
    use_backend nobody if { path_beg /none }
    default_backend be
backend nobody
    http-error status 503 ${page("nobody")}
backend be
    server web 127.0.0.1:\${P:web}
`;

compareArea(
  "replies while they are made",
  { config, origins: okOrigin },
  gettingEach("/deny", "/deny-response", "/replace", "/hello", "/none"),
);
