/** What the rule language leaves out on purpose, and why: shown on the page, and all that may be missing. */

interface Exclusion {
  readonly names: RegExp;
  readonly reason: string;
}

const exclusions: readonly Exclusion[] = [
  { names: /^51d\.|^da-csv|^wurfl|^51degrees|^deviceatlas/, reason: "device detection" },
  { names: /^fcgi\.|fcgi-app/, reason: "FastCGI" },
  { names: /spoe|^filter$|spop/, reason: "SPOE" },
  { names: /^ot-group/, reason: "OpenTracing" },
  { names: /^res\.cache_|^cache-/, reason: "the HTTP cache" },
  { names: /quic/, reason: "QUIC" },
  { names: /^lua-|tune\.lua\./, reason: "Lua scripts; plugins are written in TypeScript" },
  { names: /^email-alert/, reason: "mailers" },
  {
    names: /^internal\./,
    reason: "HAProxy's internal message blocks (HTX), which do not exist here",
  },
  { names: /^attach-srv$/, reason: "reverse HTTP: servers that dial the proxy" },
];

/** Why there is no such keyword; undefined when there is no reason. */
export function exclusionOf(name: string): string | undefined {
  return exclusions.find(({ names }) => names.test(name))?.reason;
}
