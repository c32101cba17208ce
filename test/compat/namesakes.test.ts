/** A frontend and a backend of one name are two proxies: the rules of both are evaluated. */
import { compareArea } from "./compare.ts";
import { get } from "./configs.ts";
import { getting, okOrigin, ruleDefaults, sending } from "./rule-table.ts";

const config = `${ruleDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    http-request set-header x-front yes
    http-response set-header x-front yes
    http-after-response set-header x-after-front yes
    default_backend fe

backend fe
    tcp-request content reject if { path /rejected }
    http-request set-header x-back yes
    http-request deny if { path /denied }
    http-response set-header x-back yes
    http-response deny if { res.hdr(x-front) -m found }
    http-after-response set-header x-after-back yes
    server web 127.0.0.1:\${P:web}
`;

compareArea(
  "a frontend and a backend of one name",
  { config, origins: okOrigin },
  {
    "rules of both": getting("/"),
    "content rules of the backend": getting("/rejected"),
    "a denial of the backend's": getting("/denied"),
    "two requests on one connection": (side) =>
      side.sendAll("fe", get("/a") + get("/b", "Connection: close\r\n")),
    HEAD: sending(get("/", "Connection: close\r\n").replace("GET", "HEAD")),
  },
);
