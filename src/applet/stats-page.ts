/**
 * The statistics page: what the process is doing, links to the other forms, then a table for each
 * proxy. Everything that comes from the configuration or a request is escaped.
 */
import type { StatsModel } from "../config/model.ts";
import { infoEntries } from "../stats/info.ts";
import type { InfoFacts } from "../stats/info/row.ts";
import type { ProxySubjects } from "../stats/subjects.ts";
import { escapeHtml } from "./html.ts";
import { resultMessage, SERVER_ACTIONS } from "./stats-action.ts";
import type { StatsRequest } from "./stats-request.ts";
import { STYLE } from "./stats-style.ts";
import { renderTable } from "./stats-table.ts";
import type { TableView } from "./stats-table.ts";

export interface PageContent {
  readonly model: StatsModel;
  readonly request: StatsRequest;
  readonly info: InfoFacts;
  readonly proxies: readonly ProxySubjects[];
  /** This user may act on servers. */
  readonly admin: boolean;
}

const STATES = [
  ["up", "UP"],
  ["going", "going up or down"],
  ["down", "DOWN"],
  ["drain", "DRAIN or NOLB: no new sessions"],
  ["maint", "maintenance (MAINT)"],
  ["unchecked", "not checked"],
] as const;

function heading({ model, info }: PageContent): string {
  const version = model.hideVersion ? "" : ` version ${info.version}, released ${info.releaseDate}`;
  const node = model.showNode === null ? "" : ` on ${model.showNode || info.node}`;
  const description = model.showDesc === null ? "" : `: ${model.showDesc || info.description}`;
  return (
    `<h1>${escapeHtml(info.name + version)}</h1>\n<div class="soft">Statistics Report for pid ` +
    `${info.pid}${escapeHtml(node + description)}</div>\n`
  );
}

function processCard({ info }: PageContent): string {
  const entries = new Map(infoEntries(info).map(({ row, value }) => [row.name, value]));
  const value = (name: string): string => escapeHtml(String(entries.get(name) ?? ""));
  return (
    '<div class="card"><b>General process information</b><br>\n' +
    `pid = ${value("Pid")} (process #1, nbproc = 1, nbthread = ${value("Nbthread")})<br>\n` +
    `uptime = ${value("Uptime")}<br>\n` +
    `maxsock = ${value("Maxsock")}; maxconn = ${value("Maxconn")}; ulimit-n = ${value("Ulimit-n")}<br>\n` +
    `current conns = ${value("CurrConns")}; conn rate = ${value("ConnRate")}/sec; ` +
    `sess rate = ${value("SessRate")}/sec; ${value("BytesOutRate")} bytes/sec out<br>\n` +
    `idle = ${value("Idle_pct")} %</div>\n`
  );
}

function stateCard(): string {
  const keys = STATES.map(([name, text]) => `<span class="key ${name}"></span>${text}<br>\n`);
  return `<div class="card">${keys.join("")}</div>\n`;
}

/** Links to the page's other forms; `;scope=` stays as it is. */
function optionCard({ model, request }: PageContent): string {
  const uri = escapeHtml(model.uri);
  const scope =
    request.scope === "" ? "" : `;scope=${escapeHtml(encodeURIComponent(request.scope))}`;
  const up = request.hide === "down" ? ";up" : "";
  const still = request.refresh ? "" : ";norefresh";
  const link = (suffix: string, text: string): string =>
    `<li><a href="${uri}${suffix}${scope}">${text}</a></li>\n`;
  const hide =
    up === "" ? link(`;up${still}`, "Hide 'DOWN' servers") : link(still, "Show all servers");
  const refresh =
    model.refreshSec === null
      ? ""
      : request.refresh
        ? link(`${up};norefresh`, "Disable refresh")
        : link(up, "Enable refresh");
  return (
    '<div class="card"><b>Display option</b><ul>\n' +
    `<li><form method="get" action="${uri}">Scope: <input name="scope" size="8" maxlength="20" ` +
    `value="${escapeHtml(request.scope)}"></form></li>\n${hide}${refresh}` +
    `${link(up + still, "Refresh now")}${link(";csv;norefresh", "CSV export")}` +
    `${link(";json;norefresh", "JSON export")}</ul></div>\n`
  );
}

function proxySection(proxy: ProxySubjects, content: PageContent, view: TableView): string {
  const name = escapeHtml(proxy.name);
  const legend = view.moment.legends
    ? ` <span class="soft">mode: ${proxy.mode}, id: ${proxy.id}</span>`
    : "";
  const about =
    proxy.description === null ? "" : ` <span class="soft">${escapeHtml(proxy.description)}</span>`;
  const title = `<h2 id="${name}"><a href="#${name}">${name}</a>${about}${legend}</h2>\n`;
  const acting = content.admin && (proxy.backend?.servers.length ?? 0) > 0;
  const table = renderTable(proxy, { ...view, admin: acting });
  if (!acting) return title + table;
  const options = SERVER_ACTIONS.map(
    (action) => `<option value="${action.name}">${action.label}</option>`,
  );
  return (
    `${title}<form method="post" action="${escapeHtml(content.model.uri)}">\n${table}` +
    '<div class="act">Action on the checked servers: <select name="action"><option value=""></option>' +
    `${options.join("")}</select> <input type="hidden" name="b" value="#${proxy.id}">` +
    '<button type="submit">Apply</button></div></form>\n'
  );
}

/** The whole page. */
export function renderPage(content: PageContent): string {
  const { model, request, info, proxies } = content;
  const moment = { nowMs: info.nowMs(), legends: model.showLegends };
  const view: TableView = {
    moment,
    hide: request.hide,
    admin: content.admin,
    modules: model.showModules,
  };
  const { text, good } = resultMessage(request.result);
  const note =
    text === ""
      ? ""
      : `<div class="note${good ? " good" : ""}">${text} <a href="${escapeHtml(model.uri)}">[X]</a></div>\n`;
  return (
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="iso-8859-1">\n' +
    `<title>Statistics Report for ${escapeHtml(info.name)}</title>\n<link rel="icon" href="data:,">\n` +
    `<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head>\n<body>\n` +
    `${heading(content)}<div class="top">${processCard(content)}${stateCard()}${optionCard(content)}</div>\n` +
    `${note}${proxies.map((proxy) => proxySection(proxy, content, view)).join("")}</body></html>\n`
  );
}
