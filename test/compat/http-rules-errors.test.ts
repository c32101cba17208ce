/** What answers in a server's place: http-error, errorloc, errorfile, http-errors, and who wins. */
import { type Case, compareArea } from "./compare.ts";
import { get } from "./configs.ts";
import { gettingEach, okOrigin, ruleDefaults, sending } from "./rule-table.ts";

const files = {
  "403.http": "HTTP/1.0 403 No\r\nX-File: one\r\nContent-Length: 3\r\n\r\none",
  "odd.http": "HTTP/1.1 200 Fine\r\nX-File: odd\r\nContent-Length: 3\r\n\r\nodd",
  "closing.http": "HTTP/1.1 403 No\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno",
  "body.txt": "a body\n",
  "format.txt": "%[path] of %[req.hdr(host)]\n",
};

const config = `
http-errors group
    errorfile 403 403.http
    errorfile 503 odd.http
${ruleDefaults}
    errorfile 503 odd.http
    http-error status 404 content-type text/plain string "of defaults"

frontend fe
    bind 127.0.0.1:\${P:fe}
    http-error status 400 content-type text/plain lf-string "no %[path]" hdr X-E "v %[path]" hdr X-None "%[req.hdr(nope)]"
    http-error status 401 content-type text/plain file body.txt
    http-error status 405 content-type text/plain lf-file format.txt
    http-error status 408
    http-error status 410 hdr X-Only header
    http-error status 413 errorfile odd.http
    http-error status 403 errorfiles group
    http-error status 425 errorfiles group
    errorloc 429 http://errors.example/429?x=%[path]
    errorloc302 500 /five
    errorloc303 501 /other
    errorfile 502 403.http
    errorloc 502 /late
    errorloc 504 /early
    http-error status 504 content-type text/plain string "late"
    http-request deny deny_status 400 if { path /400 }
    http-request deny deny_status 401 if { path /401 }
    http-request deny deny_status 403 if { path /403 }
    http-request deny deny_status 404 if { path /404 }
    http-request deny deny_status 405 if { path /405 }
    http-request deny deny_status 408 if { path /408 }
    http-request deny deny_status 410 if { path /410 }
    http-request deny deny_status 413 if { path /413 }
    http-request deny deny_status 425 if { path /425 }
    http-request deny deny_status 429 if { path /429 }
    http-request deny deny_status 500 if { path /500 }
    http-request deny deny_status 501 if { path /501 }
    http-request deny deny_status 502 if { path /502 }
    http-request deny deny_status 504 if { path /504 }
    http-request return status 429 default-errorfiles if { path /return-429 }
    http-request return status 403 errorfiles group if { path /return-group }
    http-request return status 404 errorfiles group if { path /return-group-none }
    http-request return status 403 errorfile odd.http if { path /return-odd }
    http-request deny status 429 if { path /plain-429 }
    http-request tarpit status 429 if { path /plain-tarpit }
    http-request tarpit deny_status 429 if { path /tarpit-429 }
    http-request return status 403 errorfile closing.http if { path /closing }
    use_backend own if { path_beg /own }
    use_backend reset if { path_beg /reset }
    default_backend none

backend none

backend own
    errorloc303 503 /own-503
    errorfiles group 403
    http-request deny if { path /own-403 }
    http-request deny deny_status 500 if { path /own-500 }

backend reset
    http-error status 503 default-errorfiles
    http-request deny deny_status 404 if { path /reset-404 }
`;

/** Two requests in a row: the connection ends after the first page, or serves the second as well. */
const twice = (target: string): Case => sending(get(target), get("/401", "Connection: close\r\n"));

compareArea(
  "error pages that end the connection",
  {
    config: `${ruleDefaults}
frontend fe
    bind 127.0.0.1:\${P:fe}
    errorfile 502 closing.http
    http-request deny deny_status 400 if { path /400 }
    http-request deny deny_status 408 if { path /408 }
    http-request deny deny_status 502 if { path /502 }
    http-request deny deny_status 401
    default_backend none

backend none
`.replace("%b/%s", "%b/%s %B"),
    files,
    origins: okOrigin,
  },
  {
    "400": twice("/400"),
    "408": twice("/408"),
    "an error file that says so": twice("/502"),
    "any other": twice("/other"),
  },
);

compareArea(
  "error pages",
  { config, files, origins: okOrigin },
  gettingEach(
    ...["400", "401", "403", "404", "405", "408", "410", "413", "425", "429"].map((s) => `/${s}`),
    ...["500", "501", "502", "504"].map((status) => `/${status}`),
    "/return-429",
    "/return-group",
    "/return-group-none",
    "/return-odd",
    "/closing",
    "/plain-429",
    "/plain-tarpit",
    "/tarpit-429",
    "/503",
    "/own",
    "/own-403",
    "/own-500",
    "/reset",
    "/reset-404",
  ),
);
