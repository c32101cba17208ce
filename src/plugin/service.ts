/** A plugin's fetch handler as a service of the proxy (`use-service lua.NAME`). */
import type { Service, ServiceExchange } from "../rules/types.ts";
import { ServiceCall } from "./service-call.ts";
import type { ServiceHandler, ServiceLimits } from "./service-handler.ts";
import { isServable, requestOf } from "./service-request.ts";

export class FetchService implements Service {
  readonly name: string;
  readonly #what: string;
  readonly #handler: ServiceHandler;
  readonly #limits: ServiceLimits;

  constructor(name: string, file: string, handler: ServiceHandler, limits: ServiceLimits) {
    this.name = name;
    this.#what = `plugin '${file}': service '${name}'`;
    this.#handler = handler;
    this.#limits = limits;
  }

  serve(exchange: ServiceExchange): void {
    const message = exchange.txn.request;
    if (message === null) {
      exchange.fail(`${this.#what} needs an HTTP request`);
      return;
    }
    if (!isServable(message)) {
      refuse(exchange, 501);
      return;
    }
    const made = requestOf(exchange.txn, message, this.#limits.runtime.web);
    if (made === undefined) refuse(exchange, 400);
    else new ServiceCall(exchange, this.#what, made.body, this.#limits).begin(this.#handler, made);
  }
}

function refuse(exchange: ServiceExchange, status: number): void {
  exchange.head(status, [], 0);
  exchange.end();
}
