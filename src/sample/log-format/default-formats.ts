/** The built-in log formats, in HAProxy's own words (manual 8.2.1 to 8.2.5). */

/** `option httplog`. */
export const HTTP_LOG_FORMAT: string =
  "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq " +
  "%hr %hs %{+Q}r";

/** `option httpslog`. */
export const HTTPS_LOG_FORMAT: string =
  `${HTTP_LOG_FORMAT} %[fc_err]/%[ssl_fc_err,hex]/%[ssl_c_err]/%[ssl_c_ca_err]/%[ssl_fc_is_resumed] ` +
  "%[ssl_fc_sni]/%sslv/%sslc";

/** `option tcplog`. */
export const TCP_LOG_FORMAT: string =
  "%ci:%cp [%t] %ft %b/%s %Tw/%Tc/%Tt %B %ts %ac/%fc/%bc/%sc/%rc %sq/%bq";

/** `option tcplog clf`. */
export const TCP_CLF_LOG_FORMAT: string =
  '%{+Q}o %{-Q}ci - - [%T] "TCP " 000 %B "" "" %cp %ms %ft %b %s %Th %Tw %Tc %Tt %U %ts-- %ac %fc ' +
  '%bc %sc %rc %sq %bq "" "" ';

/** What a connection that never became a session is logged with, up to the name of its listener. */
export const KILLED_LOG_FORMAT: string = "%ci:%cp [%t] %f/";

/** `option httplog clf`. */
export const CLF_LOG_FORMAT: string =
  '%{+Q}o %{-Q}ci - - [%trg] %r %ST %B "" "" %cp %ms %ft %b %s %TR %Tw %Tc %Tr %Ta %tsc %ac %fc ' +
  "%bc %sc %rc %sq %bq %CC %CS %hrl %hsl";

/** Without any option: one line when the connection comes. `mode` is HTTP or TCP. */
export function connectLogFormat(mode: string): string {
  return `Connect from %ci:%cp to %fi:%fp (%f/${mode.toUpperCase()})`;
}
