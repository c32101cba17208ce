/**
 * Names that HAProxy knows and this version does not: a configuration that uses one is told so,
 * not that the name is unknown. A row that comes is taken out here (a test sees to it).
 */

function names(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}

/** Sample fetches. */
export const LATER_FETCHES: ReadonlySet<string> = names(`
  ssl_bc ssl_bc_alg_keysize ssl_bc_alpn ssl_bc_cipher ssl_bc_client_random ssl_bc_curve
  ssl_bc_err ssl_bc_err_str ssl_bc_is_resumed ssl_bc_npn ssl_bc_protocol ssl_bc_server_random
  ssl_bc_session_id ssl_bc_session_key ssl_bc_unique_id ssl_bc_use_keysize ssl_c_ca_err_depth
  ssl_c_chain_der ssl_c_key_alg ssl_c_san ssl_c_sig_alg ssl_c_version ssl_f_der ssl_f_i_dn
  ssl_f_key_alg ssl_f_notafter ssl_f_notbefore ssl_f_s_dn ssl_f_serial ssl_f_sha1 ssl_f_sig_alg
  ssl_f_version ssl_fc_alg_keysize ssl_fc_cipherlist_bin ssl_fc_cipherlist_hex
  ssl_fc_cipherlist_str ssl_fc_cipherlist_xxh ssl_fc_client_early_traffic_secret
  ssl_fc_client_handshake_traffic_secret ssl_fc_client_random ssl_fc_client_traffic_secret_0
  ssl_fc_crtname ssl_fc_curve ssl_fc_early_exporter_secret ssl_fc_early_rcvd
  ssl_fc_ecformats_bin ssl_fc_eclist_bin ssl_fc_err_str ssl_fc_exporter_secret
  ssl_fc_extlist_bin ssl_fc_has_early ssl_fc_npn ssl_fc_protocol_hello_id
  ssl_fc_server_handshake_traffic_secret ssl_fc_server_random ssl_fc_server_traffic_secret_0
  ssl_fc_session_id ssl_fc_session_key ssl_fc_sigalgs_bin ssl_fc_supported_versions_bin
  ssl_fc_unique_id ssl_fc_use_keysize ssl_s_chain_der ssl_s_der ssl_s_i_dn ssl_s_key_alg
  ssl_s_notafter ssl_s_notbefore ssl_s_s_dn ssl_s_serial ssl_s_sha1 ssl_s_sig_alg ssl_s_version
`);

/** Converters. */
export const LATER_CONVERTERS: ReadonlySet<string> = names(`
  51d.single da-csv-conv date2epoch debug
  table_clr_gpt table_clr_gpt0
  wt6
`);

/** Fetches that stay out, each with the reason that a configuration naming it is told. */
export const REFUSED_FETCHES: ReadonlyMap<string, string> = new Map([
  ...reasoned("FastCGI is not supported", "fcgi.docroot fcgi.index"),
  ...reasoned("SPOE is not supported", "spoe.engine-id"),
  ...reasoned("there is no HTTP cache", "res.cache_hit res.cache_name"),
  ...reasoned(
    "a stream has no task of its own whose calls could be timed: it runs inside its sockets' events",
    "cpu_calls cpu_ns_avg cpu_ns_tot lat_ns_avg lat_ns_tot",
  ),
  ...reasoned(
    "it shows states inside HAProxy's layers, which do not exist here",
    "fs.debug_str bs.debug_str",
  ),
  ...reasoned(
    "it shows HAProxy's internal form of messages, which does not exist here",
    `internal.htx.data internal.htx.free internal.htx.free_data internal.htx.has_eom
    internal.htx.nbblks internal.htx.size internal.htx.used internal.htx_blk.data
    internal.htx_blk.hdrname internal.htx_blk.hdrval internal.htx_blk.size
    internal.htx_blk.start_line internal.htx_blk.type internal.strm.is_htx`,
  ),
]);

function reasoned(reason: string, list: string): [string, string][] {
  return [...names(list)].map((name) => [name, reason]);
}
