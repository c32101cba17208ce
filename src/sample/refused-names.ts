/**
 * Sample fetches and converters that HAProxy knows and Sluice leaves out, each with the reason that
 * a configuration naming it is told. A name that gets a row leaves its list (a test sees to it).
 */

function names(list: string): readonly string[] {
  return list.trim().split(/\s+/);
}

const NEWER = "it is newer than HAProxy 3.2";

/** Fetches by name. */
export const REFUSED_FETCHES: ReadonlyMap<string, string> = new Map([
  ...reasoned(NEWER, "ssl_fc_crtname"),
  ...reasoned("device detection is not supported", "51d.all"),
  ...reasoned(
    "neither bun nor node nor deno tells the server's random of a handshake",
    "ssl_fc_server_random ssl_bc_server_random",
  ),
  ...reasoned(
    "neither bun nor node nor deno tells sent certificates from those it found in the CA file",
    "ssl_c_chain_der ssl_s_chain_der",
  ),
  ...reasoned(
    "neither bun nor node nor deno tells a server the group of its key agreement",
    "ssl_fc_curve",
  ),
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

/** Converters by name. */
export const REFUSED_CONVERTERS: ReadonlyMap<string, string> = new Map([
  ...reasoned("device detection is not supported", "51d.single da-csv-conv"),
  ...reasoned(NEWER, "date2epoch table_clr_gpt table_clr_gpt0"),
  ...reasoned("the hash is described in no document, only in HAProxy's source", "wt6"),
]);

function reasoned(reason: string, list: string): [string, string][] {
  return names(list).map((name) => [name, reason]);
}
