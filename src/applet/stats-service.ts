/**
 * The statistics page (`stats enable`, manual 4.2): authentication, the page with its CSV and JSON
 * forms, and the actions of `stats admin`, which end in a redirect back to the page.
 */
import type { StatsPlane } from "../cli/control.ts";
import type { StatsModel } from "../config/model.ts";
import { AUTHORIZATION } from "../http/header-name.ts";
import type { ByteFactory } from "../runtime/bytes.ts";
import type { Service, ServiceExchange } from "../rules/types.ts";
import type { Txn } from "../sample/txn.ts";
import { toCsv } from "../stats/csv.ts";
import { statToJson } from "../stats/json.ts";
import { makeReport, NO_FILTER } from "../stats/report.ts";
import type { ProxySubjects } from "../stats/subjects.ts";
import { sendText } from "./send.ts";
import { applyForm } from "./stats-action.ts";
import type { ActionResult } from "./stats-action.ts";
import { challenge, isAuthorized, UNAUTHORIZED_BODY } from "./stats-auth.ts";
import { renderPage } from "./stats-page.ts";
import { parseStatsRequest } from "./stats-request.ts";
import type { StatsRequest } from "./stats-request.ts";

type Fields = readonly (readonly [string, string])[];

const MOST_FORM_BYTES = 16_384;
const NO_CACHE = ["cache-control", "no-cache"] as const;
const TYPES: Readonly<Record<StatsRequest["format"], string>> = {
  html: "text/html",
  csv: "text/plain",
  json: "application/json",
};

export interface StatsServiceSetting {
  readonly model: StatsModel;
  /** The proxy the page stands in: what "." means in `stats scope`. */
  readonly proxyName: string;
  readonly control: StatsPlane;
  /** `stats admin`: whether this request may change things. */
  readonly isAdmin: (txn: Txn) => boolean;
  readonly bytes: ByteFactory;
}

export class StatsService implements Service {
  readonly name: string = "stats";
  readonly #setting: StatsServiceSetting;

  constructor(setting: StatsServiceSetting) {
    this.#setting = setting;
  }

  serve(exchange: ServiceExchange): void {
    const { model } = this.#setting;
    const { txn } = exchange;
    const authorization = txn.request?.fields.first(AUTHORIZATION);
    if (model.auth.length > 0 && !isAuthorized(authorization, model.auth)) {
      this.#refuse(exchange);
      return;
    }
    if (txn.request?.methodText() === "POST") this.#act(exchange);
    else this.#show(exchange);
  }

  #refuse(exchange: ServiceExchange): void {
    const { model, bytes } = this.#setting;
    const fields: Fields = [
      NO_CACHE,
      ["content-type", "text/html"],
      ["www-authenticate", challenge(model.realm)],
    ];
    exchange.head(401, fields, UNAUTHORIZED_BODY.length);
    const isHead = exchange.txn.request?.methodText() === "HEAD";
    sendText(exchange, isHead ? "" : UNAUTHORIZED_BODY, bytes);
  }

  #show(exchange: ServiceExchange): void {
    const { model, bytes, isAdmin } = this.#setting;
    const { txn } = exchange;
    const request = parseStatsRequest(model.uri, txn.request?.pathq() ?? "");
    const fields: (readonly [string, string])[] = [
      NO_CACHE,
      ["content-type", TYPES[request.format]],
    ];
    if (model.refreshSec !== null && request.refresh)
      fields.push(["refresh", String(model.refreshSec)]);
    exchange.head(200, fields, null);
    const isHead = txn.request?.methodText() === "HEAD";
    sendText(exchange, isHead ? "" : this.#body(request, isAdmin(txn)), bytes);
  }

  #body(request: StatsRequest, admin: boolean): string {
    const { model, control } = this.#setting;
    const proxies = this.#proxiesIn(request.scope);
    if (request.format === "html")
      return renderPage({ model, request, info: control.info, proxies, admin });
    const moment = { nowMs: control.info.nowMs(), legends: model.showLegends };
    const report = makeReport(proxies, { ...NO_FILTER, hide: request.hide }, moment);
    return request.format === "csv" ? toCsv(report) : statToJson(report);
  }

  #proxiesIn(scope: string): readonly ProxySubjects[] {
    const { model, proxyName, control } = this.#setting;
    const shown = new Set(model.scope.map((name) => (name === "." ? proxyName : name)));
    return control
      .proxies()
      .filter(({ name }) => (shown.size === 0 || shown.has(name)) && name.includes(scope));
  }

  #act(exchange: ServiceExchange): void {
    const { control, isAdmin, bytes } = this.#setting;
    if (!isAdmin(exchange.txn)) {
      this.#redirect(exchange, "DENY");
      return;
    }
    let form = "";
    exchange.onBody((piece) => {
      if (piece !== null) {
        if (form.length <= MOST_FORM_BYTES) form += bytes.view(piece).latin1Slice(0, piece.length);
        return;
      }
      if (form.length > MOST_FORM_BYTES) {
        this.#redirect(exchange, "EXCD");
        return;
      }
      applyForm(form, control.servers()).then(
        (result) => this.#redirect(exchange, result),
        (error: unknown) => exchange.fail(error instanceof Error ? error.message : String(error)),
      );
    });
  }

  #redirect(exchange: ServiceExchange, result: ActionResult): void {
    const location = `${this.#setting.model.uri};st=${result}`;
    const fields: Fields = [NO_CACHE, ["content-type", "text/plain"], ["location", location]];
    exchange.head(303, fields, 0);
    exchange.end();
  }
}
