/** `option NAME` without arguments (manual 4.2): on, off with `no`, built-in with `default`. */
import {
  type Directive,
  type SectionKind,
  anyProxy,
  backendSide,
  frontendSide,
} from "../directive.ts";
import type { ConnectionMode, ProxyModel } from "../model.ts";
import type { ProxyDraft } from "../proxy-draft.ts";
import { switchSetting } from "./setting.ts";

function option(
  name: string,
  sections: readonly SectionKind[],
  summary: string,
  set: (model: ProxyModel, on: boolean) => void,
): Directive<ProxyDraft> {
  const facts = { name: `option ${name}`, in: sections, manual: "4.2", summary };
  return switchSetting(facts, ({ model }, on) => set(model, on));
}

/** A switch that the data path looks up by its name. */
function plain(
  name: string,
  sections: readonly SectionKind[],
  summary: string,
): Directive<ProxyDraft> {
  return option(name, sections, summary, (model, on) => {
    if (on) model.switches.add(name);
    else model.switches.delete(name);
  });
}

/** A switch that is only turned on: HAProxy refuses `no` and `default` before it. */
function only(
  name: string,
  sections: readonly SectionKind[],
  summary: string,
): Directive<ProxyDraft> {
  const { negate: _negate, restore: _restore, ...row } = plain(name, sections, summary);
  return row;
}

/** The connection modes exclude one another: the last one set wins, `no` returns to keep-alive. */
function connectionMode(
  name: string,
  mode: ConnectionMode,
  summary: string,
): Directive<ProxyDraft> {
  return option(name, anyProxy, summary, (model, on) => {
    if (on) model.connectionMode = mode;
    else if (model.connectionMode === mode) model.connectionMode = "keep-alive";
  });
}

/** The old name of a switch, and a warning. */
function renamed(
  name: string,
  now: string,
  sections: readonly SectionKind[],
): Directive<ProxyDraft> {
  const row = plain(now, sections, `old name of 'option ${now}'`);
  return {
    ...row,
    name: `option ${name}`,
    syntax: `option ${name}`,
    parse(args, draft, load): void {
      load.diagnostics.warn(args.last, `'option ${name}' is now called 'option ${now}'`);
      row.parse(args, draft, load);
    },
  };
}

const UNSAFE_REQUEST = "accept-unsafe-violations-in-http-request";
const UNSAFE_RESPONSE = "accept-unsafe-violations-in-http-response";

export const proxySwitchDirectives: readonly Directive<ProxyDraft>[] = [
  connectionMode("http-keep-alive", "keep-alive", "keeps connections on both sides"),
  connectionMode(
    "http-server-close",
    "server-close",
    "closes the server's connection after each response",
  ),
  connectionMode("httpclose", "close", "closes both connections after each response"),
  option("abortonclose", backendSide, "aborts requests whose client left early", (model, on) => {
    model.abortOnClose = on;
  }),
  option("dontlognull", frontendSide, "does not log connections without a byte", (model, on) => {
    model.dontLogNull = on;
  }),
  option("dontlog-normal", frontendSide, "logs errors only", (model, on) => {
    model.dontLogNormal = on;
  }),
  option("log-separate-errors", frontendSide, "logs errors at a higher level", (model, on) => {
    model.logSeparateErrors = on;
  }),
  option("logasap", frontendSide, "logs as soon as the headers are there", (model, on) => {
    model.logAsap = on;
  }),
  plain(UNSAFE_REQUEST, frontendSide, "lets some requests pass that violate the protocol"),
  plain(UNSAFE_RESPONSE, backendSide, "lets some responses pass that violate the protocol"),
  renamed("accept-invalid-http-request", UNSAFE_REQUEST, frontendSide),
  renamed("accept-invalid-http-response", UNSAFE_RESPONSE, backendSide),
  plain("allbackups", backendSide, "uses all backup servers at once"),
  plain("http-buffer-request", anyProxy, "waits for the body before it goes on"),
  plain("http-drop-request-trailers", ["defaults", "backend"], "sends servers no trailers"),
  plain("http-drop-response-trailers", ["defaults", "frontend"], "sends clients no trailers"),
  plain("h1-case-adjust-bogus-client", frontendSide, "writes clients' header names as global says"),
  plain("h1-case-adjust-bogus-server", backendSide, "writes servers' header names as global says"),
  plain("contstats", frontendSide, "counts bytes of streams every five seconds while they run"),
  plain("checkcache", backendSide, "blocks responses whose cookies a cache could give away"),
  plain("http-use-proxy-header", frontendSide, "asks clients of proxies for proxy authentication"),
  plain("idle-close-on-response", frontendSide, "lets idle clients be through a soft stop"),
  plain("http-ignore-probes", frontendSide, "hides aborted connections without a request"),
  // Every piece is sent at once anyway: there is nothing to look the switch up.
  plain("http-no-delay", anyProxy, "sends every piece at once"),
  // Of clients the running HAProxy makes nothing of it.
  plain(
    "independent-streams",
    anyProxy,
    "what is sent to servers does not keep them from timing out",
  ),
  plain("prefer-last-server", backendSide, "keeps a client at the server it has a connection to"),
  plain("http-pretend-keepalive", backendSide, "does not tell servers that connections will close"),
  // These spare packets where the kernel can join an ACK to data; what passes is the same.
  plain("tcp-smart-accept", frontendSide, "saves an ACK packet when a client connects"),
  plain("tcp-smart-connect", backendSide, "saves an ACK packet when a server is connected to"),
  plain("socket-stats", frontendSide, "shows each bound address in the statistics"),
  plain("log-health-checks", backendSide, "logs changes of check results"),
  plain("nolinger", anyProxy, "resets connections instead of closing them slowly"),
  plain("persist", backendSide, "keeps persistence to a server that is down"),
  only("tcpka", anyProxy, "TCP keepalive on both sides"),
  plain("clitcpka", frontendSide, "TCP keepalive to the client"),
  plain("srvtcpka", backendSide, "TCP keepalive to the server"),
];
