/**
 * The configuration of the failure run, the same text for every program, and the times in it that
 * the bars are made of. GETs go to "web" and may be retried after any failure; POSTs go to "forms",
 * where only a connection that was never made is tried again, and whose servers track those of "web";
 * "line" serves one request at a time.
 */

export const originNames = ["a", "b", "c"] as const;
export type OriginName = (typeof originNames)[number];

/** Addresses of their own: a port that is closed for a while is not taken by somebody else. */
export const addressOf: Readonly<Record<OriginName | "line", string>> = {
  a: "127.77.0.1",
  b: "127.77.0.2",
  c: "127.77.0.3",
  line: "127.77.0.4",
};

export const interMs = 200;
export const fall = 3;
export const rise = 2;
export const checkTimeoutMs = 400;
const slowstartMs = 2000;
export const weight = 100;
/** The run shares two cores with whatever else is busy; a check that is due waits that long at most. */
export const graceMs = 1500;

const servers = (options: Readonly<Record<OriginName, string>>): string =>
  originNames
    .map((name) => `    server ${name} ${addressOf[name]}:\${P:${name}} ${options[name]}`)
    .join("\n");

const check = `    option httpchk GET /check
    default-server check inter ${interMs}ms fall ${fall} rise ${rise} weight ${weight}`;

export const configTemplate: string = `
global
    nbthread 2
    log 127.0.0.1:\${P:log} local0 notice

defaults
    mode http
    timeout connect 2s
    timeout client 20s
    timeout server 1s
    timeout queue 20s
    timeout check ${checkTimeoutMs}ms
    retries 3
    option redispatch 1

frontend front
    bind 127.0.0.1:\${P:front}
    use_backend forms if METH_POST
    use_backend line if { path_beg /line/ }
    default_backend web

backend web
    log global
    balance roundrobin
    retry-on all-retryable-errors
    http-reuse always
${check}
${servers({ a: "", b: "", c: `slowstart ${slowstartMs}ms` })}

backend forms
    balance roundrobin
    option http-server-close
${servers({ a: "track web/a", b: "track web/b", c: "track web/c" })}

backend line
    timeout server 20s
    server line ${addressOf.line}:\${P:line} maxconn 1
`;
