/** Sample fetches, evaluated by both programs on the same request. */
import { compareExpressions, type Row } from "./expression-table.ts";

const bare = "Host: a\r\n";
const withTarget = (text: string, target: string): Row => ({ text, fields: bare, target });

compareExpressions("request fetches", [
  "%[method]", "%[path]", "%[pathq]", "%[url]", "%[query]", "%[base]", "%[baseq]", "%[req.ver]", "%[url_param(a)]",
  "%[url_param(b)]", "%[url_param(empty)]", "%[url_param(missing)]", "%[url_param(list)]", "%[urlp(a)]", "%[urlp_val(a)]", "%[url_param(A)]",
  "%[hdr(host)]", "%[req.hdr(host)]", "%[req.hdr(x-multi)]", "%[req.hdr(x-multi,1)]", "%[req.hdr(x-multi,2)]",
  "%[req.hdr(x-multi,-1)]", "%[req.hdr(x-multi,9)]", "%[req.fhdr(x-multi)]", "%[req.fhdr(x-multi,1)]", "%[req.fhdr(user-agent)]",
  "%[req.hdr_cnt(x-multi)]", "%[req.fhdr_cnt(x-multi)]", "%[req.hdr_cnt(missing)]", "%[req.hdr_val(x-num)]", "%[req.hdr_val(x-neg)]",
  "%[req.hdr_ip(x-ip)]", "%[req.hdr_ip(x-ip6)]", "%[req.hdr_ip(x-forwarded-for,-1)]", "%[req.hdr_ip(x-text)]", "%[req.hdr_names]", "%[req.hdr_names(:)]",
  "%[req.hdr(x-empty)]", "%[req.hdr(missing)]", "%[req.cook(SESSION)]", "%[req.cook(theme)]", "%[req.cook(empty)]", "%[req.cook(missing)]",
  "%[req.cook_cnt(theme)]", "%[cook(theme)]", "%[req.cook()]", "%[http_auth_type]", "%[http_auth_user]", "%[http_auth_pass]", "%[http_auth_bearer]",
  "%[req.body_len]", "%[req.body_size]", "%[req.body]", "%[http_first_req]", "%[req.hdrs,length]",
  "%[req.hdr(x-text),lower]", "%{+Q}[req.hdr(x-text)]", "%{+E}[req.hdr(x-json)]", "%{+X}[int(255)]",
  withTarget("%[path]|%[query]", "/"), withTarget("%[path]|%[query]|%[url_param(a)]", "/?"), withTarget("%[url_param(a)]", "/?a"),
  withTarget("%[url_param(a)]", "/?a=&a=2"), withTarget("%[url_param(a)]", "/?x=1&a=2=3"), withTarget("%[path]|%[base]", "http://other.example/p?q"),
  withTarget("%[path]|%[url]", "*"), withTarget("%[url_param(b)]", "/p;b=1?b=2"), withTarget("%[path]", "//double//slash/../x"),
]);

compareExpressions("connection and state fetches", [
  "%[src]", "%[dst]", "%[src_is_local]", "%[dst_is_local]", "%[fe_name]", "%[fe_id]", "%[so_name]", "%[so_id]",
  "%[fe_conn]", "%[be_conn(spare)]", "%[nbsrv(spare)]", "%[connslots(spare)]", "%[avg_queue(spare)]", "%[queue(spare)]",
  "%[srv_is_up(spare/s1)]", "%[srv_is_up(spare/s2)]", "%[srv_conn(spare/s1)]", "%[srv_weight(spare/s3)]", "%[srv_queue(spare/s1)]",
  "%[ssl_fc]", "%[ssl_fc_sni]", "%[ssl_c_used]", "%[fc_rcvd_proxy]", "%[str(text)]", "%[str(a b)]", "%[int(12)]", "%[int(-3)]", "%[bool(true)]", "%[bool(0)]",
  "%[ipv4(10.0.0.1)]", "%[ipv6(::1)]", "%[bin(616263)]", "%[meth(GET)]", "%[always_true]", "%[always_false]", "%[env(SLUICE_UNSET)]",
  "%[nbproc]", "%[date,length]", "%[uuid(),length]", "%[rand(1)]", "%[var(txn.v)]", "%[var(txn.none)]", "%[var(req.n),add(1)]", "%[var(sess.s)]", "%[var(proc.p)]",
  "%[var(txn.none,fallback)]", "%[sc0_http_req_rate]", "%[sc_http_req_rate(0)]", "%[sc_conn_rate(0)]", "%[sc0_conn_cur]", "%[sc_get_gpc0(0)]",
  "%[sc_tracked(0)]", "%[sc_tracked(1)]", "%[src_http_req_rate(fe)]", "%[src_get_gpc0(fe)]", "%[table_cnt(fe)]", "%[table_avl(fe)]",
  "%ci", "%fi", "%ft", "%f", "%b", "%s", "%HM", "%HP", "%HQ", "%HU", "%HV", "%r", "%{+Q}r", "%%", "%ID", "%rt", "%lc",
], `stick-table type ip size 1k expire 1m store gpc0,http_req_rate(1m),conn_rate(1m),conn_cur
    http-request track-sc0 src if { req.hdr(X-Row) -m found } { req.hdr(X-Num) -m found }
    http-request set-var(txn.v) str(value)
    http-request set-var(req.n) int(41)
    http-request set-var(sess.s) src
    http-request set-var(proc.p) str(everywhere)`);
