/**
 * The table of one proxy on the statistics page: a row for the frontend, each listener, each
 * server and the backend, with HAProxy's groups of columns.
 */
import { formatAge } from "../core/duration.ts";
import { Rate, Slot } from "../stats/slots.ts";
import { columnNamed } from "../stats/columns.ts";
import { valueOf } from "../stats/columns/column.ts";
import type { Column, Moment } from "../stats/columns/column.ts";
import { subjectsOf } from "../stats/subjects.ts";
import type { ProxySubjects, ServerSubject, Subject } from "../stats/subjects.ts";
import { escapeHtml } from "./html.ts";
import { MODULE_GROUP, moduleCells } from "./stats-modules.ts";

/** What the table of a proxy depends on besides the proxy. */
export interface TableView {
  readonly moment: Moment;
  readonly hide: "nothing" | "maintenance" | "down";
  /** Show check boxes: this user may act. */
  readonly admin: boolean;
  /** Has columns of what protocols count. */
  readonly modules: boolean;
}

/** Groups of columns; a cell shows the column of `show stat` of that name. */
const GROUPS: readonly {
  readonly title: string;
  readonly columns: readonly (readonly [string, string])[];
}[] = [
  {
    title: "Queue",
    columns: [
      ["Cur", "qcur"],
      ["Max", "qmax"],
      ["Limit", "qlimit"],
    ],
  },
  {
    title: "Session rate",
    columns: [
      ["Cur", "rate"],
      ["Max", "rate_max"],
      ["Limit", "rate_lim"],
    ],
  },
  {
    title: "Sessions",
    columns: [
      ["Cur", "scur"],
      ["Max", "smax"],
      ["Limit", "slim"],
      ["Total", "stot"],
      ["LbTot", "lbtot"],
      ["Last", "lastsess"],
    ],
  },
  {
    title: "Bytes",
    columns: [
      ["In", "bin"],
      ["Out", "bout"],
    ],
  },
  {
    title: "Denied",
    columns: [
      ["Req", "dreq"],
      ["Resp", "dresp"],
    ],
  },
  {
    title: "Errors",
    columns: [
      ["Req", "ereq"],
      ["Conn", "econ"],
      ["Resp", "eresp"],
    ],
  },
  {
    title: "Warnings",
    columns: [
      ["Retr", "wretr"],
      ["Redis", "wredis"],
    ],
  },
  {
    title: "Server",
    columns: [
      ["Status", "status"],
      ["LastChk", "check_status"],
      ["Wght", "weight"],
      ["Act", "act"],
      ["Bck", "bck"],
      ["Chk", "chkfail"],
      ["Dwn", "chkdown"],
      ["Dwntme", "downtime"],
      ["Thrtle", "throttle"],
    ],
  },
];

const AGES = new Set(["lastsess", "downtime"]);
const TEXTS = new Set(["status", "check_status"]);

const CELLS: readonly Column[] = GROUPS.flatMap(({ columns }) => columns).map(([, name]) => {
  const column = columnNamed(name);
  if (column === undefined) throw new RangeError(`no column ${name}`);
  return column;
});

function cellText(column: Column, subject: Subject, moment: Moment): string {
  const value = valueOf(column, subject, moment);
  if (value === null) return "";
  if (AGES.has(column.name)) return Number(value) < 0 ? "?" : formatAge(Number(value));
  return column.name === "throttle" ? `${value} %` : escapeHtml(String(value));
}

/** Details shown when the pointer rests on the total of sessions. */
function details({ counters, mode }: Subject, moment: Moment): string {
  const times = counters.meanTimes();
  const http =
    mode !== "http"
      ? ""
      : `1xx ${counters.sum(Slot.hrsp1xx)}, 2xx ${counters.sum(Slot.hrsp2xx)}, 3xx ${counters.sum(Slot.hrsp3xx)}, ` +
        `4xx ${counters.sum(Slot.hrsp4xx)}, 5xx ${counters.sum(Slot.hrsp5xx)}, other ${counters.sum(Slot.hrspOther)}; ` +
        `requests ${counters.sum(Slot.reqTot)}, ${counters.rate(Rate.request, moment.nowMs)}/s; `;
  return (
    `${http}queue ${times.queueMs} ms, connect ${times.connectMs} ms, ` +
    `response ${times.responseMs} ms, total ${times.totalMs} ms on average`
  );
}

/** The row class, which gives the color. */
function stateClass(server: ServerSubject): string {
  const status = server.status();
  if (status.startsWith("MAINT")) return "maint";
  if (status.startsWith("DRAIN") || status.startsWith("NOLB")) return "drain";
  if (status === "no check") return "unchecked";
  if (status.includes("/")) return "going";
  return status.startsWith("UP") ? "up" : "down";
}

function legend(subject: Subject): string {
  if (subject.kind === "server") {
    const cookie = subject.cookie === null ? "" : `, cookie: '${subject.cookie}'`;
    return `${subject.address()}, id: ${subject.id}${cookie}`;
  }
  if (subject.kind === "listener") return `${subject.address}, id: ${subject.id}`;
  if (subject.kind === "frontend") return "";
  const cookie = subject.cookieName === null ? "" : `, cookie: '${subject.cookieName}'`;
  return `balancing: ${subject.algorithm}${cookie}`;
}

function nameOf(subject: Subject): string {
  if (subject.kind === "frontend") return "Frontend";
  return subject.kind === "backend" ? "Backend" : subject.name;
}

function row(subject: Subject, view: TableView): string {
  const isServer = subject.kind === "server";
  const name = escapeHtml(nameOf(subject));
  const anchor = `${escapeHtml(subject.proxyName)}/${name}`;
  const box = !view.admin
    ? ""
    : `<td>${isServer ? `<input type="checkbox" name="s" value="${name}">` : ""}</td>`;
  const title = view.moment.legends ? ` title="${escapeHtml(legend(subject))}"` : "";
  const cells = CELLS.map((column) => {
    const style = TEXTS.has(column.name) ? ' class="text"' : "";
    const tip =
      column.name === "stot" ? ` title="${escapeHtml(details(subject, view.moment))}"` : "";
    return `<td${style}${tip}>${cellText(column, subject, view.moment)}</td>`;
  });
  const modules = view.modules ? moduleCells(subject, view.moment) : "";
  const kind = isServer ? `server ${stateClass(subject)}` : subject.kind;
  return (
    `<tr class="${kind}">${box}<td class="name"${title}><a id="${anchor}" href="#${anchor}">` +
    `${name}</a></td>${cells.join("")}${modules}</tr>\n`
  );
}

const isShown = (subject: Subject, hide: TableView["hide"]): boolean => {
  if (subject.kind !== "server" || hide === "nothing") return true;
  const state = stateClass(subject);
  return state !== "maint" && (hide !== "down" || !subject.status().startsWith("DOWN"));
};

/** The table, with its heading. */
export function renderTable(proxy: ProxySubjects, view: TableView): string {
  const box = view.admin ? '<th rowspan="2"></th>' : "";
  const groups = GROUPS.map(
    ({ title, columns }) => `<th colspan="${columns.length}">${title}</th>`,
  );
  const titles = GROUPS.flatMap(({ columns }) => columns).map(([title]) => `<th>${title}</th>`);
  if (view.modules) {
    groups.push(`<th colspan="${MODULE_GROUP.titles.length}">${MODULE_GROUP.title}</th>`);
    titles.push(...MODULE_GROUP.titles.map((title) => `<th>${title}</th>`));
  }
  const rows = subjectsOf(proxy).filter((subject) => isShown(subject, view.hide));
  return (
    `<div class="wide"><table>\n<thead><tr>${box}<th rowspan="2"></th>${groups.join("")}</tr>\n` +
    `<tr>${titles.join("")}</tr></thead>\n<tbody>\n${rows.map((one) => row(one, view)).join("")}` +
    "</tbody></table></div>\n"
  );
}
