/** `option httpchk` and http-check: requests, expectations, sequences, and how failures are told. */
import type { ServeConnection } from "../support/raw-server.ts";
import { type CheckRow, compareChecks } from "./health-table.ts";

function row(server: string, rules: readonly string[], option = "GET /o"): CheckRow {
  const lines = [
    "mode http",
    `option httpchk ${option}`,
    ...rules.map((rule) => `http-check ${rule}`),
  ];
  return { server, lines };
}

const echoed = (rule: string, ...expects: readonly string[]): CheckRow =>
  row("mirror", [rule, ...expects.map((expect) => `expect string ${expect}`)]);

/** A server that gives this to whoever asks it. */
function giving(answer: string): ServeConnection {
  return ({ socket, send, end }) =>
    void socket.once("data", () => {
      send(answer);
      end();
    });
}

const OK = "HTTP/1.1 200 OK\r\n";
const servers: Readonly<Record<string, ServeConnection>> = {
  large: giving(`${OK}Content-Length: 40000\r\n\r\n${"a".repeat(15_000)}mid${"b".repeat(24_997)}`),
  late: giving(`${OK}Content-Length: 40000\r\n\r\n${"a".repeat(39_997)}end`),
  odd_name: giving(`${OK}od@d: x\r\nContent-Length: 5\r\n\r\nhello`),
};

const rows: Record<string, CheckRow> = {
  plain: row("http", [], ""),
  not_found: row("gone", []),
  codes: row("gone", ["expect status 200,300-399"]),
  codes_unwanted_with_comment_behind: row("gone", ["expect !status 404 comment unwanted"]),
  field_and_comment_behind: row("gone", ["expect hdr name x-none comment missing"]),
  codes_met: row("gone", ["expect status 200,400-404"]),
  unwanted_code: row("gone", ["expect comment C ! status 404"]),
  code_regex: row("gone", ["comment C", "expect rstatus ^2"]),
  element: row("http", ["expect hdr name X-A value two"]),
  element_missing: row("http", ["expect hdr name X-A value three"]),
  element_by_parts: row("http", ["expect hdr name -m beg x- value -m sub o"]),
  element_formats: row("http", ["expect hdr name-lf %[str(X-A)] value-lf %[str(one)]"]),
  field_missing: row("http", ["expect hdr name x-q"]),
  field_unwanted: row("http", ["expect ! hdr name x-a"]),
  whole_field: row("http", ["expect fhdr name set-cookie value -m beg sess="]),
  part_of_whole_field: row("http", ["expect fhdr name X-A value one"]),
  field_regexes: row("http", ["expect fhdr name -m reg ^x- value -m reg two$"]),
  field_end: row("http", ["expect hdr name -m end ookie value -m end b"]),
  value_case: row("http", ["expect hdr name X-A value ONE"]),
  body: row("http", ["expect string ell"]),
  body_missing: row("http", ["expect string nope"]),
  no_body: row("gone", ["expect string nope"]),
  body_format: row("http", ["expect string-lf %[str(hel)]lo"]),
  body_empty_format: row("http", ["expect string-lf %[var(check.none)]"]),
  body_regex: row("http", ["expect comment CC rstring ^h.llo$"]),
  body_unwanted: row("http", ["expect comment CC ! rstring ^h.llo$"]),
  body_of_too_few_bytes: row("http", ["expect min-recv 2000 string hello"]),
  told_by_the_rule: row("http", [
    "expect on-success ok:%[status],%[res.hdr(x-a)],%[res.body] ok-status L6OK status-code int(8) status 200",
  ]),
  error_told_by_the_rule: row("http", [
    "expect on-error bad:%[status],%[res.hdr(x-a)] error-status L7STS status-code int(7) status 201",
  ]),
  error_told_with_comment: row("http", ["expect comment C on-error bad status 201"]),
  error_of_another_layer: row("http", ["expect error-status L7RSP hdr name none"]),
  error_told_as_nothing: row("http", ["expect on-error %[var(check.none)] status 201"]),
  soft_stop: row("http", ["expect ok-status L7OKC status 200"]),
  soft_stop_by_404: row("gone", ["disable-on-404", "expect status 200"]),
  several_expectations: row("http", ["expect status 200", "expect on-success ok string hello"]),
  silence: row("silent", [
    "connect comment K",
    "send uri /s comment S",
    "expect comment E status 200",
  ]),
  silence_with_its_status: row("silent", ["expect tout-status L6TOUT status 200"]),
  refused: row("http", ["connect port 1 comment XX", "send uri /"]),
  garbage: row("banner", []),
  closed: row("closer", []),
  variables: row("http", [
    "set-var(check.a) str(q)",
    "send hdr X-V %[var(check.a)]",
    "expect status 200",
    "set-var-fmt(check.b) s=%[status]",
    "unset-var(check.a)",
  ]),
  request_of_the_option: echoed("expect rstring .", "GET\\ /o\\ HTTP/1.0"),
  request: echoed(
    "send meth POST uri-lf /%[str(u)] ver HTTP/1.1 hdr Host h.x hdr X-B %[str(v)] body-lf b%[str(z)]",
    "POST\\ /u\\ HTTP/1.1\\r\\nhost:\\ h.x\\r\\nx-b:\\ v\\r\\ncontent-length:\\ 2\\r\\nconnection:\\ close\\r\\n\\r\\nbz",
  ),
  request_of_both: echoed("send hdr A b", "GET\\ /o\\ HTTP/1.0\\r\\na:\\ b\\r\\n\\r\\n"),
  request_without_body: echoed("send body-lf %[var(check.no)]", "GET\\ /o\\ HTTP/1.0\\r\\n\\r\\n"),
  host_and_authority: echoed(
    "send uri http://bar/x hdr Host foo",
    "GET\\ http://foo/x\\ HTTP/1.0\\r\\nhost:\\ foo\\r\\n\\r\\n",
  ),
  own_connection_field: echoed(
    "send ver HTTP/1.1 hdr Connection x hdr Content-Length 7",
    "HTTP/1.1\\r\\nconnection:\\ x\\r\\n\\r\\n",
  ),
  state: row("mirror", [
    "send-state",
    "send hdr A b",
    "expect rstring \\na:\\ b\\r\\nx-haproxy-server-state:\\ UP;\\ address=127.0.0.1;\\ port=[0-9]+;\\ name=state/s;\\ node=[^;]+;\\ weight=1/1;\\ scur=0/0;\\ qcur=0\\r\\n\\r\\n",
  ]),
  sequence: row("mirror", [
    "connect",
    "send meth POST uri /one body 1",
    "expect string POST\\ /one",
    "connect port ${P:mirror}",
    "send hdr X y",
    "expect string OPTIONS\\ /\\ HTTP/1.0\\r\\nx:\\ y\\r\\n\\r\\n",
    "expect status 200",
  ]),
  sequence_that_fails: row("mirror", [
    "connect",
    "send meth POST uri /one",
    "expect string POST\\ /one",
    "connect port ${P:gone}",
    "send uri /two",
  ]),
  body_of_a_buffer: row("large", ["expect string mid"]),
  body_beyond_a_buffer: row("late", ["expect string end"]),
  body_beyond_a_buffer_unwanted: row("late", ["expect ! rstring end$"]),
  body_of_more_bytes_than_a_buffer: row("large", ["expect min-recv 20000 string mid"]),
  garbage_with_comment: row("banner", ["expect comment C status 200"]),
  garbage_told_by_the_rule: row("banner", [
    "expect on-error bad:%[status] error-status L7STS status-code int(7) status 200",
  ]),
  closed_told_by_the_rule: row("closer", ["expect comment C on-error bad string hello"]),
  odd_name: row("odd_name", ["expect string hello"]),
  odd_name_accepted: {
    ...row("odd_name", ["expect string hello"]),
    lines: [...row("odd_name", []).lines, "option accept-invalid-http-response"],
  },
};

compareChecks("http-check", rows, { servers });
