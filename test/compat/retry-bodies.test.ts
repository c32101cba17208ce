/**
 * Which requests with bodies are sent again after the server closed on them (`retry-on`,
 * configuration manual 4.2): those of which all is here as they are sent and that fit in the buffer,
 * at once or after a wait for the body; not those that are larger. Not compared: HAProxy leaves the
 * buffer's reserve free, and never repeats what comes later than its head without a wait; here what
 * fits in the buffer is kept and repeated.
 */
import { until } from "../support/deadline.ts";
import type { ServeConnection } from "../support/raw-server.ts";
import { type Case, compareArea } from "./compare.ts";
import { ruleDefaults } from "./rule-table.ts";

/** Closes once the whole request is there. */
const closing: ServeConnection = async ({ inbox, end }) => {
  const head = await inbox.takeUntil("\r\n\r\n");
  const length = /content-length: (\d+)/i.exec(head)?.[1];
  if (length === undefined) await inbox.takeUntil("0\r\n\r\n");
  else await inbox.take(Number(length));
  end();
};

const config = `
global
    tune.bufsize 16384
    tune.maxrewrite 1024
${ruleDefaults}
    retries 1
    retry-on all-retryable-errors
    http-reuse never
frontend fe
    bind 127.0.0.1:\${P:fe}
    use_backend waits if { path_end /waits }
    default_backend be
backend be
    server web 127.0.0.1:\${P:web}
backend waits
    http-request wait-for-body time 5s
    server web 127.0.0.1:\${P:web}
`;

const framings = ["counted", "one chunk", "small chunks"] as const;
type Framing = (typeof framings)[number];

function chunked(body: string, sizeBytes: number): string {
  let text = "";
  for (let at = 0; at < body.length; at += sizeBytes) {
    const piece = body.slice(at, at + sizeBytes);
    text += `${piece.length.toString(16)}\r\n${piece}\r\n`;
  }
  return `${text}0\r\n\r\n`;
}

function requestOf(target: string, framing: Framing, sizeBytes: number): readonly string[] {
  const body = "b".repeat(sizeBytes);
  const length =
    framing === "counted" ? `Content-Length: ${sizeBytes}` : "Transfer-Encoding: chunked";
  const head = `POST ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${length}\r\n\r\n`;
  if (framing === "counted") return [head, body];
  return [head, chunked(body, framing === "one chunk" ? sizeBytes : 100)];
}

/** When the body comes: with the head, behind it while the proxy waits, or after the server has it. */
type Arrival = "at once" | "waited for" | "late";

/** What was answered, and how often the request came to the server. */
const sending =
  (framing: Framing, sizeBytes: number, arrival: Arrival): Case =>
  async (side) => {
    const end = arrival === "waited for" ? "waits" : "sent";
    const target = `/${framing.replace(" ", "-")}/${sizeBytes}/${arrival.replaceAll(" ", "-")}/${end}`;
    const seen = (): number => side.server("web").received.split(`POST ${target} `).length - 1;
    const [head = "", body = ""] = requestOf(target, framing, sizeBytes);
    const client = await side.connect("fe");
    if (arrival === "at once") client.send(head + body);
    else {
      client.send(head);
      if (arrival === "late") await until(() => seen() > 0, "the head at the server");
      client.send(body);
    }
    return [await client.readAll(), seen()];
  };

const cases: Record<string, Case> = {};
for (const framing of framings) {
  for (const sizeBytes of [1, 8000, 14_000, 17_000, 40_000]) {
    for (const arrival of ["at once", "waited for", "late"] as const) {
      if (arrival === "late" && sizeBytes < 16_384) continue;
      cases[`${framing}, ${sizeBytes} bytes, ${arrival}`] = sending(framing, sizeBytes, arrival);
    }
  }
}

compareArea("retries of bodies", { config, servers: { web: closing } }, cases);
