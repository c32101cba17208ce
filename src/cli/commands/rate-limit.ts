/** `set rate-limit` (management manual 9.3): how fast the process takes connections. */
import { LimitedRate } from "../../stats/limited-rate.ts";
import type { Answer, CliCall, CliCommand } from "../command.ts";

const RATES: Readonly<Record<string, LimitedRate>> = {
  connections: LimitedRate.connections,
  sessions: LimitedRate.sessions,
  "ssl-sessions": LimitedRate.tls,
  "http-compression": LimitedRate.compression,
};

const USAGE = `'set rate-limit' only supports :
   - 'connections global' to set the per-process maximum connection rate
   - 'sessions global' to set the per-process maximum session rate
   - 'ssl-sessions global' to set the per-process maximum SSL session rate
   - 'http-compression global' to set the per-process maximum compression speed in kB/s
`;

function setRateLimit({ args, control }: CliCall): Answer {
  const [name = "", scope, text] = args;
  const rate = Object.hasOwn(RATES, name) ? RATES[name] : undefined;
  if (rate === undefined || scope !== "global") return USAGE;
  if (text === undefined) return "Expects an integer value.\n";
  // As HAProxy reads it: the digits it begins with, and what is no number is none.
  const perSecond = Number.parseInt(text, 10);
  if (perSecond < 0) return "Value out of range.\n";
  const unit = rate === LimitedRate.compression ? 1024 : 1;
  control.setRateLimit(rate, perSecond > 0 ? perSecond * unit : 0);
  return "";
}

export const RATE_LIMIT_COMMANDS: readonly CliCommand[] = [
  {
    words: ["set", "rate-limit"],
    level: "admin",
    usage: "set rate-limit <setting> <value>",
    summary: "change a rate limiting value",
    run: setRateLimit,
  },
];
