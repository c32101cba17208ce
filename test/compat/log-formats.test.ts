/** Log formats as they arrive: encodings, profiles, steps, lines of connections that failed. */
import { type Case, compareArea, type Side } from "./compare.ts";
import { get, httpDefaults } from "./configs.ts";
import { normaliseLog } from "./normalise.ts";
import { okResponse, type OriginScript } from "../support/origin.ts";

const origins: Readonly<Record<string, OriginScript>> = { web: () => okResponse("") };
const target = (rest: string): string => `log 127.0.0.1:\${P:log} ${rest}`;

/** The lines of an exchange; a marking request after it shows where they end. */
const logged =
  (exchange: (side: Side) => Promise<unknown>): Case =>
  async (side) => {
    const from = side.syslog.lines.length;
    await exchange(side);
    const mark = `/mark-${from}`;
    await side.ask("mark", get(mark));
    await side.syslog.waitFor(mark);
    return side.syslog.lines
      .slice(from)
      .filter((line) => !line.includes("/mark-"))
      .map((line) =>
        normaliseLog(line).replace(
          / \d{4}-\d\d-\d\dT[\d:.+]+ - (\S+) \d+ - /,
          " <iso> - $1 <pid> - ",
        ),
      );
  };

const closing = (path: string, fields = ""): string => get(path, `Connection: close\r\n${fields}`);
const asked = (port: string, text: string): Case => logged((side) => side.sendAll(port, text));

const common = `
global
    log-tag proxy
${httpDefaults}
    timeout client 300ms

frontend mark
    bind 127.0.0.1:\${P:mark}
    ${target("format raw local0")}
    log-format "%HP"
    http-request return status 200

backend be
    server web 127.0.0.1:\${P:web}

backend tcp-be
    mode tcp
    server web 127.0.0.1:\${P:web}
`;

const bySdAndErrors = `${common}
frontend sd
    bind 127.0.0.1:\${P:sd}
    ${target("format rfc5424 local0")}
    ${target("format raw local0")}
    log-format "line %ST"
    log-format-sd "[ex@1 status=\\"%ST\\" q=%{+Q,+E}[capture.req.hdr(0)]]"
    capture request header X-Q len 20
    default_backend be

frontend samples
    bind 127.0.0.1:\${P:samples}
    ${target("format raw sample 1,3-4:5 local0")}
    log-format "%HP"
    http-request return status 200

frontend proxied
    mode tcp
    bind 127.0.0.1:\${P:proxied} accept-proxy name main
    ${target("format priority local0")}
    option tcplog
    default_backend tcp-be

frontend proxied-errors
    mode tcp
    bind 127.0.0.1:\${P:proxiederrors} accept-proxy
    ${target("format priority local0")}
    option dontlognull
    option log-separate-errors
    error-log-format "failed %ci %f %ts %s %B"
    default_backend tcp-be

frontend errors
    bind 127.0.0.1:\${P:errors}
    ${target("format priority local0")}
    log-format "fine %ST"
    error-log-format "failed %ci %ST %ts %r"
    http-request deny if { path /deny }
    default_backend be
`;

const left = (port: string, text: string): Case =>
  logged(async (side) => {
    using client = await side.connect(port);
    client.send(text);
    client.shutdown();
    await client.readAll().catch(() => "");
  });
const endured = (port: string, text: string): Case =>
  logged((side) => side.sendAll(port, text).catch(() => ""));

compareArea(
  "log formats",
  { config: bySdAndErrors, origins },
  {
    "structured data": asked("sd", closing("/", 'X-Q: a"]\\b\r\n')),
    "error-log-format, fine": asked("errors", closing("/")),
    "error-log-format, denied": asked("errors", closing("/deny")),
    "error-log-format, no request": asked("errors", "NONSENSE\r\n\r\n"),
    sample: logged(async (side) => {
      for (let i = 1; i <= 11; i++) await side.sendAll("samples", closing(`/${i}`));
    }),
    "no PROXY header": endured("proxied", "NONSENSE\r\n\r\n"),
    "something longer than a PROXY header": endured("proxied", `${"NONSENSE".repeat(4)}\r\n\r\n`),
    "a PROXY header that does not end": left("proxied", "PROXY TCP4 1"),
    "nothing instead of a PROXY header": left("proxied", ""),
    "a PROXY header that does not come": endured("proxied", ""),
    "error-log-format, no PROXY header": endured("proxiederrors", "NONSENSE\r\n\r\n"),
    "error-log-format, dontlognull": left("proxiederrors", ""),
  },
);

const newer = `${common}
log-profile one
    log-tag other
    on error format "ERR %OG %ci"
    on accept format "ACC %OG %r %ST %s %ts"
    on request format "REQ %OG %r %s"
    on connect format "CON %OG %b/%s"
    on http-req format "HREQ %OG"
    on any format "ANY %OG" sd "any"

log-profile two
    on any format "any %OG" sd "[%OG]"
    on close drop
    on error sd "[e]"

log-profile three
    on any format "%OG %B"

frontend profiled
    bind 127.0.0.1:\${P:profiled}
    ${target("format raw profile three local0")}
    log-format "%ST"
    default_backend be

frontend unformatted
    bind 127.0.0.1:\${P:unformatted}
    ${target("format raw profile three local0")}
    http-response do-log
    default_backend be

frontend unformatted-steps
    bind 127.0.0.1:\${P:unformattedsteps}
    ${target("format raw profile three local0")}
    log-steps response
    default_backend be

frontend counted
    bind 127.0.0.1:\${P:counted}
    ${target("format raw local0")}
    log-format "%OG %B %U"
    log-steps all
    http-request do-log
    default_backend be

frontend counted-early
    bind 127.0.0.1:\${P:countedearly}
    ${target("format raw local0")}
    option logasap
    log-format "%OG %B %U"
    log-steps all
    http-response do-log
    default_backend be

frontend steps
    bind 127.0.0.1:\${P:steps}
    ${target("profile one local0").replace("profile one", "format rfc5424 profile one")}
    ${target("format rfc5424 profile two local1")}
    ${target("format rfc5424 local2")}
    log-format "LF %OG"
    log-format-sd "[fe %OG]"
    error-log-format "ELF %OG %ci"
    log-steps all
    tcp-request connection do-log
    tcp-request session do-log
    tcp-request content do-log
    http-request do-log
    http-response do-log
    http-after-response do-log
    http-request return status 200 if { path /return }
    default_backend be

frontend some
    bind 127.0.0.1:\${P:some}
    ${target("format raw local0")}
    log-format "%OG %ST"
    log-steps connect,close
    default_backend be

frontend tcp
    mode tcp
    bind 127.0.0.1:\${P:tcp}
    ${target("format raw local0")}
    log-format "%OG %ts %s"
    log-steps all
    default_backend tcp-be

frontend clf
    mode tcp
    bind 127.0.0.1:\${P:clf}
    ${target("format raw local0")}
    option tcplog clf
    default_backend tcp-be

frontend json
    bind 127.0.0.1:\${P:json}
    ${target("format raw local0")}
    capture request header X-Q len 20
    capture response header X-R len 20
    capture cookie id len 10
    log-format '%{+json}o %(ip)ci %(status)ST %(b)B %(cookie)CC %(set)CS %(q)hr %(l)hrl %(s)hs %(r)r %(x)[capture.req.hdr(0)] plain %(be)b %(srv)s %(rc)rc %(at)ft %(m:str)[method] %(t:bool)rc'
    default_backend be

frontend cbor
    bind 127.0.0.1:\${P:cbor}
    ${target("format raw local0")}
    capture request header X-Q len 20
    capture cookie id len 10
    log-format '%{+cbor}o %(ip)ci %(status)ST %(cookie)CC %(q)hr %(l)hrl %(r)r %(x)[capture.req.hdr(0)] %(be)b %(srv)s %(at)ft'
    default_backend be

frontend json-early
    bind 127.0.0.1:\${P:early}
    ${target("format raw local0")}
    option logasap
    log-format '%{+json}o %(og)OG %(st)ST'
    default_backend be
`;

compareArea(
  "log formats of 3.2",
  { config: newer, origins, since: "3.2" },
  {
    "profiles and all steps": asked("steps", closing("/")),
    "a reply of the proxy's own": asked("steps", closing("/return")),
    "profiles and a request that is none": asked("steps", "NONSENSE\r\n\r\n"),
    "a profile's figures when the line is ready": asked("profiled", closing("/")),
    "a profile and no format": asked("unformatted", closing("/")),
    "a profile, a step and no format": asked("unformattedsteps", closing("/")),
    "bytes by step": asked("counted", closing("/")),
    "logasap instead of steps": asked("countedearly", closing("/")),
    "some steps": asked("some", closing("/")),
    "steps of TCP": asked("tcp", closing("/")),
    json: asked("json", closing("/p?q", 'X-Q: a"\\\xe9|\r\nCookie: id=a"5\r\n')),
    cbor: asked("cbor", closing("/p?q", 'X-Q: "a"\\\xe9|\r\nCookie: id=a"5\r\n')),
    "json, nothing captured": asked("json", closing("/")),
    logasap: asked("early", closing("/")),
  },
);
