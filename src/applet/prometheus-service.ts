/**
 * `http-request use-service prometheus-exporter`: the metrics of this process. `?scope=` names
 * the parts to show, several times for several; a part that is none is refused with 400.
 */
import type { ByteFactory } from "../runtime/bytes.ts";
import type { Service, ServiceExchange } from "../rules/types.ts";
import { PROMETHEUS_SCOPES, toPrometheus } from "../stats/prometheus.ts";
import type { PrometheusScope, PrometheusSources } from "../stats/prometheus.ts";
import { sendText } from "./send.ts";

const BAD_REQUEST =
  "<html><body><h1>400 Bad request</h1>\nYour browser sent an invalid request.\n</body></html>\n";

/** The scopes of a query; all without any, undefined when one is unknown. */
function scopesOf(query: string): ReadonlySet<PrometheusScope> | undefined {
  const named = query.split("&").filter((part) => part.startsWith("scope="));
  if (named.length === 0) return new Set(PROMETHEUS_SCOPES);
  const scopes = new Set<PrometheusScope>();
  for (const part of named) {
    const name = part.slice("scope=".length);
    if (name === "") {
      scopes.clear();
      continue;
    }
    if (name === "*") return new Set(PROMETHEUS_SCOPES);
    const scope = PROMETHEUS_SCOPES.find((known) => known === name);
    if (scope === undefined) return undefined;
    scopes.add(scope);
  }
  return scopes;
}

export class PrometheusService implements Service {
  readonly name: string = "prometheus-exporter";
  readonly #sources: () => PrometheusSources;
  readonly #bytes: ByteFactory;

  /** @param sources the running configuration, asked for at each request. */
  constructor(sources: () => PrometheusSources, bytes: ByteFactory) {
    this.#sources = sources;
    this.#bytes = bytes;
  }

  serve(exchange: ServiceExchange): void {
    const request = exchange.txn.request;
    const scopes = scopesOf(request?.query() ?? "");
    if (scopes === undefined) {
      const fields = [
        ["cache-control", "no-cache"],
        ["content-type", "text/html"],
      ] as const;
      exchange.head(400, fields, BAD_REQUEST.length);
      sendText(exchange, BAD_REQUEST, this.#bytes);
      return;
    }
    const type = "text/plain; version=0.0.4";
    exchange.head(
      200,
      [
        ["cache-control", "no-cache"],
        ["content-type", type],
      ],
      null,
    );
    const isHead = request?.methodText() === "HEAD";
    sendText(exchange, isHead ? "" : toPrometheus(this.#sources(), scopes), this.#bytes);
  }
}
