/** The configuration of the soak: every kind of traffic has a place of its own in it. */

export function soakConfig(certificate: string | null, threads: number): string {
  const tls =
    certificate === null
      ? ""
      : `
frontend tls
    bind 127.0.0.1:\${P:tls} ssl crt ${certificate}
    default_backend web
`;
  return `
global
    nbthread ${threads}
    log 127.0.0.1:\${P:log} local0

defaults
    mode http
    log global
    option httplog
    timeout connect 1s
    timeout client 5s
    timeout server 5s
    timeout tarpit 100ms
    timeout http-request 2s
    timeout queue 100ms
    timeout tunnel 5s
    timeout check 300ms
    retries 3
    option redispatch 1

frontend http
    bind 127.0.0.1:\${P:http}
    http-request track-sc0 url_param(key) table keys if { url_param(key) -m found }
    http-request set-var(txn.path) path
    http-request tarpit deny_status 429 if { path /tarpit }
    http-request deny if { path /deny }
    http-response set-header X-Path %[var(txn.path)]
    use_backend queue if { path /queue }
    use_backend tunnel if { path /tunnel }
    default_backend web
${tls}
listen tcp
    mode tcp
    option tcplog
    bind 127.0.0.1:\${P:tcp}
    server echo 127.0.0.1:\${P:echo}

backend keys
    stick-table type string len 32 size 1k expire 3s store gpc0,http_req_rate(2s),conn_cur

backend web
    balance roundrobin
    retry-on all-retryable-errors
    http-reuse always
    option httpchk GET /check
    default-server check inter 200ms fall 2 rise 2 pool-purge-delay 1s
    server steady 127.0.0.1:\${P:steady}
    server flapping 127.77.1.1:\${P:flapping} slowstart 1s

backend queue
    server steady 127.0.0.1:\${P:steady} maxconn 1 pool-purge-delay 1s

backend tunnel
    server echo 127.0.0.1:\${P:upgrade} pool-purge-delay 1s
`;
}
