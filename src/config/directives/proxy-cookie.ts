/** `cookie` (manual 4.2): persistence by a cookie that names the server. */
import type { Arguments } from "../arguments.ts";
import { positive } from "../arguments.ts";
import { type Directive, backendSide } from "../directive.ts";
import type { Load } from "../load-state.ts";
import type { CookieModel } from "../model.ts";
import type { ProxyDraft } from "../proxy-draft.ts";

type Draft = { -readonly [Key in keyof CookieModel]: CookieModel[Key] };

const flags = [
  "indirect",
  "nocache",
  "postonly",
  "preserve",
  "httponly",
  "secure",
  "dynamic",
] as const;
const modes = ["rewrite", "insert", "prefix"] as const;
const words: readonly string[] = [...modes, ...flags, "domain", "maxidle", "maxlife", "attr"];

function parseCookie(args: Arguments, { model }: ProxyDraft, load: Load): void {
  const name = args.expect("a cookie's name");
  if (name === undefined) return;
  const cookie: Draft = {
    name: name.text,
    mode: "passive",
    indirect: false,
    nocache: false,
    postonly: false,
    preserve: false,
    httponly: false,
    secure: false,
    domains: [],
    maxIdleSec: null,
    maxLifeSec: null,
    attrs: [],
    dynamic: false,
  };
  const chosen: string[] = [];
  while (args.peek !== undefined) {
    if (!parseCookieOption(args, cookie, chosen, load)) return;
  }
  if (chosen.length > 1) {
    return load.diagnostics.error(
      name,
      `the cookie modes ${chosen.map((mode) => `'${mode}'`).join(" and ")} exclude one another`,
    );
  }
  if (cookie.mode === "rewrite" && cookie.indirect) {
    return load.diagnostics.error(name, "'indirect' does not go with 'rewrite'", "use 'insert'");
  }
  if (cookie.preserve && cookie.mode !== "insert" && !cookie.indirect) {
    return load.diagnostics.error(name, "'preserve' needs 'insert' or 'indirect'");
  }
  model.cookie = cookie;
}

function parseCookieOption(args: Arguments, cookie: Draft, chosen: string[], load: Load): boolean {
  const word = args.take()!;
  const mode = modes.find((each) => each === word.text);
  const flag = flags.find((each) => each === word.text);
  if (mode !== undefined) {
    cookie.mode = mode;
    if (!chosen.includes(mode)) chosen.push(mode);
  } else if (flag !== undefined) {
    cookie[flag] = true;
  } else if (word.text === "domain" || word.text === "attr") {
    const value = args.expect(`a value after '${word.text}'`);
    if (value === undefined) return false;
    if (word.text === "attr") {
      const bad = /[\0-\x1f\x7f;]/.exec(value.text)?.[0];
      if (bad !== undefined) {
        const shown = bad === ";" ? "';'" : "a control character";
        load.diagnostics.error(value, `${shown} is not permitted in an attribute`);
        return false;
      }
    } else if (!/^.+\../.test(value.text)) {
      const message = `domain '${value.text}' contains no embedded dot, browsers may refuse it`;
      load.diagnostics.warn(value, message);
    }
    if (word.text === "domain") cookie.domains = [...cookie.domains, value.text];
    else cookie.attrs = [...cookie.attrs, value.text];
  } else if (word.text === "maxidle" || word.text === "maxlife") {
    const ms = args.timeMs(`a time after '${word.text}'`, positive, "s");
    if (ms === undefined) return false;
    const seconds = Math.ceil(ms / 1000);
    if (word.text === "maxidle") cookie.maxIdleSec = seconds;
    else cookie.maxLifeSec = seconds;
  } else {
    const message = `'cookie' does not know '${word.text}'`;
    load.diagnostics.error(word, message, `expected one of ${words.join(", ")}`);
    return false;
  }
  return true;
}

export const proxyCookieDirectives: readonly Directive<ProxyDraft>[] = [
  {
    name: "cookie",
    in: backendSide,
    manual: "4.2",
    summary: "persistence by a cookie",
    parse: parseCookie,
    syntax:
      "cookie <name> [ rewrite | insert | prefix ] [indirect] [nocache] [postonly] [preserve] [httponly] [secure] [domain <domain>]* [maxidle <idle>] [maxlife <life>] [dynamic] [attr <value>]*",
  },
  {
    name: "dynamic-cookie-key",
    in: backendSide,
    manual: "4.2",
    syntax: "dynamic-cookie-key <string>",
    summary: "secret that cookies made of servers' addresses are hashed with",
    parse(args: Arguments, { model }: ProxyDraft): void {
      const key = args.expect("<string>");
      if (key !== undefined) model.dynamicCookieKey = key.text;
    },
  },
];
